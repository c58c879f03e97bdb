"""The roles of the program — bot, poller, sender — all in one process or each in its own."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from enum import StrEnum

from app.errors import SettingsError
from app.health import health_page
from app.owner import telling_owner
from app.settings import Settings, bot_token
from app.websub import end_other_subscriptions, opened_subscriber, websub_beat
from app.wiring import (
    desk,
    follow_feeds_file,
    opened_page_fetcher,
    opened_poller,
    page_beats,
    poller_beats,
    sender_beats,
)
from bot.application import build_application
from bot.connection import opened_courier
from bot.errors import AnotherBotPolls, TokenRefused
from bot.listening import listen, serve_webhook
from jobs.clockwork import Beat, Clockwork
from news.clock import Clock
from storage.database import Database

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
    async with (
        telling_owner(settings, clock=clock),
        health_page(db, settings.health_port),
        clockwork(db, settings, roles, clock=clock, stopping=stopping) as beating,
    ):
        settle()
        beating.start()
        log.info("running as %s", ", ".join(sorted(roles)))
        if Role.BOT in roles:
            await converse(db, settings, clock=clock, stopping=stopping)
        await stopping.wait()
        log.info("stopping: finishing what is under way")


@asynccontextmanager
async def clockwork(
    db: Database, settings: Settings, roles: Iterable[Role], *, clock: Clock, stopping: asyncio.Event
) -> AsyncIterator[Clockwork]:
    """The beats of the roles, not started yet; in the end those under way finish."""
    async with AsyncExitStack() as stack:
        beats: list[Beat] = []
        if Role.POLLER in roles:
            poller = await stack.enter_async_context(opened_poller(db, settings, clock=clock))
            beats += poller_beats(poller, settings, stopping=stopping)
            if settings.websub_url:
                subscriber = await stack.enter_async_context(opened_subscriber(poller, settings))
                beats.append(websub_beat(subscriber, stopping=stopping))
            pages = await stack.enter_async_context(opened_page_fetcher(db, settings, clock=clock))
            beats += page_beats(pages, stopping=stopping)
        if Role.SENDER in roles:
            opened = opened_courier(token=bot_token(settings), base_url=settings.api_url)
            courier = await stack.enter_async_context(opened)
            beats += sender_beats(db, courier, settings, clock=clock, stopping=stopping)
        beating = Clockwork(beats)
        try:
            yield beating
        finally:
            stopping.set()
            await beating.stop()


async def converse(db: Database, settings: Settings, *, clock: Clock, stopping: asyncio.Event) -> None:
    """Answer people until `stopping` is set. Raises SettingsError where Telegram will not have us."""
    application = build_application(
        token=bot_token(settings), base_url=settings.api_url, desk=desk(db, clock)
    )
    try:
        if settings.webhook_url:
            await serve_webhook(
                application,
                url=settings.webhook_url,
                secret=settings.webhook_secret,
                host="0.0.0.0",  # noqa: S104 - Telegram, or the proxy before us, comes from outside
                port=settings.webhook_port,
                clock=clock,
                stopping=stopping,
            )
        else:
            await listen(application, clock=clock, stopping=stopping)
    except OSError as error:
        reason = error.strerror or error
        raise SettingsError(
            f"KLIPING_WEBHOOK_PORT: port {settings.webhook_port} cannot be used: {reason}"
        ) from error
    except TokenRefused as error:
        raise SettingsError(
            "KLIPING_TOKEN: Telegram refuses it; get the right one from @BotFather"
        ) from error
    except AnotherBotPolls as error:
        raise SettingsError(
            "another program polls with the same token: stop it, or give this one a token of its own"
        ) from error
