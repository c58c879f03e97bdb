"""Pruning: what is done and what is old goes, all of it, with its space, and nothing comes back for that."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from jobs.compose import Composer
from jobs.group import Grouper, group_all
from jobs.prune import ROWS_AT_ONCE, Pruner
from news.digest import Digest
from news.message import Message
from storage.database import Database
from storage.grouping import merge_stories
from storage.items import forget_items
from storage.space import SPARE_PAGES, compact, is_compactable
from storage.updates import REPEATED_WITHIN, Arrived, end_updates, save_updates
from tests.clocks import MORNING, TestClock
from tests.conftest import OpenDatabase
from tests.make import make_entry, make_text
from tests.storage.given import asked, given_chat, given_digest, given_items, given_stories, given_topic
from tests.storage.outbox import sent

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def pruner(db: Database, *, days: int, at: datetime = MORNING) -> Pruner:
    return Pruner(db, retention=days * DAY, clock=TestClock(at))


async def count(db: Database, table: str) -> int:
    ((number,),) = await asked(db, f"SELECT count(*) FROM {table}")
    return int(number)


async def articles(db: Database, number: int, *, at: datetime) -> None:
    """So many, each of a hundred words of its own."""
    entries = [
        make_entry(title=f"Kabar {n} {at:%d%m}", lead=make_text(f"kata{n}x{at:%d%m}x"), published_at=at)
        for n in range(number)
    ]
    await given_items(db, *entries, outlet=f"Kabar {at:%d%m}", at=at)


async def size(db: Database) -> int:
    """Pages of the file, those that are free included."""
    ((pages,),) = await asked(db, "PRAGMA page_count")
    return int(pages)


async def test_updates_that_are_done_go_when_telegram_will_not_repeat_them_any_more(db: Database) -> None:
    async with db.writing() as tx:
        both = [Arrived(id=id_, place=7, raw="{}") for id_ in (1, 2)]
        await save_updates(tx, both, now=MORNING - REPEATED_WITHIN - timedelta(seconds=1))
        await end_updates(tx, [1])

    assert await pruner(db, days=365).prune() == 1

    assert await asked(db, "SELECT id FROM updates") == [(2,)]


async def test_all_that_is_old_goes_at_one_beat_a_bounded_number_at_a_time(db: Database) -> None:
    await articles(db, 2 * ROWS_AT_ONCE + 1, at=MORNING - 3 * DAY)
    await articles(db, 1, at=MORNING)
    await group_all(Grouper(db, clock=TestClock(MORNING)))
    clock = TestClock(MORNING)

    await Pruner(db, retention=2 * DAY, clock=clock).prune()

    assert [await count(db, each) for each in ("items", "item_words", "stories")] == [1, 1, 1]
    assert len(clock.slept) >= 2, "nobody else got a turn"


async def test_pruning_stops_between_two_lots_when_it_is_told_to(db: Database) -> None:
    await articles(db, 2 * ROWS_AT_ONCE, at=MORNING - 3 * DAY)
    answers = iter([False, True, True])

    await pruner(db, days=2).prune(stopping=lambda: next(answers))

    assert await count(db, "items") == ROWS_AT_ONCE


async def test_stories_are_forgotten_when_the_last_lot_of_their_items_is(db: Database) -> None:
    await given_stories(db, *(make_entry(title=f"Kabar {n}") for n in range(3)), at=MORNING - 3 * DAY)
    async with db.writing() as tx:
        await forget_items(tx, before=MORNING - 2 * DAY, limit=2)
    assert await count(db, "stories") == 3

    await pruner(db, days=2).prune()

    assert await count(db, "stories") == 0


async def test_a_file_does_not_grow_while_news_comes_and_goes_and_shrinks_when_less_is_kept(
    sqlite_db: Database,
) -> None:
    sizes = []
    for day in range(28):
        at = MORNING + day * DAY
        await articles(sqlite_db, 400, at=at)
        await pruner(sqlite_db, days=7, at=at).prune()
        sizes.append(await size(sqlite_db))

    await pruner(sqlite_db, days=1, at=MORNING + 27 * DAY).prune()

    assert max(sizes[21:]) <= max(sizes[7:14]) * 1.1
    assert await size(sqlite_db) < sizes[-1] * 0.7
    assert await asked(sqlite_db, "PRAGMA freelist_count") <= [(SPARE_PAGES,)]


async def test_a_file_of_an_earlier_version_shrinks_once_it_has_been_compacted(
    tmp_path: Path, open_database: OpenDatabase
) -> None:
    path = tmp_path / "earlier.db"
    with sqlite3.connect(path) as earlier:
        earlier.execute("CREATE TABLE gone (text TEXT)")
        earlier.executemany("INSERT INTO gone VALUES (?)", [("x" * 4000,)] * 500)
        earlier.execute("DELETE FROM gone")
    earlier.close()
    db = open_database(f"sqlite:///{path}")
    async with db.reading() as tx:
        assert await is_compactable(tx)
    before = await size(db)

    await compact(db)

    assert await size(db) < before / 10
    async with db.reading() as tx:
        assert not await is_compactable(tx)


async def test_a_story_that_was_told_and_goes_on_does_not_come_back_when_its_digest_is_old(
    db: Database,
) -> None:
    clock = TestClock(MORNING)
    await given_chat(db, at=MORNING - HOUR)
    await given_topic(db, name="Pemilu", query="pemilu")
    article = make_entry(title="Pemilu dimulai di Kudus pagi tadi", url="https://a.example/1")
    await given_items(db, article, outlet="A", at=MORNING - HOUR)
    await group_all(Grouper(db, clock=clock))
    await _composed(db, clock)
    assert await sent(db) == [article.title]
    # The same article of another outlet, a day later: the same story.
    await given_items(db, article, outlet="B", at=MORNING + DAY - HOUR)
    clock.at = MORNING + DAY
    await group_all(Grouper(db, clock=TestClock(clock.at)))
    clock.at += timedelta(minutes=1)

    await Pruner(db, retention=DAY, clock=clock).prune()
    await _composed(db, clock)

    assert await count(db, "items") == 1
    assert await sent(db, at=clock.at) == []


async def test_who_was_told_what_became_part_of_a_story_was_told_that_story(db: Database) -> None:
    (old,) = await given_stories(db, make_entry(title="Pemilu dimulai"), outlet="A", at=MORNING - 3 * DAY)
    (new,) = await given_stories(db, make_entry(title="Pemilu mulai"), outlet="B", at=MORNING)
    await given_chat(db)
    topic = await given_topic(db)
    await given_digest(db, topic=topic, stories=[old], slot=MORNING)
    async with db.writing() as tx:
        await merge_stories(tx, new.id, [old.id])

    await pruner(db, days=2).prune()

    assert await count(db, "told") == 1


async def _composed(db: Database, clock: TestClock) -> None:
    def render(digest: Digest) -> Sequence[Message]:
        return [Message(html=story.lead_item.title) for story in digest.stories]

    await Composer(db, render, clock=clock).compose_due_digests()
