"""WebSub put together: what asks hubs to push, and the page at which they call us."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from app.settings import Settings
from app.websub_page import websub_page
from app.wiring import fetcher
from jobs.clockwork import Beat
from jobs.inbox import Inbox
from jobs.poll import Poller
from jobs.websub import Subscriber, subscribe_due
from storage.database import Database
from storage.subscriptions import end_subscriptions

log = logging.getLogger(__name__)


@asynccontextmanager
async def opened_subscriber(poller: Poller, settings: Settings) -> AsyncIterator[Subscriber]:
    """What subscribing needs, and the page for hubs, while the block runs."""
    async with (
        fetcher(settings) as fetch,
        Inbox(db=poller.db, read=poller.read, clock=poller.clock) as inbox,
        websub_page(poller.db, inbox, clock=poller.clock, port=settings.websub_port),
    ):
        yield Subscriber(
            db=poller.db,
            post=fetch.post,
            clock=poller.clock,
            base=settings.websub_url,
            chance=secrets.token_urlsafe,
            pause=settings.host_pause,
        )


def websub_beat(subscriber: Subscriber, *, stopping: asyncio.Event) -> Beat:
    return Beat(name="websub", seconds=2, run=partial(subscribe_due, subscriber, stopping=stopping.is_set))


async def end_other_subscriptions(db: Database, settings: Settings, *, now: datetime) -> None:
    """Rely no more on what was asked for another address, or for any where there is none now."""
    async with db.writing() as tx:
        if ended := await end_subscriptions(tx, but_at=settings.websub_url, now=now):
            log.info("forgot %s subscriptions that were made for another KLIPING_WEBSUB_URL", ended)
