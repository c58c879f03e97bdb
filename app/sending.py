"""What composes and sends, put together: digests, deliveries, and the operator's notices."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from app.settings import Settings, bot_token
from bot.connection import opened_courier
from bot.courier import Courier
from bot.notices import feed_notice
from bot.render import render
from jobs.clockwork import Beat
from jobs.compose import Composer
from jobs.deliver import Sender
from jobs.report import Reporter
from news.backlog import LONG
from news.chat import Language
from news.clock import Clock
from news.digest import Digest
from news.ids import ChatId
from news.message import Message
from storage.backlog import look_at_backlog
from storage.chats import find_chat
from storage.database import Database
from storage.troubles import FeedChange

log = logging.getLogger(__name__)


@asynccontextmanager
async def opened_sender(
    db: Database, settings: Settings, *, clock: Clock, stopping: asyncio.Event
) -> AsyncIterator[list[Beat]]:
    """The beats of the sender, which can be run while the block does."""
    async with opened_courier(
        token=bot_token(settings), base_url=settings.api_url, paid=settings.is_paid
    ) as courier:
        yield _beats(db, courier, settings, clock=clock, stopping=stopping)


def _beats(
    db: Database, courier: Courier, settings: Settings, *, clock: Clock, stopping: asyncio.Event
) -> list[Beat]:
    sender = Sender(db, courier.send, most=settings.messages_a_second, clock=clock, paid=settings.is_paid)

    def render_now(digest: Digest) -> Sequence[Message]:
        return render(digest, now=clock.now())

    composer = Composer(db, render_now, clock=clock)

    async def compose() -> int:
        return await composer.compose_due_digests(stopping=stopping.is_set)

    async def deliver() -> int:
        return await sender.deliver_due_messages(stopping=stopping.is_set)

    async def tell_backlog() -> int:
        async with db.reading() as tx:
            backlog = await look_at_backlog(
                tx, most=settings.messages_a_second, now=clock.now(), paid=settings.is_paid
            )
        done = backlog.done_at(now=clock.now())
        if backlog.waiting and done - clock.now() > LONG:
            wait = f"{backlog.due} messages and {backlog.undigested} digests that are not written yet wait"
            log.info("%s; all will have been sent by about %s UTC", wait, f"{done:%H:%M}")
        return 0

    beats = [
        Beat(name="compose", seconds=2, run=compose),
        Beat(name="deliver", seconds=1, run=deliver),
        Beat(name="backlog", seconds=60, run=tell_backlog),
    ]
    return beats + _report_beats(db, courier, settings, clock=clock)


def _report_beats(db: Database, courier: Courier, settings: Settings, *, clock: Clock) -> list[Beat]:
    if settings.owner_chat is None:
        return []
    owner = ChatId(settings.owner_chat)

    async def tell(changes: Sequence[FeedChange]) -> bool:
        async with db.reading() as tx:
            chat = await find_chat(tx, owner)
        language = chat.language if chat else Language.INDONESIAN
        return await courier.tell(owner, feed_notice(changes, language=language))

    return [Beat(name="report", seconds=20, run=Reporter(db=db, tell=tell, clock=clock).report)]
