"""Previewing: what the composer would have told of the last days."""

from datetime import timedelta

from jobs.preview import preview_now
from news.digest import MOST_STORIES, STALE
from news.item import Entry
from news.preview import Preview
from storage.database import Database
from storage.grouping import join_stories, open_stories
from tests.clocks import MORNING
from tests.make import make_chat, make_entry
from tests.storage.given import asked, given_chat, given_digest, given_items, given_stories, given_topic

DAY = timedelta(days=1)


async def told(db: Database, *titles: str, days_ago: float, outlet: str = "Kabar Pagi") -> None:
    at = MORNING - DAY * days_ago
    entries = [make_entry(title=title, published_at=at) for title in titles]
    await given_stories(db, *entries, outlet=outlet, at=at)


async def previewed(db: Database, query: str = "pemilu") -> Preview:
    return await preview_now(db, make_chat(), query, now=MORNING)


async def test_it_brings_what_the_last_seven_days_had_for_the_query(db: Database) -> None:
    await told(db, "Pemilu dimulai", days_ago=6.9)
    await told(db, "Pemilu berakhir", "Harga cabai naik", days_ago=1, outlet="Warta Sore")
    await told(db, "Pemilu direncanakan", days_ago=7.1)

    seen = await previewed(db)

    assert (seen.events, seen.outlets, seen.cut) == (2, 2, False)
    assert [story.lead_item.title for story in seen.examples] == ["Pemilu berakhir", "Pemilu dimulai"]


async def test_what_was_old_when_a_feed_brought_it_does_not_count(db: Database) -> None:
    entry = make_entry(title="Pemilu lama", published_at=MORNING - 7 * DAY - STALE)
    await given_stories(db, entry, at=MORNING)

    assert (await previewed(db)).events == 0


async def test_what_the_chat_was_told_under_another_topic_counts_too(db: Database) -> None:
    chat = await given_chat(db)
    stories = await given_stories(db, make_entry(title="Pemilu dimulai"), at=MORNING)
    await given_digest(db, chat=chat, topic=await given_topic(db, name="KPU", query="kpu"), stories=stories)

    assert (await previewed(db)).events == 1


async def test_more_than_a_topic_may_bring_are_cut_and_counted_by_the_day_all_the_same(db: Database) -> None:
    per_day = MOST_STORIES // 2
    for day in range(3):
        await _many(db, [_entry(n, day) for n in range(per_day)], days_ago=day)

    seen = await previewed(db)

    assert (seen.events, seen.cut, seen.noisy) == (MOST_STORIES, True, True)
    assert seen.daily >= per_day
    assert len(await asked(db, "SELECT id FROM stories")) == 3 * per_day


async def test_the_days_before_the_first_poll_do_not_make_a_topic_look_quiet(db: Database) -> None:
    await _many(db, [_entry(n, 0) for n in range(25)], days_ago=0)

    assert (await previewed(db)).daily == 25


async def test_without_any_news_there_is_nothing(db: Database) -> None:
    assert await previewed(db) == Preview()


def _entry(number: int, days_ago: int) -> Entry:
    return make_entry(title=f"Pemilu ke {number}", published_at=MORNING - DAY * days_ago)


async def _many(db: Database, entries: list[Entry], *, days_ago: int) -> None:
    """As many stories as there are entries, in few statements."""
    new = await given_items(db, *entries, at=MORNING - DAY * days_ago)
    async with db.writing() as tx:
        ids = await open_stories(tx, new)
        await join_stories(tx, {item.id: id_ for item, id_ in zip(new, ids, strict=True)})
