"""The inbox for what hubs push: taken at once, within bounds, and kept as polls keep what they bring."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jobs.keep import keep_pushed
from jobs.poll import Read
from news.clock import Clock
from news.errors import FeedUnreadable
from news.websub import signature_method
from storage.database import Database
from storage.subscriptions import find_subscription

MOST_PUSHES = 200
"""That arrive or wait at a time."""

MOST_WAITING_BYTES = 64 * 1024 * 1024
GRACE = 5.0
"""Seconds that what waits gets to be kept when we stop; the next poll finds what is lost."""

PUSH_PAUSE = timedelta(seconds=10)
"""Between two pushes to one token."""

_MOST_OF_ONE = 3
"""Pushes to one token that arrive or wait at a time."""

_WORKERS = 2

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What somebody sent to `token`: its body, and the headers that say how to read and to trust it."""

    token: str
    body: bytes
    signature: str
    charset: str = ""


class Full(Exception):
    """There is no room for more at the moment."""


class TooMany(Exception):
    """The hub pushes more to one token than we take."""


class Room:
    """What one push may take up: bytes are taken while it arrives, and given back once it has been kept."""

    def __init__(self, inbox: "Inbox", token: str) -> None:
        self._inbox = inbox
        self.token = token
        self.taken = 0
        self.is_filled = False

    def take(self, size: int) -> None:
        """Room for `size` bytes more. Raises Full."""
        if self._inbox.waiting_bytes + size > MOST_WAITING_BYTES:
            raise Full
        self.taken += size
        self._inbox.waiting_bytes += size

    def fill(self, push: Push) -> None:
        """Leave the push to be kept. Raises TooMany where another one came before it."""
        self._inbox.note_push(self.token)
        self.is_filled = True
        self._inbox.queue.put_nowait((self, push))


class Inbox:
    """Pushes on their way into the database. Use as `async with`."""

    def __init__(self, *, db: Database, read: Read, clock: Clock, pause: timedelta = PUSH_PAUSE) -> None:
        self._db, self._read, self._clock, self._pause = db, read, clock, pause
        self._pushed_at: dict[str, datetime] = {}
        self._of_token: Counter[str] = Counter()
        self.queue: asyncio.Queue[tuple[Room, Push]] = asyncio.Queue()
        self.waiting = 0
        self.waiting_bytes = 0
        self._workers: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "Inbox":
        self._workers = [asyncio.create_task(self._work()) for _ in range(_WORKERS)]
        return self

    async def __aexit__(self, *_: object) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await self.queue.join()
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    async def knows(self, token: str) -> bool:
        """Whether something was asked for that may be pushed to `token`."""
        async with self._db.reading() as tx:
            return await find_subscription(tx, token) is not None

    @asynccontextmanager
    async def room(self, token: str) -> AsyncIterator[Room]:
        """Room for one push to `token` while it arrives, and until it has been kept if it was filled. Raises
        Full, and TooMany where `token` has had its share."""
        if self.waiting >= MOST_PUSHES:
            raise Full
        if self._of_token[token] >= _MOST_OF_ONE or self._is_soon(token):
            raise TooMany
        room = Room(self, token)
        self.waiting += 1
        self._of_token[token] += 1
        try:
            yield room
        finally:
            if not room.is_filled:
                self._clear(room)

    def note_push(self, token: str) -> None:
        """A push to `token` has arrived. Raises TooMany where that is too soon after the one before."""
        if self._is_soon(token):
            raise TooMany
        now = self._clock.now()
        lately = {other: at for other, at in self._pushed_at.items() if now < at + self._pause}
        self._pushed_at = {**lately, token: now}

    def _is_soon(self, token: str) -> bool:
        last = self._pushed_at.get(token)
        return last is not None and self._clock.now() < last + self._pause

    async def _work(self) -> None:
        while True:
            room, push = await self.queue.get()
            try:
                await receive(self._db, self._read, push, clock=self._clock)
            except Exception:
                # Nobody is left to tell: the hub has had its answer, and the next poll brings the news.
                log.exception("a push could not be kept")
            finally:
                self._clear(room)
                self.queue.task_done()

    def _clear(self, room: Room) -> None:
        self.waiting -= 1
        self._of_token[room.token] -= 1
        if not self._of_token[room.token]:
            del self._of_token[room.token]
        self.waiting_bytes -= room.taken


async def receive(db: Database, read: Read, push: Push, *, clock: Clock) -> int:
    """Keep what was pushed; returns how many articles were new. What is not signed as agreed is ignored."""
    async with db.reading() as tx:
        subscription = await find_subscription(tx, push.token)
    if subscription is None:
        return 0
    method = signature_method(
        push.body, push.signature, secret=subscription.secret, at_least=subscription.method
    )
    if not method:
        log.warning("ignored a push of %s: it is not signed as agreed", subscription.topic)
        return 0
    try:
        edition = await read(
            push.body,
            feed=subscription.feed,
            url=subscription.topic,
            charset=push.charset,
            now=clock.now(),
        )
    except FeedUnreadable as error:
        log.warning("ignored a push of %s: %s", subscription.topic, error.reason)
        return 0
    if not edition.drafts:
        return 0
    signed = replace(subscription, method=method)
    poll = await keep_pushed(db, signed, edition, now=clock.now())
    return poll.new if poll else 0
