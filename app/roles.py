"""The roles of the program — bot, poller, sender — all in one process or each in its own."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from enum import StrEnum

from app.health import health_page
from app.owner import telling_owner
from app.settings import Settings
from app.watchdog import watched
from app.websub import end_other_subscriptions, opened_subscriber, websub_beat
from app.wiring import (
    follow_feeds_file,
    opened_grouper,
    opened_page_fetcher,
    opened_poller,
    page_beats,
    poller_beats,
)
from bot.pulse import Pulse
from jobs.clockwork import Beat, Clockwork
from news.clock import Clock
from storage.database import Database
from storage.rebuild import index_state

log = logging.getLogger(__name__)


class Role(StrEnum):
    """What a process does."""

    BOT = "bot"
    POLLER = "poller"
    SENDER = "sender"


EVERY_ROLE = frozenset(Role)


def settle() -> None:
    """What there is when work begins stays: to search it for garbage takes a tenth of a second each time, and
    nobody is answered meanwhile."""
    gc.collect()
    gc.freeze()


async def run_roles(db: Database, settings: Settings, roles: Iterable[Role], *, clock: Clock) -> None:
    """Do the roles' work until SIGTERM or SIGINT; then finish what is under way."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    if Role.POLLER in roles:
        new = await follow_feeds_file(db, settings, now=clock.now())
        log.info("following %s new feeds from %s", new, settings.feeds_file)
        await end_other_subscriptions(db, settings, now=clock.now())
    pulse = Pulse(clock)
    async with (
        watched(),
        telling_owner(settings, clock=clock),
        health_page(db, settings.health_port, trouble=pulse.trouble),
        clockwork(db, settings, roles, clock=clock, stopping=stopping) as beating,
    ):
        converse = _conversation() if Role.BOT in roles else None
        settle()
        beating.start()
        log.info("running as %s", ", ".join(sorted(roles)))
        await tell_old_index(db)
        if converse:
            await converse(db, settings, clock=clock, stopping=stopping, pulse=pulse)
        await stopping.wait()
        log.info("stopping: finishing what is under way")


async def tell_old_index(db: Database) -> None:
    """Log what to do where an older version's analyser read items."""
    async with db.reading() as tx:
        state = await index_state(tx)
    if state.left:
        log.warning(
            "an older version's analyser read %s of %s items: run `kliping index rebuild`, which may be done "
            "while this runs",
            state.left,
            state.items,
        )


def _conversation() -> Callable[..., Awaitable[None]]:
    from app.conversing import converse  # Telegram's library again, loaded before the process settles

    return converse


@asynccontextmanager
async def clockwork(
    db: Database, settings: Settings, roles: Iterable[Role], *, clock: Clock, stopping: asyncio.Event
) -> AsyncIterator[Clockwork]:
    """The beats of the roles, not started yet; in the end those under way finish."""
    async with AsyncExitStack() as stack:
        beats: list[Beat] = []
        if Role.POLLER in roles:
            poller = await stack.enter_async_context(opened_poller(db, settings, clock=clock))
            grouper = await stack.enter_async_context(opened_grouper(db, clock=clock))
            beats += poller_beats(poller, grouper, settings, stopping=stopping)
            if settings.websub_url:
                subscriber = await stack.enter_async_context(opened_subscriber(poller, settings))
                beats.append(websub_beat(subscriber, stopping=stopping))
            pages = await stack.enter_async_context(opened_page_fetcher(db, settings, clock=clock))
            beats += page_beats(pages, stopping=stopping)
        if Role.SENDER in roles:
            from app.sending import opened_sender  # Telegram's library is large: a poller can do without

            opened = opened_sender(db, settings, clock=clock, stopping=stopping)
            beats += await stack.enter_async_context(opened)
        beating = Clockwork(beats)
        try:
            yield beating
        finally:
            stopping.set()
            await beating.stop()
