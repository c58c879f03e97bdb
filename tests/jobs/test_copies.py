"""Copies are found when items are grouped: they tell one story, and count as one newsroom."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from jobs.group import ITEMS_AT_ONCE, Grouper, group_all
from jobs.prune import COMPARED, Pruner
from news.item import Entry, Item
from news.link import canonical_link
from news.page import Page, read_body
from storage.database import Database
from storage.grouping import correct_grouping, split_story
from storage.items import forget_items
from storage.pages import save_page
from storage.stories import latest_stories
from tests.clocks import MORNING, TestClock
from tests.make import make_entry, make_text
from tests.storage.given import asked, given_items

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WIRE, OTHER = make_text("kawat", length=120), make_text("lain", length=120)

FIRE = "Kebakaran melanda pasar Kliwon di Kudus, 40 kios hangus"
FIRE_TOO = "Pasar Kliwon Kudus terbakar, puluhan kios hangus"
LOSS = "Pedagang taksir rugi miliaran rupiah"
LOSS_TOO = "Pedagang Kudus taksir rugi puluhan miliar rupiah"
FLOOD = "Banjir rob rendam jalan pantura Demak, lalu lintas lumpuh"


def told(title: str, text: str = "", *, at: datetime = MORNING) -> Entry:
    return make_entry(title=title, lead=text, published_at=at)


async def given(db: Database, outlet: str, *entries: Entry, at: datetime = MORNING) -> list[Item]:
    """Articles of an outlet, each of which stands at its own site."""
    sites = [
        replace(entry, url=url, link=canonical_link(url))
        for entry in entries
        for url in [entry.url.replace("kabar.example", f"{outlet.lower()}.example")]
    ]
    return await given_items(db, *sites, outlet=outlet, at=at)


async def stories(db: Database) -> list[list[str]]:
    async with db.reading() as tx:
        found = await latest_stories(tx, since=MORNING - 40 * DAY, limit=1_000)
    return sorted(sorted(item.title for item in story.items) for story in found)


async def copies(db: Database) -> set[tuple[str, str]]:
    return set(
        await asked(
            db, "SELECT copy.title, first.title FROM items copy JOIN items first ON first.id = copy.copy_of"
        )
    )


async def page_is_read(db: Database, item: Item, text: str) -> None:
    """Its page comes after the item, as pages do, and perhaps after it has been grouped."""
    await done(db, f"UPDATE items SET page_due_at = first_seen_at WHERE id = {item.id}")
    page = Page(item_id=item.id, url=item.url, title=item.title)
    async with db.writing() as tx:
        assert await save_page(tx, page, read_body(page, text), free_at=MORNING)


async def done(db: Database, statement: str) -> None:
    async with db.writing() as tx:
        await tx.exec_driver_sql(statement)


async def test_an_item_joins_the_story_that_its_copy_tells_also_after_a_restart(
    db: Database, clock: TestClock
) -> None:
    await given(db, "Kantor", told(FIRE, WIRE, at=MORNING - HOUR))
    before = Grouper(db, clock=clock)
    await group_all(before)
    await before.stop()
    await given(db, "Cetak", told(LOSS, WIRE))
    await given(db, "Lain", told(FLOOD, OTHER))

    assert await group_all(Grouper(db, clock=clock)) == 2

    assert await stories(db) == sorted([[FLOOD], sorted([FIRE, LOSS])])
    assert await copies(db) == {(LOSS, FIRE)}


@pytest.mark.parametrize("together", [True, False])
async def test_a_copy_whose_headline_fits_another_event_joins_its_text_and_not_that(
    db: Database, clock: TestClock, *, together: bool
) -> None:
    grouper = Grouper(db, clock=clock)
    await given(db, "Kantor", told(LOSS, WIRE, at=MORNING - HOUR))
    await given(db, "Lain", told(FIRE, at=MORNING - HOUR))
    if not together:
        await group_all(grouper)
    await given(db, "Cetak", told(FIRE_TOO, WIRE))

    await group_all(grouper)

    assert await stories(db) == sorted([[FIRE], sorted([LOSS, FIRE_TOO])])


async def test_a_straggler_joins_the_story_of_its_copy_though_nobody_reads_the_days_around_it(
    db: Database, clock: TestClock
) -> None:
    month_ago = MORNING - 30 * DAY
    await given(db, "Kantor", told(LOSS, WIRE, at=month_ago))
    await given(db, "Lain", told(FIRE, at=month_ago))
    await group_all(Grouper(db, clock=clock))
    await done(db, "UPDATE turns SET held_until = NULL")
    await given(db, "Cetak", told(FIRE_TOO, WIRE, at=month_ago + HOUR))

    await group_all(Grouper(db, clock=clock))

    assert await stories(db) == sorted([[FIRE], sorted([LOSS, FIRE_TOO])])
    ((opened,),) = await asked(db, "SELECT count(*) FROM stories")
    assert opened == 2


async def test_copies_that_wait_together_tell_one_story(db: Database, clock: TestClock) -> None:
    await given(db, "Cetak", told(LOSS, WIRE))
    await given(db, "Kantor", told(FIRE, WIRE, at=MORNING - HOUR))
    await given(db, "Siar", told(FLOOD, WIRE, at=MORNING - HOUR / 2))

    assert await group_all(Grouper(db, clock=clock)) == 3

    assert await stories(db) == [sorted([FIRE, LOSS, FLOOD])]
    assert await copies(db) == {(LOSS, FIRE), (FLOOD, FIRE)}


async def test_the_earliest_that_comes_last_tells_the_story_of_its_copies_and_is_their_original(
    db: Database, clock: TestClock
) -> None:
    grouper = Grouper(db, clock=clock)
    await given(db, "Cetak", told(LOSS, WIRE))
    await given(db, "Lain", told(FIRE_TOO))
    await group_all(grouper)
    await given(db, "Kantor", told(FIRE, WIRE, at=MORNING - 5 * HOUR))

    await group_all(grouper)

    assert await stories(db) == sorted([sorted([FIRE, LOSS]), [FIRE_TOO]])
    assert await copies(db) == {(LOSS, FIRE)}


async def test_stories_become_one_when_a_page_shows_later_that_they_tell_one_text(
    db: Database, clock: TestClock
) -> None:
    grouper = Grouper(db, clock=clock)
    await given(db, "Kantor", told(FIRE, WIRE))
    (loss,) = await given(db, "Cetak", told(LOSS))
    await group_all(grouper)
    assert len(await stories(db)) == 2
    await page_is_read(db, loss, WIRE)

    assert await group_all(grouper) == 0
    assert await stories(db) == [sorted([FIRE, LOSS])]

    # What is told after that joins the one story that they are now, as after a restart.
    await given(db, "Lain", told(LOSS_TOO), told(FIRE_TOO))
    await group_all(grouper)
    assert await stories(db) == [sorted([FIRE, LOSS, LOSS_TOO, FIRE_TOO])]


async def test_pages_that_come_before_their_items_are_grouped_are_compared_with_them(
    db: Database, clock: TestClock
) -> None:
    (fire,) = await given(db, "Kantor", told(FIRE))
    (loss,) = await given(db, "Cetak", told(LOSS))
    for item in (fire, loss):
        await page_is_read(db, item, WIRE)

    assert await group_all(Grouper(db, clock=clock)) == 2

    assert await stories(db) == [sorted([FIRE, LOSS])]


async def test_what_somebody_has_split_stays_apart_though_it_is_one_text(
    db: Database, clock: TestClock
) -> None:
    grouper = Grouper(db, clock=clock)
    (fire,) = await given(db, "Kantor", told(FIRE))
    (loss,) = await given(db, "Cetak", told(FIRE_TOO))
    await group_all(grouper)
    ((story_id,),) = await asked(db, "SELECT DISTINCT story_id FROM items")
    async with db.writing() as tx:
        await correct_grouping(tx)
        await split_story(tx, story_id, [loss.id])
    for item in (fire, loss):
        await page_is_read(db, item, WIRE)

    await group_all(grouper)

    assert len(await stories(db)) == 2
    assert len(await copies(db)) == 1


async def test_copies_are_found_three_days_back_and_no_further(db: Database, clock: TestClock) -> None:
    for days in (4, 3):
        at = MORNING - days * DAY
        await given(db, f"Kantor{days}", told(f"{FIRE} {days}", WIRE, at=at), at=at)
        await group_all(Grouper(db, clock=TestClock(at)))
        await done(db, "UPDATE turns SET held_until = NULL")
    await given(db, "Cetak", told(LOSS, WIRE))

    await group_all(Grouper(db, clock=clock))

    # Each with the one within its reach, and so all with the first.
    assert await copies(db) == {(f"{FIRE} 3", f"{FIRE} 4"), (LOSS, f"{FIRE} 4")}
    assert len(await stories(db)) == 1


async def test_copies_count_as_one_newsroom(db: Database, clock: TestClock) -> None:
    await given(db, "Kantor", told(FIRE, WIRE))
    await given(db, "Cetak", told(FIRE_TOO, f"{make_text('beda', length=60)} {WIRE}"))
    await given(db, "Lain", told(f"{FIRE} malam tadi", OTHER))

    await group_all(Grouper(db, clock=clock))

    async with db.reading() as tx:
        (story,) = await latest_stories(tx, since=MORNING - DAY, limit=10)
    assert (len(story.outlets), story.voices) == (3, 2)


async def test_many_late_pages_are_compared_lot_by_lot_beside_what_is_new(
    db: Database, clock: TestClock
) -> None:
    grouper = Grouper(db, clock=clock)
    many = [told(f"Desa {number} panen", at=MORNING - HOUR) for number in range(ITEMS_AT_ONCE + 1)]
    items = await given(db, "Kantor", *many)
    await group_all(grouper)
    for item in items:
        await page_is_read(db, item, make_text(f"desa{item.id}x"))
    await given(db, "Cetak", told(FLOOD, OTHER))

    assert await grouper.group_new_items() == 1
    assert await waiting(db) == 2
    assert await grouper.group_new_items() == 0
    assert await waiting(db) == 0


async def waiting(db: Database) -> int:
    ((count,),) = await asked(db, "SELECT count(*) FROM full_texts WHERE waits")
    return int(count)


async def test_who_is_stopped_at_whatever_turn_compares_all_the_same(db: Database, clock: TestClock) -> None:
    grouper = Grouper(db, clock=clock)
    await given(db, "Kantor", told(FIRE, WIRE))
    (loss,) = await given(db, "Cetak", told(LOSS))
    await group_all(grouper)
    await page_is_read(db, loss, WIRE)
    for turns in range(400):
        midway = asyncio.create_task(grouper.group_new_items())
        for _ in range(turns):
            await asyncio.sleep(0)
        midway.cancel()
        with suppress(asyncio.CancelledError):
            await midway
            break

    await group_all(grouper)

    assert await stories(db) == [sorted([FIRE, LOSS])]
    assert await waiting(db) == 0


async def test_texts_are_forgotten_when_nothing_is_compared_with_them_any_more(
    db: Database, clock: TestClock
) -> None:
    await given(db, "Kantor", told(FIRE, WIRE), at=MORNING)
    await given(db, "Cetak", told(LOSS, WIRE), at=MORNING + HOUR)
    await group_all(Grouper(db, clock=TestClock(MORNING + HOUR)))

    await Pruner(db, retention=90 * DAY, clock=TestClock(MORNING + COMPARED + HOUR / 2)).prune()

    ((texts,),) = await asked(db, "SELECT count(*) FROM full_texts")
    ((keys,),) = await asked(db, "SELECT count(DISTINCT item_id) FROM text_keys")
    assert (texts, keys) == (1, 1)
    assert await copies(db) == {(LOSS, FIRE)}


async def test_copies_stay_when_their_original_is_forgotten(db: Database, clock: TestClock) -> None:
    await given(db, "Kantor", told(FIRE, WIRE), at=MORNING)
    await given(db, "Cetak", told(LOSS, WIRE), at=MORNING + HOUR)
    await group_all(Grouper(db, clock=TestClock(MORNING + HOUR)))

    async with db.writing() as tx:
        assert await forget_items(tx, before=MORNING + HOUR / 2, limit=10) == 1

    assert await asked(db, "SELECT title, copy_of FROM items") == [(LOSS, None)]
    assert await asked(db, "SELECT count(*) FROM full_texts") == [(1,)]
