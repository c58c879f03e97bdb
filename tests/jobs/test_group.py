"""Grouping: new items join the stories that they tell, whoever groups and whatever happens meanwhile."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from jobs.group import HELD, ITEMS_AT_ONCE, Grouper, group_all
from news.item import Entry
from storage.database import Database
from storage.grouping import correct_grouping, merge_stories, split_story
from storage.stories import latest_stories
from tests.clocks import MORNING, TestClock
from tests.conftest import OpenDatabase
from tests.make import make_entry
from tests.storage.given import asked, given_headline, given_items

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

FIRE = "Kebakaran melanda pasar Kliwon di Kudus, 40 kios hangus"
FIRE_TOO = "Pasar Kliwon Kudus terbakar, puluhan kios hangus"
FIRE_LATER = "Polisi periksa saksi kebakaran pasar Kliwon Kudus, 40 kios hangus"
FLOOD = "Banjir rob rendam jalan pantura Demak, lalu lintas lumpuh"


def told(title: str, *, at: datetime = MORNING, url: str = "") -> Entry:
    return make_entry(title=title, lead="", published_at=at, url=url)


async def stories(db: Database) -> list[list[str]]:
    async with db.reading() as tx:
        found = await latest_stories(tx, since=MORNING - 40 * DAY, limit=1_000)
    return sorted([item.title for item in story.items] for story in found)


async def test_reports_of_one_event_become_one_story_and_others_stand_alone(
    db: Database, clock: TestClock
) -> None:
    await given_items(db, told(FIRE, at=MORNING - HOUR), outlet="Kabar Pagi")
    await given_items(db, told(FIRE_TOO), outlet="Warta Sore")
    await given_items(db, told(FLOOD), outlet="Suara Kota")

    assert await group_all(Grouper(db, clock=clock)) == 3

    assert await stories(db) == [[FLOOD], [FIRE, FIRE_TOO]]


async def test_a_report_joins_a_story_of_hours_before_also_after_a_restart(
    db: Database, clock: TestClock
) -> None:
    await given_items(db, told(FIRE))
    before = Grouper(db, clock=clock)
    await group_all(before)
    await before.stop()
    later = clock.move(hours=2)
    await given_items(db, told(FIRE_TOO, at=later), outlet="Warta Sore", at=later)

    await group_all(Grouper(db, clock=clock))

    assert await stories(db) == [[FIRE, FIRE_TOO]]


async def test_what_a_grouper_that_is_at_work_has_written_is_not_read_again(
    db: Database, clock: TestClock
) -> None:
    grouper = Grouper(db, clock=clock)
    for hours, (title, outlet) in enumerate([(FIRE, "A"), (FIRE_TOO, "B"), (FIRE_LATER, "C")]):
        at = MORNING + hours * HOUR
        clock.at = at
        await given_items(db, told(title, at=at), outlet=outlet, at=at)
        await group_all(grouper)

    assert await stories(db) == [[FIRE, FIRE_TOO, FIRE_LATER]]


async def test_a_report_with_another_headline_than_before_is_compared_under_that(
    db: Database, clock: TestClock
) -> None:
    other = "Harga cabai turun di pasar induk Kramat Jati"
    (item,) = await given_items(db, told(FLOOD, url="https://kabar.example/1"), outlet="Kabar Pagi")
    grouper = Grouper(db, clock=clock)
    await group_all(grouper)
    await given_items(db, told(other, at=clock.move(minutes=30)), outlet="Suara Kota", at=clock.now())
    await group_all(grouper)
    # The poll that brings it began before that, and is committed only now.
    began = clock.now() - timedelta(minutes=5)
    await given_headline(db, item.id, FLOOD, told(FIRE, url=item.url), at=began)
    await given_items(db, told(FIRE_TOO, at=clock.move(minutes=5)), outlet="Warta Sore", at=clock.now())

    await group_all(grouper)

    assert await stories(db) == [[other], [FIRE, FIRE_TOO]]


async def test_an_article_that_two_outlets_list_is_one_story_however_late_the_second_one_is(
    db: Database, clock: TestClock
) -> None:
    url = "https://kantor.example/rapat"
    await given_items(db, told("Rapat kerja dibuka", url=url, at=MORNING - 9 * DAY), at=MORNING - 9 * DAY)
    await group_all(Grouper(db, clock=TestClock(MORNING - 9 * DAY)))
    clock.move(hours=1)
    await given_items(db, told("Rapat kerja dibuka", url=url), outlet="Warta Sore", at=MORNING)

    await group_all(Grouper(db, clock=clock))

    assert await stories(db) == [["Rapat kerja dibuka", "Rapat kerja dibuka"]]


async def test_one_groups_and_the_others_wait_until_it_is_not_heard_of(
    db: Database, clock: TestClock
) -> None:
    one, other = Grouper(db, clock=clock), Grouper(db, clock=clock)
    await given_items(db, told(FIRE), outlet="A")
    assert await one.group_new_items() == 1
    await given_items(db, told(FIRE_TOO), outlet="B")

    assert await other.group_new_items() == 0
    clock.at += HELD
    assert await other.group_new_items() == 1

    assert await stories(db) == [[FIRE, FIRE_TOO]]


async def test_one_that_has_nothing_to_do_keeps_its_turn(db: Database, clock: TestClock) -> None:
    one, other = Grouper(db, clock=clock), Grouper(db, clock=clock)
    for _ in range(5):
        assert await one.group_new_items() == 0
        clock.at += HELD * 0.6
    await given_items(db, told(FIRE), at=clock.now())

    assert await other.group_new_items() == 0
    assert await one.group_new_items() == 1


async def test_one_that_stops_leaves_its_turn_at_once(db: Database, clock: TestClock) -> None:
    one, other = Grouper(db, clock=clock), Grouper(db, clock=clock)
    await one.group_new_items()
    await one.stop()
    await given_items(db, told(FIRE))

    assert await other.group_new_items() == 1


async def test_two_that_begin_together_place_nothing_twice(
    database_url: str, open_database: OpenDatabase, clock: TestClock
) -> None:
    mine, theirs = open_database(database_url), open_database(database_url)
    one, other = Grouper(mine, clock=clock), Grouper(theirs, clock=clock)
    await one.group_new_items()
    await other.group_new_items()
    await given_items(mine, told(FIRE), told(FLOOD))

    counts = [await one.group_new_items(), await other.group_new_items()]

    assert sum(counts) == 2
    assert await asked(mine, "SELECT count(*) FROM stories") == [(2,)]


async def test_what_is_corrected_meanwhile_is_grouped_as_corrected(db: Database, clock: TestClock) -> None:
    grouper = Grouper(db, clock=clock)
    (fire,) = await given_items(db, told(FIRE), outlet="A")
    (flood,) = await given_items(db, told(FLOOD), outlet="B")
    await group_all(grouper)
    ids = dict(await asked(db, "SELECT id, story_id FROM items"))
    async with db.writing() as tx:
        await correct_grouping(tx)
        await merge_stories(tx, ids[fire.id], [ids[flood.id]])
    await given_items(db, told(FIRE_TOO), outlet="C")

    assert await group_all(grouper) == 1

    assert await stories(db) == [[FIRE, FLOOD, FIRE_TOO]]


async def test_what_was_split_does_not_come_together_again_by_itself(db: Database, clock: TestClock) -> None:
    grouper = Grouper(db, clock=clock)
    await given_items(db, told(FIRE), outlet="A")
    (too,) = await given_items(db, told(FIRE_TOO), outlet="B")
    await group_all(grouper)
    ((story_id,),) = await asked(db, "SELECT DISTINCT story_id FROM items")
    async with db.writing() as tx:
        await correct_grouping(tx)
        await split_story(tx, story_id, [too.id])
    await given_items(db, told(FIRE_LATER), outlet="C")

    await group_all(grouper)

    assert len(await stories(db)) == 2


async def test_a_failed_transaction_leaves_the_items_waiting_and_is_made_up_for(
    db: Database, clock: TestClock
) -> None:
    grouper = Grouper(db, clock=clock)
    await given_items(db, told(FIRE))
    await asked_to(db, "ALTER TABLE stories RENAME COLUMN last_seen_at TO elsewhere")
    with pytest.raises(Exception, match="last_seen_at"):
        await grouper.group_new_items()
    await asked_to(db, "ALTER TABLE stories RENAME COLUMN elsewhere TO last_seen_at")
    await given_items(db, told(FIRE_TOO), outlet="B")

    assert await grouper.group_new_items() == 2
    assert await stories(db) == [[FIRE, FIRE_TOO]]


async def test_who_is_stopped_at_whatever_turn_places_nothing_twice(db: Database, clock: TestClock) -> None:
    grouper = Grouper(db, clock=clock)
    await given_items(db, told(FIRE), *(told(f"Kabar desa {n * 7}") for n in range(9)), outlet="A")
    for turns in range(400):
        midway = asyncio.create_task(grouper.group_new_items())
        for _ in range(turns):
            await asyncio.sleep(0)
        midway.cancel()
        with suppress(asyncio.CancelledError):
            await midway
            break
    await given_items(db, told(FIRE_TOO), outlet="B")
    clock.at += HELD  # stopped while it committed, it takes its own hold for another's

    await group_all(grouper)

    assert [FIRE, FIRE_TOO] in await stories(db)
    assert await asked(db, "SELECT count(*) FROM items WHERE story_id IS NULL") == [(0,)]


async def asked_to(db: Database, statement: str) -> None:
    async with db.writing() as tx:
        await tx.exec_driver_sql(statement)


async def test_an_archive_is_grouped_among_itself_behind_what_is_recent(
    db: Database, clock: TestClock
) -> None:
    month_ago = MORNING - 30 * DAY
    many = [told(f"Kabar nomor {n} dari desa {n * 7}", at=month_ago) for n in range(ITEMS_AT_ONCE)]
    await given_items(db, told(FIRE, at=month_ago - HOUR), *many, outlet="Arsip")
    await given_items(db, told(FIRE_TOO, at=month_ago), outlet="Warta Sore")
    await given_items(db, told(FLOOD), outlet="Suara Kota")
    grouper = Grouper(db, clock=clock)

    assert await grouper.group_new_items() == 1
    await group_all(grouper)

    found = await stories(db)
    assert [FIRE, FIRE_TOO] in found
    assert [FLOOD] in found


async def test_grouping_stops_between_two_lots_when_it_is_told_to(db: Database, clock: TestClock) -> None:
    await given_items(db, *(told(f"Kabar desa {n * 7}") for n in range(ITEMS_AT_ONCE + 1)))
    answers = iter([False, True])

    assert await group_all(Grouper(db, clock=clock), stopping=lambda: next(answers)) == ITEMS_AT_ONCE
