"""Grouping: whose turn it is, what waits for a story, and what becomes of stories that merge or are split."""

from datetime import datetime, timedelta

from news.ids import ItemId, StoryId
from news.item import Item
from storage.database import Database
from storage.digests import ledgers
from storage.grouping import (
    Turn,
    correct_grouping,
    grouped_items,
    grouping_turn,
    hold_grouping_turn,
    join_stories,
    kept_apart_stories,
    linked_stories,
    merge_stories,
    split_story,
    take_grouping_turn,
    ungrouped_items,
)
from storage.items import forget_items
from storage.stories import forget_stories, stories_by_id
from tests.clocks import MORNING
from tests.make import PERSON, make_entry
from tests.storage.given import (
    asked,
    given_chat,
    given_digest,
    given_items,
    given_stories,
    given_story,
    given_topic,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def article(db: Database, title: str, *, at: datetime = MORNING, outlet: str = "Kabar Pagi") -> Item:
    (item,) = await given_items(db, make_entry(title=title, published_at=at), outlet=outlet, at=at)
    return item


async def waiting(db: Database, *, limit: int = 9) -> list[str]:
    async with db.reading() as tx:
        found = await ungrouped_items(tx, recent=MORNING - 3 * DAY, span=DAY, limit=limit)
    return [item.title for item in found]


async def test_recent_items_wait_for_their_story_in_the_order_in_which_they_came_out(db: Database) -> None:
    await article(db, "Kedua", at=MORNING, outlet="Warta Sore")
    await article(db, "Pertama", at=MORNING - HOUR)
    await article(db, "Lama", at=MORNING - 9 * DAY, outlet="Suara Kota")

    assert await waiting(db) == ["Pertama", "Kedua"]
    assert await waiting(db, limit=1) == ["Pertama"]


async def test_older_items_wait_until_no_recent_ones_do_and_come_a_day_at_a_time(db: Database) -> None:
    recent = await article(db, "Baru")
    await article(db, "Sembilan hari", at=MORNING - 9 * DAY, outlet="A")
    await article(db, "Sehari kemudian", at=MORNING - 8 * DAY, outlet="B")
    assert await waiting(db) == ["Baru"]

    await given_story(db, recent)

    assert await waiting(db) == ["Sembilan hari"]


async def test_nothing_waits_where_everything_has_its_story(db: Database) -> None:
    await given_stories(db)

    assert await waiting(db) == []


async def test_grouped_items_are_read_in_order_a_bounded_number_at_a_time(db: Database) -> None:
    items = [await article(db, str(n), at=MORNING + n * HOUR, outlet=f"K{n}") for n in range(4)]
    ids = {item.id: await given_story(db, item) for item in items}

    async with db.reading() as tx:
        start = MORNING, ItemId(0)
        first = await grouped_items(tx, after=start, until=MORNING + 2 * HOUR, limit=2)
        mark = first[-1][0].published_at, first[-1][0].id
        rest = await grouped_items(tx, after=mark, until=MORNING + 2 * HOUR, limit=2)

    assert first == [(item, ids[item.id]) for item in items[:2]]
    assert rest == [(items[2], ids[items[2].id])]


async def test_a_turn_is_taken_once_and_then_held(db: Database) -> None:
    until = MORNING + HOUR
    async with db.writing() as tx:
        turn = await grouping_turn(tx)
        assert await take_grouping_turn(tx, turn.number, hold_until=until)
        assert not await take_grouping_turn(tx, turn.number, hold_until=until)
        assert await grouping_turn(tx) == Turn(number=turn.number + 1, held_until=until)


async def test_a_turn_is_held_longer_or_given_back_by_who_knows_its_number(db: Database) -> None:
    async with db.writing() as tx:
        number = (await grouping_turn(tx)).number
        await hold_grouping_turn(tx, number, until=MORNING)
        await hold_grouping_turn(tx, number + 7, until=None)
        assert await grouping_turn(tx) == Turn(number=number, held_until=MORNING)
        await hold_grouping_turn(tx, number, until=None)
        assert await grouping_turn(tx) == Turn(number=number, held_until=None)


async def test_a_correction_ends_the_turn_whoever_holds_it(db: Database) -> None:
    async with db.writing() as tx:
        number = (await grouping_turn(tx)).number
        await hold_grouping_turn(tx, number, until=MORNING)
        await correct_grouping(tx)
        assert not await take_grouping_turn(tx, number, hold_until=None)
        assert await grouping_turn(tx) == Turn(number=number + 1, held_until=None)


async def test_a_link_leads_to_the_story_of_the_item_that_bears_it(db: Database) -> None:
    entry = make_entry()
    (item,) = await given_items(db, entry)
    story_id = await given_story(db, item)
    await given_items(db, entry, outlet="Warta Sore", at=MORNING + HOUR)

    async with db.reading() as tx:
        assert await linked_stories(tx, [entry.link, "//lain.example/"]) == {entry.link: story_id}


async def two_stories(db: Database) -> tuple[StoryId, StoryId]:
    one = await given_story(db, await article(db, "Satu", at=MORNING))
    return one, await given_story(db, await article(db, "Dua", at=MORNING + HOUR, outlet="Warta Sore"))


async def test_a_story_that_becomes_part_of_another_is_found_as_that(db: Database) -> None:
    one, other = await two_stories(db)

    async with db.writing() as tx:
        await merge_stories(tx, one, [other])
        (story,) = await stories_by_id(tx, [other, one])

    assert story.id == one
    assert [item.title for item in story.items] == ["Satu", "Dua"]


async def test_merging_twice_leads_from_the_first_to_the_last(db: Database) -> None:
    one, other = await two_stories(db)
    third = await given_story(db, await article(db, "Tiga", outlet="Suara Kota"))

    async with db.writing() as tx:
        await merge_stories(tx, other, [third])
        await merge_stories(tx, one, [other])
        assert [story.id for story in await stories_by_id(tx, [third])] == [one]


async def test_a_merged_story_is_as_new_as_its_newest_item(db: Database) -> None:
    one, other = await two_stories(db)

    async with db.writing() as tx:
        await merge_stories(tx, one, [other])

    seen = "SELECT count(*) FROM stories WHERE merged_into IS NULL AND first_seen_at < last_seen_at"
    assert await asked(db, seen) == [(1,)]


async def test_who_was_told_a_story_has_been_told_what_it_became_part_of(db: Database) -> None:
    one, other = await two_stories(db)
    await given_chat(db)
    async with db.reading() as tx:
        told = await stories_by_id(tx, [other])
    await given_digest(db, topic=await given_topic(db), stories=told)

    async with db.writing() as tx:
        await merge_stories(tx, one, [other])
        assert (await ledgers(tx, [PERSON], since=MORNING - DAY))[PERSON].keys() == {one}


async def test_items_that_are_split_off_tell_a_story_of_their_own(db: Database) -> None:
    one, two = await article(db, "Satu"), await article(db, "Dua", outlet="Warta Sore")
    old = await given_story(db, one, two)

    async with db.writing() as tx:
        new = await split_story(tx, old, [two.id])
        stories = await stories_by_id(tx, [old, new])

    assert [[item.title for item in story.items] for story in stories] == [["Satu"], ["Dua"]]


async def test_who_was_told_a_story_has_been_told_what_is_split_off_it(db: Database) -> None:
    one, two = await article(db, "Satu"), await article(db, "Dua", outlet="Warta Sore")
    old = await given_story(db, one, two)
    await given_chat(db)
    async with db.reading() as tx:
        told = await stories_by_id(tx, [old])
    await given_digest(db, topic=await given_topic(db), stories=told)

    async with db.writing() as tx:
        new = await split_story(tx, old, [two.id])
        assert (await ledgers(tx, [PERSON], since=MORNING - DAY))[PERSON].keys() == {old, new}


async def test_what_was_split_is_kept_apart_also_when_one_becomes_part_of_a_third(db: Database) -> None:
    one, two = await article(db, "Satu"), await article(db, "Dua", outlet="Warta Sore")
    old = await given_story(db, one, two)
    third = await given_story(db, await article(db, "Tiga", outlet="Suara Kota"))

    async with db.writing() as tx:
        new = await split_story(tx, old, [two.id])
        assert await kept_apart_stories(tx) == [(old, new)]
        await merge_stories(tx, third, [old])
        assert await kept_apart_stories(tx) == [(min(third, new), max(third, new))]


async def test_what_a_person_merges_is_kept_apart_no_more(db: Database) -> None:
    one, two = await article(db, "Satu"), await article(db, "Dua", outlet="Warta Sore")
    old = await given_story(db, one, two)

    async with db.writing() as tx:
        new = await split_story(tx, old, [two.id])
        await merge_stories(tx, old, [new])
        assert await kept_apart_stories(tx) == []


async def test_joining_makes_a_story_newer_never_older(db: Database) -> None:
    late, early = await article(db, "Akhir"), await article(db, "Awal", at=MORNING - DAY, outlet="B")
    story_id = await given_story(db, late)

    async with db.writing() as tx:
        await join_stories(tx, {early.id: story_id})
        assert [story.last_seen_at for story in await stories_by_id(tx, [story_id])] == [MORNING]


async def test_a_story_that_others_became_part_of_is_forgotten_with_the_last_of_them(db: Database) -> None:
    old, new = await article(db, "Lama", at=MORNING - DAY), await article(db, "Baru")
    into, merged = await given_story(db, old), await given_story(db, new)
    async with db.writing() as tx:
        await merge_stories(tx, into, [merged])
        await split_story(tx, into, [new.id])

    async with db.writing() as tx:
        await forget_items(tx, before=MORNING, limit=9)
        assert await forget_stories(tx, before=MORNING, limit=9) == 0
    assert await asked(db, "SELECT count(*) FROM stories WHERE merged_into IS NOT NULL") == [(1,)]
    async with db.writing() as tx:
        await forget_items(tx, before=MORNING + DAY, limit=9)
        await forget_stories(tx, before=MORNING + DAY, limit=9)
    assert await asked(db, "SELECT * FROM stories") == []
