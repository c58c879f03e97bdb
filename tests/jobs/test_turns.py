"""Turns: whatever feeds bring, everything else that the process does gets its turn in between."""

import asyncio
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from jobs.group import Grouper, group_all
from jobs.poll import Poller, poll_due_feeds
from jobs.reading import Readers
from news.item import Entry
from news.raw_feed import MOST_ENTRIES
from storage.database import Database
from storage.grouping import join_stories, open_stories
from tests.clocks import MORNING, TestClock
from tests.jobs.polling import following, rss, serving
from tests.make import make_entry, make_feed
from tests.storage.given import given_items

ROUNDS = 3
GROUPING_TURN = 0.03
"""Seconds of the processor, some five times what was measured."""

EVENTS = ("Banjir", "Kebakaran", "Longsor", "Angin kencang", "Gempa", "Bentrokan", "Kecelakaan")
NAMES = ("Kliwon", "Wage", "Pahing", "Legi", "Pon", "Suro", "Sapar", "Mulud", "Rejeb", "Ruwah", "Besar")


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


def reports(count: int, *, round_: int = 0) -> list[Entry]:
    """Of some events in some regencies: all have words in common with most others."""
    return [
        make_entry(
            title=f"{EVENTS[n % 7]} di Kabupaten Desa{n % 40}, {n % 9 + 2} rumah warga di tepi sungai rusak",
            lead=f"Petugas yang datang pada putaran {round_} mendata warga {NAMES[n % 11]} dan sekitarnya. "
            * 4,
            published_at=MORNING - timedelta(minutes=n % 600),
        )
        for n in range(count)
    ]


async def test_hundreds_of_items_are_grouped_without_keeping_anybody_waiting_for_long(
    db: Database, clock: TestClock, no_garbage: None
) -> None:
    grouper = Grouper(db, clock=clock)
    longest: list[float] = []
    for round_ in range(ROUNDS):
        await given_items(db, *reports(200, round_=round_), outlet=f"Media {round_}")
        with watching() as watch:
            assert await group_all(grouper) == 200
        longest.append(watch.longest)

    assert min(longest) < GROUPING_TURN


async def test_a_window_of_thousands_is_read_without_keeping_anybody_waiting_for_long(
    db: Database, clock: TestClock, no_garbage: None
) -> None:
    kept = await given_items(db, *reports(2_000))
    async with db.writing() as tx:
        for lot in (kept[start : start + 100] for start in range(0, len(kept), 100)):
            (story_id,) = await open_stories(tx, lot[:1])
            await join_stories(tx, dict.fromkeys((item.id for item in lot), story_id))
    longest: list[float] = []
    for round_ in range(ROUNDS):
        await given_items(db, make_entry(), outlet=f"Media {round_}")
        grouper = Grouper(db, clock=clock)
        with watching() as watch:
            assert await grouper.group_new_items() == 1
        longest.append(watch.longest)
        await grouper.stop()

    assert min(longest) < GROUPING_TURN
