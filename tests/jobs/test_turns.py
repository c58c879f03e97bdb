"""Turns: whatever feeds bring, everything else that the process does gets its turn in between."""

import asyncio
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from jobs.poll import Poller, poll_due_feeds
from jobs.reading import Readers
from news.raw_feed import MOST_ENTRIES
from storage.database import Database
from tests.clocks import MORNING, TestClock
from tests.jobs.polling import following, rss, serving
from tests.make import make_feed

ROUNDS = 3


class Watch:
    """Takes every turn that it can get, and says how many, and for how long others kept it from the next."""

    def __init__(self) -> None:
        self.turns = 0
        self.longest = 0.0

    async def run(self) -> None:
        last = time.thread_time()
        while True:
            await asyncio.sleep(0)
            now = time.thread_time()
            self.turns += 1
            self.longest, last = max(self.longest, now - last), now


@contextmanager
def watching() -> Iterator[Watch]:
    watch = Watch()
    task = asyncio.create_task(watch.run())
    try:
        yield watch
    finally:
        task.cancel()


@pytest.fixture
def no_garbage() -> Iterator[None]:
    """The application freezes what it starts with; all that pytest has loaded would be searched here."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


async def test_answers_that_come_at_once_are_read_one_a_turn() -> None:
    async with Readers(processes=1) as readers:
        reading = [
            readers.read(rss(f"n{number}"), feed=make_feed(), url="https://kabar.example/rss", now=MORNING)
            for number in range(30)
        ]
        with watching() as watch:
            await asyncio.gather(*reading)

    assert watch.turns >= 30


async def test_the_largest_feed_keeps_nobody_waiting_for_long(
    db: Database, clock: TestClock, no_garbage: None
) -> None:
    await following(db, "a", clock=clock)
    longest: list[float] = []
    async with Readers(processes=1) as readers:
        for round_ in range(ROUNDS):
            body = rss(*(f"r{round_}-{number}" for number in range(MOST_ENTRIES)))
            poller = Poller(db=db, fetch=serving(a=body), read=readers.read, clock=clock)
            with watching() as watch:
                assert await poll_due_feeds(poller) == 1
            longest.append(watch.longest)
            clock.move(days=2)

    # Of the processor's time, twice what was measured; the best of some, since other tests run beside.
    assert min(longest) < 0.1
