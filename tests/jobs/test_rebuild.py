"""Rebuilding the word index while everything else goes on, in processes that read."""

import logging
from typing import Any

import pytest
from sqlalchemy import text

from jobs.reading import Readers
from jobs.rebuild import ITEMS_A_PROCESS, ITEMS_AT_ONCE, Rebuilt, rebuild_index
from news.errors import FeedUnreadable
from news.grammar import parse_query
from news.reread import Reread, reread
from storage.database import BREATHER, Database
from storage.rebuild import index_state
from storage.window import NEWEST, Span, count_matches
from tests.clocks import MORNING, TestClock
from tests.make import make_entry
from tests.storage.given import asked, given_items

COUNT = ITEMS_AT_ONCE + ITEMS_A_PROCESS + 3


async def given_old_index(db: Database, count: int) -> None:
    """Items that say "jembatan", in an index that an older version left empty."""
    await given_items(db, *(make_entry(title="Jembatan", lead="") for _ in range(count)))
    async with db.writing() as tx:
        await tx.execute(text("UPDATE word_index SET analyser = 0"))
        await tx.execute(text("DELETE FROM item_words"))


async def found(db: Database) -> int:
    async with db.reading() as tx:
        return await count_matches(
            tx, parse_query("jembatan"), Span(since=MORNING, until=MORNING), most=NEWEST
        )


async def read_here(task: str, content: Any, *, url: str, **named: Any) -> list[Reread]:
    """Reads at once, in this process."""
    return reread(content)


async def test_every_item_is_read_again_by_processes(db: Database, clock: TestClock) -> None:
    await given_old_index(db, COUNT)
    told: list[Rebuilt] = []

    async with Readers(processes=1) as readers:
        done = await rebuild_index(db, readers.run, clock=clock, tell=told.append)

    assert done == COUNT
    assert told == [Rebuilt(done=ITEMS_AT_ONCE, items=COUNT), Rebuilt(done=COUNT, items=COUNT)]
    assert await found(db) == COUNT
    assert clock.slept == ([BREATHER.total_seconds()] * 2 if db.is_sqlite else [])
    async with db.reading() as tx:
        assert (await index_state(tx)).is_current


async def test_what_is_this_versions_is_not_read_again(db: Database, clock: TestClock) -> None:
    await given_items(db, make_entry())
    told: list[Rebuilt] = []

    assert await rebuild_index(db, read_here, clock=clock, tell=told.append) == 0
    assert told == []


async def test_whoever_was_stopped_goes_on_from_there(db: Database, clock: TestClock) -> None:
    await given_old_index(db, COUNT)

    class Stopped(Exception):
        """Somebody presses Ctrl-C."""

    def stop(rebuilt: Rebuilt) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        await rebuild_index(db, read_here, clock=clock, tell=stop)

    assert await found(db) == ITEMS_AT_ONCE
    assert await rebuild_index(db, read_here, clock=clock, tell=lambda _: None) == COUNT - ITEMS_AT_ONCE
    assert await found(db) == COUNT


async def test_items_that_come_meanwhile_are_not_lost(db: Database, clock: TestClock) -> None:
    await given_old_index(db, 2)

    async def read_slowly(task: str, content: Any, *, url: str, **named: Any) -> list[Reread]:
        if len(content) == 2:
            await given_items(db, make_entry(title="Jembatan baru", lead=""), outlet="Suara")
        return reread(content)

    assert await rebuild_index(db, read_slowly, clock=clock, tell=lambda _: None) == 3
    assert await found(db) == 3


async def test_an_item_that_cannot_be_read_holds_up_no_other(
    db: Database, clock: TestClock, caplog: pytest.LogCaptureFixture
) -> None:
    await given_old_index(db, 3)
    (bad,) = (await asked(db, "SELECT min(id) FROM items"))[0]

    async def read_others(task: str, content: Any, *, url: str, **named: Any) -> list[Reread]:
        if any(each.item_id == bad for each in content):
            raise FeedUnreadable(url, "reading it ends the process")
        return reread(content)

    with caplog.at_level(logging.WARNING, logger="jobs.rebuild"):
        await rebuild_index(db, read_others, clock=clock, tell=lambda _: None)

    assert await found(db) == 2
    assert caplog.messages == [f"item {bad} is not read again: reading it ends the process"]
