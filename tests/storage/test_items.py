"""Items: an article is kept once per outlet, whatever lists it and however often."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from sqlalchemy import text

from news.feed import Feed
from news.item import Entry, Item, draft
from news.poll import Known
from storage.database import Database
from storage.feeds import lock_feeds
from storage.items import forget_items, known_articles, save_drafts
from storage.stories import forget_stories
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
    given_story,
    given_topic,
    save_entries,
)

DAY = timedelta(days=1)


async def _save(
    db: Database, feed: Feed, entries: Sequence[Entry], *, at: timedelta = timedelta()
) -> list[Item]:
    async with db.writing() as tx:
        await lock_feeds(tx, [feed])
        return await save_entries(tx, feed, entries, now=MORNING + at)


async def _count(db: Database) -> int:
    ((count,),) = await asked(db, "SELECT count(*) FROM items")
    return int(count)


async def _forget(db: Database, *, limit: int = 100) -> int:
    async with db.writing() as tx:
        forgotten = await forget_items(tx, before=MORNING, limit=limit)
        await forget_stories(tx, before=MORNING, limit=limit)
    return forgotten


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
        regions=("33.21",),
        concepts=("Banjir",),
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


async def test_an_article_in_two_feeds_of_one_outlet_is_kept_once_when_both_are_saved_together(
    db: Database,
) -> None:
    politics = await given_feed(db, url="https://kabar.example/politik")
    region = await given_feed(db, url="https://kabar.example/daerah")
    other = await given_feed(db, url="https://warta.example/rss", outlet="Warta Sore")
    same, own = make_entry(title="Sama"), make_entry(title="Sendiri")
    read = {entry.link: draft(entry, outlet="Kabar Pagi", now=MORNING) for entry in (same, own)}

    async with db.writing() as tx:
        kept = await save_drafts(
            tx,
            [
                (feed, [read[same.link], read[own.link], read[same.link]])
                for feed in (politics, region, other)
            ],
            now=MORNING,
        )

    assert {feed_id: [item.title for item in items] for feed_id, items in kept.items()} == {
        politics.id: ["Sama", "Sendiri"],
        other.id: ["Sama", "Sendiri"],
    }


async def test_thousands_of_entries_are_looked_up_and_kept_at_once(db: Database) -> None:
    large, small = await given_feed(db), await given_feed(db, url="https://warta.example/rss")
    entries = [make_entry(guid=f"g{n}") for n in range(2_000)]
    others = [make_entry(guid=f"w{n}") for n in range(999)]
    large, small = replace(large, polls=1), replace(small, polls=1)

    async with db.writing() as tx:
        assert await known_articles(tx, [(small, others), (large, entries)]) == {}
        read = draft(entries[0], outlet="Kabar Pagi", now=MORNING)
        drafts = [replace(read, entry=entry) for entry in entries]
        kept = await save_drafts(
            tx, [(small, [replace(read, entry=entry) for entry in others]), (large, drafts)], now=MORNING
        )
        again = await known_articles(tx, [(small, others), (large, entries)])

    assert [item.link for item in kept[large.id]] == [entry.link for entry in entries]
    assert len(again[large.outlet_id]) == 2_999


async def _known(db: Database, feed: Feed, *entries: Entry) -> dict[str, Known]:
    async with db.reading() as tx:
        return dict((await known_articles(tx, [(feed, entries)])).get(feed.outlet_id, {}))


async def test_an_article_is_known_by_its_link_in_any_feed_of_its_outlet(db: Database) -> None:
    entry = make_entry(title="Lama")
    feed, other = await given_feed(db), await given_feed(db, url="https://kabar.example/daerah")
    (item,) = await _save(db, feed, [entry])

    known = Known(id=item.id, feed_id=feed.id, link=entry.link, title="Lama")
    assert await _known(db, feed, entry, make_entry()) == {entry.link: known}
    assert await _known(db, other, entry) == {entry.link: known}
    assert await _known(db, await given_feed(db, url="https://warta.example/", outlet="W"), entry) == {}


AT = MORNING - timedelta(hours=3)
WIB = timezone(timedelta(hours=7))


@pytest.mark.parametrize(
    ("listed", "is_known"),
    [
        (make_entry(guid="a-1", published_at=AT), True),
        (make_entry(guid="a-1", published_at=AT.astimezone(WIB)), True),
        (make_entry(guid="a-1", published_at=AT + timedelta(seconds=1)), False),
        (make_entry(guid="a-1", published_at=None), False),
        (make_entry(guid="a-2", published_at=AT), False),
        (make_entry(guid="", published_at=AT), False),
    ],
)
async def test_an_article_with_a_new_address_is_known_by_its_guid_and_its_time_together(
    db: Database, listed: Entry, is_known: bool
) -> None:
    feed = await given_feed(db)
    old = make_entry(guid="a-1", published_at=AT)
    (item,) = await _save(db, feed, [old])
    known = Known(id=item.id, feed_id=feed.id, link=old.link, title=old.title)

    assert await _known(db, replace(feed, polls=1), listed) == ({listed.link: known} if is_known else {})


async def test_a_guid_of_another_feed_says_nothing(db: Database) -> None:
    feed, other = await given_feed(db), await given_feed(db, url="https://kabar.example/daerah")
    await _save(db, feed, [make_entry(guid="1", published_at=AT)])

    assert await _known(db, replace(other, polls=1), make_entry(guid="1", published_at=AT)) == {}


async def test_of_two_entries_with_one_guid_and_time_neither_is_the_new_address_of_the_other(
    db: Database,
) -> None:
    feed = await given_feed(db)
    old, new = make_entry(guid="1", published_at=AT), make_entry(guid="1", published_at=AT)
    await _save(db, feed, [old])

    assert set(await _known(db, replace(feed, polls=1), old, new)) == {old.link}


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


async def test_an_item_that_is_being_changed_is_forgotten_another_time(
    postgres_url: str, open_database: OpenDatabase
) -> None:
    one, other = open_database(postgres_url), open_database(postgres_url)
    await given_items(one, make_entry(title="Berubah"), at=MORNING - 2 * DAY)
    await given_items(one, make_entry(title="Kemarin"), at=MORNING - DAY)

    async with one.writing() as tx:
        await tx.execute(text("UPDATE items SET lead = 'Baru' WHERE title = 'Berubah'"))
        async with asyncio.timeout(10):
            assert await _forget(other, limit=1) == 1

    assert await asked(one, "SELECT title FROM items") == [("Berubah",)]


async def test_a_story_stays_as_long_as_one_item_tells_it(db: Database) -> None:
    (old,) = await given_items(db, make_entry(title="Pertama"), at=MORNING - DAY)
    (new,) = await given_items(db, make_entry(title="Menyusul"), at=MORNING)
    await given_story(db, old, new)

    await _forget(db)

    assert await asked(db, "SELECT title FROM items WHERE story_id IS NOT NULL") == [("Menyusul",)]


async def test_a_story_that_is_forgotten_leaves_the_ledger_too(db: Database) -> None:
    stories = await given_stories(db, at=MORNING - DAY)
    await given_chat(db)
    await given_digest(db, topic=await given_topic(db), stories=stories)

    await _forget(db)

    assert await asked(db, "SELECT * FROM told") == []
