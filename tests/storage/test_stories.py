"""Stories: which items tell them, which of them a query finds, which of them a chat has been told."""

from datetime import timedelta

from news.grammar import parse_query
from news.growth import Told
from news.ids import StoryId
from news.story import Story
from storage.database import Database
from storage.digests import ledgers
from storage.grouping import join_stories
from storage.items import watched_since
from storage.stories import count_stories, latest_stories, stories_by_id, stories_found
from tests.clocks import MORNING
from tests.make import GROUP, PERSON, make_chat, make_entry
from tests.storage.given import given_chat, given_digest, given_items, given_stories, given_story, given_topic

HOUR = timedelta(hours=1)


async def _found(db: Database, query: str, *, since: timedelta = -HOUR, limit: int = 100) -> list[str]:
    async with db.reading() as tx:
        stories = await stories_found(
            tx, parse_query(query), since=MORNING + since, until=MORNING + HOUR, limit=limit
        )
    return [item.title for story in stories for item in story.items]


async def test_a_story_is_told_by_the_items_that_joined_it_earliest_first(db: Database) -> None:
    (later,) = await given_items(db, make_entry(), outlet="Warta Sore", at=MORNING + HOUR)
    (earlier,) = await given_items(db, make_entry(), outlet="Kabar Pagi", at=MORNING)

    story_id = await given_story(db, later, earlier)

    async with db.reading() as tx:
        assert await stories_by_id(tx, [story_id]) == [Story(id=story_id, items=(earlier, later))]


async def test_a_story_is_as_new_as_the_last_item_that_joined_it(db: Database) -> None:
    (first,) = await given_items(db, make_entry(title="Awal"), outlet="Kabar Pagi", at=MORNING - 5 * HOUR)
    (last,) = await given_items(db, make_entry(title="Susulan"), outlet="Warta Sore", at=MORNING)
    story_id = await given_story(db, first)
    assert await _found(db, "awal") == []

    async with db.writing() as tx:
        await join_stories(tx, {last.id: story_id})

    assert await _found(db, "awal") == ["Awal", "Susulan"]


async def test_a_query_finds_stories_newest_first_each_with_all_its_items(db: Database) -> None:
    (one,) = await given_items(
        db, make_entry(title="Pemilu di Demak"), outlet="Kabar Pagi", at=MORNING - HOUR / 2
    )
    (same,) = await given_items(
        db, make_entry(title="Warga memilih"), outlet="Warta Sore", at=MORNING - HOUR / 4
    )
    await given_story(db, one, same)
    await given_stories(db, make_entry(title="Pemilu di Kudus"), outlet="Suara Kota", at=MORNING)
    await given_stories(db, make_entry(title="Banjir di Kudus"), outlet="Kota Kita", at=MORNING)

    assert await _found(db, "pemilu") == ["Pemilu di Demak", "Warga memilih", "Pemilu di Kudus"]


async def test_a_story_is_found_between_since_and_until(db: Database) -> None:
    for hours in (-2, -1, 0, 1, 2):
        entry = make_entry(title=f"Pemilu {hours}")
        await given_stories(db, entry, outlet=f"Kabar {hours}", at=MORNING + hours * HOUR)

    assert sorted(await _found(db, "pemilu", since=-HOUR)) == ["Pemilu 0", "Pemilu 1"]


async def test_of_too_many_stories_the_newest_are_found(db: Database) -> None:
    for minutes in range(4):
        entry = make_entry(title=f"Pemilu {minutes}")
        await given_stories(db, entry, outlet=f"Kabar {minutes}", at=MORNING + timedelta(minutes=minutes))

    assert sorted(await _found(db, "pemilu", limit=2)) == ["Pemilu 2", "Pemilu 3"]


async def test_a_chat_has_been_told_what_its_own_digests_told(db: Database) -> None:
    told, _ = await given_stories(db, make_entry(), make_entry())
    await given_chat(db, make_chat(id=GROUP))
    await given_chat(db, make_chat(id=PERSON))
    await given_digest(db, topic=await given_topic(db), stories=[told])

    async with db.reading() as tx:
        known = await ledgers(tx, [PERSON, GROUP], since=MORNING - HOUR)

    assert known == {PERSON: {told.id: Told(seen_until=MORNING, voices=1)}, GROUP: {}}


async def test_stories_come_in_the_order_in_which_they_are_asked_for(db: Database) -> None:
    one, two = await given_stories(db, make_entry(), make_entry())

    async with db.reading() as tx:
        assert await stories_by_id(tx, [two.id, StoryId(999), one.id]) == [two, one]
        assert await stories_by_id(tx, []) == []


async def test_the_latest_stories_come_newest_first(db: Database) -> None:
    for hours in range(4):
        await given_stories(
            db, make_entry(title=str(hours)), outlet=f"Kabar {hours}", at=MORNING + hours * HOUR
        )

    async with db.reading() as tx:
        latest = await latest_stories(tx, since=MORNING, limit=2)

    assert [story.lead_item.title for story in latest] == ["3", "2"]


async def test_how_long_we_have_watched_is_known_by_the_first_item_of_these_days(db: Database) -> None:
    await given_items(db, make_entry(), outlet="Arsip", at=MORNING - 30 * HOUR)
    async with db.reading() as tx:
        assert await watched_since(tx, earliest=MORNING - 24 * HOUR) is None

    await given_items(db, make_entry(), outlet="Kabar Pagi", at=MORNING)
    await given_items(db, make_entry(), outlet="Warta Sore", at=MORNING - HOUR)

    async with db.reading() as tx:
        assert await watched_since(tx, earliest=MORNING - 24 * HOUR) == MORNING - HOUR


async def test_a_story_counts_once_however_many_tell_it_and_only_by_what_came_in_since(db: Database) -> None:
    since = MORNING - 24 * HOUR
    came_out = MORNING - 60 * HOUR
    ages = {"one": 2 * HOUR, "same": HOUR, "too old": timedelta(), "another": timedelta(minutes=1)}
    kept = {
        name: (
            await given_items(
                db, make_entry(title=f"Banjir {name}", published_at=came_out), outlet=name, at=since + age
            )
        )[0]
        for name, age in ages.items()
    }
    await given_story(db, kept["one"], kept["same"])
    for name in ("too old", "another"):
        await given_story(db, kept[name])

    async with db.reading() as tx:
        assert await count_stories(tx, parse_query("banjir"), since=since, until=MORNING) == 2
        assert await count_stories(tx, parse_query("longsor"), since=since, until=MORNING) == 0
