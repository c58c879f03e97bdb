"""Reading documents from outside: small, well-formed feeds at once, all others in processes of their own."""

import asyncio
import pickle
import sys
from collections.abc import AsyncIterator, Set
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from jobs.reader_process import Answer, Unread
from jobs.reader_worker import Worker
from news.edition import MOST_DRAFTS, Edition, edition
from news.errors import FeedUnreadable
from news.feed import Feed
from news.parse import NOTHING_SEEN, FeedDocument, parse_fast
from news.raw_feed import mended

READ_AT_ONCE = 8 * 1024
"""Bytes of a feed that the fast parser reads at once, keeping everything else waiting.

Of all documents of this size that were tried, with their mending and survey, 300 entries of nothing but a
bit of HTML for a title took longest: 12 to 20 milliseconds (`tests/jobs/test_reading_at_once.py`). An honest
feed of this size takes half of one, which is what the way to a process and back takes as well.
"""

DRAFTS_AT_ONCE = 4
"""Entries that are read in some milliseconds; what a feed brings between two polls is hardly more."""

PROCESSES = 2
"""Some 50 MB each."""

_SPARED = ("ssl", "_hashlib")
"""Modules that reading does without: libraries that could also fetch would load OpenSSL, 5 MB a process."""

_AT_HAND = 2
"""Jobs that a process has at a time: the one that it is at, and the next."""


class Run(Protocol):
    """How reading processes are asked: what `Readers.run` is."""

    async def __call__(self, task: str, content: object, *, url: str, **named: Any) -> Any: ...


class Readers:
    """Processes that read what could take long, started when they are first needed. Use as `async with`.

    Each reads one document at a time within limits of time and memory, and has the next one at hand; one that
    goes beyond is ended, and the next document gets a new one. Each runs the `main` of `module`.
    """

    def __init__(self, *, processes: int = PROCESSES, module: str = "jobs.reader_process") -> None:
        spared = f"sys.modules |= dict.fromkeys({_SPARED!r})"
        code = f"import sys; sys.path[:] = {sys.path!r}; {spared}; from {module} import main; main()"
        self._workers = [Worker([sys.executable, "-c", code]) for _ in range(processes)]
        self._room = asyncio.Semaphore(processes * _AT_HAND)
        self._reading_at_once = asyncio.Lock()

    @property
    def pids(self) -> frozenset[int]:
        """The processes that are at work or wait for it."""
        return frozenset(worker.pid for worker in self._workers if worker.pid)

    async def __aenter__(self) -> "Readers":
        return self

    async def __aexit__(self, *_: object) -> None:
        for worker in self._workers:
            await worker.close()

    async def parse(self, body: bytes, *, url: str, charset: str = "") -> FeedDocument:
        """What the feed says. Raises FeedUnreadable, also where reading it would go beyond the limits."""
        if len(body) <= READ_AT_ONCE:
            async with self._turn():
                if read := _read_at_once(body, url=url, charset=charset):
                    return read
        document: FeedDocument = await self.run("parse", body, url=url, charset=charset)
        return document

    async def read(self, body: bytes, *, feed: Feed, url: str, charset: str = "", now: datetime) -> Edition:
        """A document of `feed`, and those of its entries that had not been seen there.

        Raises FeedUnreadable, also where reading it would go beyond the limits.
        """
        outlet, home, seen = feed.outlet, feed.region, feed.validators.marks
        begun = None
        if len(body) <= READ_AT_ONCE:
            async with self._turn():
                if document := _read_at_once(body, url=url, charset=charset, seen=seen):
                    most = DRAFTS_AT_ONCE if len(document.entries) <= DRAFTS_AT_ONCE else 0
                    begun = edition(document, outlet=outlet, home=home, now=now, most=most)
        if begun is None:
            begun = await self.run(
                "read", body, url=url, charset=charset, seen=seen, outlet=outlet, home=home, now=now
            )
        rest, drafts = begun.document.entries, list(begun.drafts)
        for start in range(0, len(rest), MOST_DRAFTS):
            some = rest[start : start + MOST_DRAFTS]
            drafts += await self.run("read rest", some, url=url, outlet=outlet, home=home, now=now)
        return Edition(document=replace(begun.document, entries=()), drafts=tuple(drafts))

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """To read at once: hundreds of answers may come together, and between any two of them everything else
        gets its turn."""
        async with self._reading_at_once:
            yield
            await asyncio.sleep(0)

    async def run(self, task: str, content: object, *, url: str, **named: Any) -> Any:
        """The answer of a task of `jobs.reader_process` to `content`, which came from `url`."""
        job = pickle.dumps((task, (content,), {"url": url, **named}))
        # A process may be ended from outside, while it waits or for want of memory elsewhere: what ends two
        # of them is the document.
        answer = await self._answer(task, job) or await self._answer(task, job)
        if answer is None:
            raise FeedUnreadable(url, "cannot be read: reading it ends the process")
        if isinstance(answer.content, Unread):
            raise FeedUnreadable(url, answer.content.reason)
        return answer.content

    async def _answer(self, task: str, job: bytes) -> Answer | None:
        async with self._room:
            worker = min(self._workers, key=len)
            return await worker.answer(task, job)


def _read_at_once(
    body: bytes, *, url: str, charset: str, seen: Set[bytes] = NOTHING_SEEN
) -> FeedDocument | None:
    try:
        return parse_fast(mended(body, charset=charset), url=url, seen=seen)
    except Exception:  # noqa: BLE001 - whatever it stumbles over, a process finds out without harm
        return None
