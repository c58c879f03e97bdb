"""Items: an article is kept once per outlet, whatever lists it and however often."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from news.feed import Feed
from news.item import Entry, Item
from storage.database import Database
from storage.feeds import forget_feed
from storage.items import forget_items, save_entries
from storage.stories import join_story, open_story
from tests.clocks import MORNING
from tests.conftest import OpenDatabase
from tests.make import make_entry
from tests.storage.given import (
    asked,
    given_chat,
    given_digest,
    given_feed,
    given_items,
    given_stories,
    given_topic,
)

DAY = timedelta(days=1)


async def _save(
    db: Database, feed: Feed, entries: Sequence[Entry], *, at: timedelta = timedelta()
) -> list[Item]:
    async with db.writing() as tx:
        return await save_entries(tx, feed, entries, now=MORNING + at)


async def _count(db: Database) -> int:
    ((count,),) = await asked(db, "SELECT count(*) FROM items")
    return int(count)


async def _forget(db: Database, *, limit: int = 100) -> int:
    async with db.writing() as tx:
        return await forget_items(tx, before=MORNING, limit=limit)


async def test_an_entry_is_kept_as_an_item_of_its_outlet(db: Database) -> None:
    feed = await given_feed(db, outlet="Kabar Pagi")
    entry = make_entry(
        title="Banjir surut di Demak", lead="Warga pulang.", published_at=MORNING - timedelta(hours=3)
    )

    (item,) = await _save(db, feed, [entry])

    assert item == Item(
        id=item.id,
        outlet="Kabar Pagi",
        url=entry.url,
        link=entry.link,
        title="Banjir surut di Demak",
        lead="Warga pulang.",
        published_at=MORNING - timedelta(hours=3),
        first_seen_at=MORNING,
    )


async def test_what_a_feed_lists_first_gets_the_highest_number(db: Database) -> None:
    newest, older = make_entry(title="Terbaru"), make_entry(title="Kemarin")

    saved = await _save(db, await given_feed(db), [newest, older])

    assert [item.title for item in saved] == ["Kemarin", "Terbaru"]
    assert saved[0].id < saved[1].id


async def test_an_entry_without_a_date_or_from_the_future_came_out_when_we_saw_it(db: Database) -> None:
    entries = [make_entry(published_at=None), make_entry(published_at=MORNING + DAY)]

    saved = await _save(db, await given_feed(db), entries)

    assert {item.published_at for item in saved} == {MORNING}


async def test_a_second_poll_of_the_same_entries_keeps_nothing(db: Database) -> None:
    feed = await given_feed(db)
    entries = [make_entry(), make_entry()]
    await _save(db, feed, entries)

    assert await _save(db, feed, entries, at=DAY) == []
    assert await _count(db) == 2


async def test_a_poll_keeps_only_what_is_new(db: Database) -> None:
    feed = await given_feed(db)
    known, new = make_entry(title="Lama"), make_entry(title="Baru")
    await _save(db, feed, [known])

    assert [item.title for item in await _save(db, feed, [new, known])] == ["Baru"]


async def test_an_article_in_two_feeds_of_one_outlet_is_kept_once(db: Database) -> None:
    politics = await given_feed(db, url="https://kabar.example/politik")
    region = await given_feed(db, url="https://kabar.example/daerah")
    entry = make_entry()
    await _save(db, politics, [entry])

    assert await _save(db, region, [entry]) == []


async def test_the_same_link_of_another_outlet_is_another_item(db: Database) -> None:
    entry = make_entry()
    await _save(db, await given_feed(db, outlet="Kabar Pagi"), [entry])

    other = await given_feed(db, url="https://warta.example/rss", outlet="Warta Sore")

    assert len(await _save(db, other, [entry])) == 1


async def test_polls_of_one_outlets_feeds_at_the_same_time_do_not_collide(
    database_url: str, open_database: OpenDatabase
) -> None:
    pollers = [open_database(database_url) for _ in range(6)]
    feeds = [await given_feed(pollers[0], url=f"https://kabar.example/{n}") for n in range(6)]
    entries = [make_entry() for _ in range(10)]

    polls = await asyncio.gather(*(_save(db, feed, entries) for db, feed in zip(pollers, feeds, strict=True)))

    assert sorted(len(poll) for poll in polls) == [0, 0, 0, 0, 0, 10]


async def test_nothing_is_kept_of_a_feed_that_was_forgotten_during_its_poll(db: Database) -> None:
    feed = await given_feed(db)
    async with db.writing() as tx:
        await forget_feed(tx, feed.url)

    assert await _save(db, feed, [make_entry()]) == []


async def test_old_items_are_forgotten_with_their_words_and_their_stories(db: Database) -> None:
    await given_stories(db, make_entry(title="Kemarin"), at=MORNING - DAY)
    await given_stories(db, make_entry(title="Hari ini"), at=MORNING)

    assert await _forget(db) == 1

    assert await asked(db, "SELECT title FROM items") == [("Hari ini",)]
    assert await asked(db, "SELECT count(*) FROM item_words") == [(1,)]
    assert await asked(db, "SELECT count(*) FROM stories") == [(1,)]
    assert await _forget(db) == 0


async def test_no_more_items_are_forgotten_at_once_than_the_limit_and_the_oldest_go_first(
    db: Database,
) -> None:
    for days in (3, 1, 2):
        await given_items(db, make_entry(title=f"{days} hari lalu"), at=MORNING - days * DAY)

    assert await _forget(db, limit=2) == 2

    assert await asked(db, "SELECT title FROM items") == [("1 hari lalu",)]


async def test_a_story_stays_as_long_as_one_item_tells_it(db: Database) -> None:
    (old,) = await given_items(db, make_entry(title="Pertama"), at=MORNING - DAY)
    (new,) = await given_items(db, make_entry(title="Menyusul"), at=MORNING)
    async with db.writing() as tx:
        await open_story(tx, old)
        await join_story(tx, new, old.id)

    await _forget(db)

    assert await asked(db, "SELECT title FROM items WHERE story_id IS NOT NULL") == [("Menyusul",)]


async def test_a_story_that_is_forgotten_leaves_the_ledger_too(db: Database) -> None:
    stories = await given_stories(db, at=MORNING - DAY)
    await given_chat(db)
    await given_digest(db, topic=await given_topic(db), stories=stories)

    await _forget(db)

    assert await asked(db, "SELECT * FROM told") == []
