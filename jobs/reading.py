"""Reading documents from outside: small, well-formed feeds at once, all others in processes of their own."""

import asyncio
import pickle
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Set
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from jobs.reader_process import MOST_SECONDS, MOST_SECONDS_OF, Answer, Unread
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

_PATIENCE = 20.0
"""Seconds after which a process is ended that the machine gives no time to."""


class Readers:
    """Processes that read what could take long, started when they are first needed. Use as `async with`.

    Each reads one document at a time within limits of time and memory; one that goes beyond is ended, and the
    next document gets a new one. Each runs the `main` of `module`.
    """

    def __init__(self, *, processes: int = PROCESSES, module: str = "jobs.reader_process") -> None:
        self._module = module
        self._free: asyncio.LifoQueue[Process | None] = asyncio.LifoQueue()
        for _ in range(processes):
            self._free.put_nowait(None)
        self._reading_at_once = asyncio.Lock()
        self._started: set[Process] = set()
        self._is_closed = False

    @property
    def pids(self) -> frozenset[int]:
        """The processes that are at work or wait for it."""
        return frozenset(process.pid for process in self._started)

    async def __aenter__(self) -> "Readers":
        return self

    async def __aexit__(self, *_: object) -> None:
        self._is_closed = True
        for process in list(self._started):
            await self._end(process)

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
        """What a process says to `job`; None where it ended without having reached a limit of ours."""
        process = await self._free.get()
        is_usable = False
        try:
            process = process or await self._start()
            answer = await self._ask(process, task, job)
            is_usable = answer is not None and not answer.is_last
        finally:
            self._free.put_nowait(process if is_usable else None)
            if process is not None and not is_usable:
                await self._end(process)
        return answer

    async def _start(self) -> Process:
        if self._is_closed:
            raise RuntimeError("no process is started any more")
        # In a session of its own: a Ctrl-C is for us; it ends when we close its standard input, or are gone.
        code = f"import sys; sys.path[:] = {sys.path!r}; from {self._module} import main; main()"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, stdin=PIPE, stdout=PIPE, start_new_session=True
        )
        self._started.add(process)
        return process

    async def _ask(self, process: Process, task: str, job: bytes) -> Answer | None:
        assert process.stdin
        assert process.stdout
        try:
            async with asyncio.timeout(_PATIENCE):
                process.stdin.write(len(job).to_bytes(4) + job)
                await process.stdin.drain()
                length = int.from_bytes(await process.stdout.readexactly(4))
                frame = await process.stdout.readexactly(length)
        except (ConnectionError, asyncio.IncompleteReadError):
            # At the limit of time the system ends it, in the midst of whatever it does.
            is_late = await process.wait() == -signal.SIGPROF
        except TimeoutError:
            is_late = True
        else:
            answer: Answer = pickle.loads(frame)  # noqa: S301 - from our own process
            return answer
        reason = f"takes more than {MOST_SECONDS_OF.get(task, MOST_SECONDS):g} seconds to read"
        return Answer(Unread(reason), is_last=True) if is_late else None

    async def _end(self, process: Process) -> None:
        self._started.discard(process)
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _read_at_once(
    body: bytes, *, url: str, charset: str, seen: Set[bytes] = NOTHING_SEEN
) -> FeedDocument | None:
    try:
        return parse_fast(mended(body, charset=charset), url=url, seen=seen)
    except Exception:  # noqa: BLE001 - whatever it stumbles over, a process finds out without harm
        return None
