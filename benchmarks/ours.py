"""Our own polling as a contestant: everything is read, stored and indexed, and every poll written down."""

import asyncio
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from itertools import count

from app.roles import settle
from benchmarks.contest import Task
from benchmarks.feeds_server import urls
from benchmarks.loopback import Loopback
from benchmarks.newspapers import BEGUN
from jobs.fetch import Fetcher
from jobs.guard import Guard
from jobs.keep import Poll
from jobs.poll import Poller, poll_due_feeds
from jobs.reading import Readers
from news.address import read_networks
from news.feed import Source
from storage.database import Database
from storage.following import follow_feeds
from storage.schema import migrate

_SET_UP = timedelta(minutes=5)
_ROUND = timedelta(hours=2)
"""After which all feeds are due once more."""

_FRESH_ROUND = timedelta(hours=4)
"""In which all articles of a feed are replaced."""


class HandClock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def fetcher() -> Fetcher:
    """Fetches from this machine, whatever the host's name."""
    guard = Guard(allowed=read_networks("127.0.0.0/8"))
    return Fetcher(user_agent="Kliping/benchmark", guard=guard, resolver=Loopback())


async def opened(url: str, feeds: int, port: int) -> Database:
    """A new database that follows all feeds from BEGUN on."""
    db = Database.at(url)
    await migrate(db)
    sources = [Source(url=each, outlet=f"Media {n}") for n, each in enumerate(urls(feeds, port))]
    await follow_feeds(db, sources, now=BEGUN)
    return db


class Ours:
    """The poller as the application runs it, but for its clock."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._runner = asyncio.Runner()
        self._open = AsyncExitStack()
        self._database = AsyncExitStack()
        self._files = count()
        self._clock = HandClock(BEGUN + _SET_UP)

    def set_up(self) -> int:
        return self._runner.run(self._set_up())

    def prepare(self) -> None:
        if self._task.is_fresh:
            self._clock.at += _FRESH_ROUND
            self._runner.run(self._open_database())
        else:
            self._clock.at += _ROUND

    def work(self) -> int:
        return self._runner.run(self._poll())

    def tear_down(self) -> None:
        self._runner.run(self._database.aclose())
        self._runner.run(self._open.aclose())
        self._runner.close()

    async def _set_up(self) -> int:
        self._fetcher = await self._open.enter_async_context(fetcher())
        self._readers = await self._open.enter_async_context(Readers())
        settle()
        if self._task.is_fresh:
            return 0
        await self._open_database()
        return await self._poll()

    async def _open_database(self) -> None:
        await self._database.aclose()
        if self._task.database:
            from tests.postgres import Postgres  # with a driver of its own, which is no part of the poller

            url = self._database.enter_context(Postgres(self._task.database).database())
        else:
            url = f"sqlite:///{self._task.folder}/ours-{next(self._files)}.db"
        self._db = await opened(url, self._task.feeds, self._task.port)
        self._database.push_async_callback(self._db.close)

    async def _poll(self) -> int:
        new = 0

        def add(poll: Poll) -> None:
            nonlocal new
            assert not poll.reason, poll.reason
            new += poll.new

        poller = Poller(
            db=self._db,
            fetch=self._fetcher.fetch,
            read=self._readers.read,
            clock=self._clock,
            pause=timedelta(),
        )
        polled = await poll_due_feeds(poller, tell=add)
        assert polled == self._task.feeds, polled
        return new
