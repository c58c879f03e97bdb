"""Following: a feed once, by any form of its address; given up on purpose; moved to another outlet."""

import pytest
from sqlalchemy import select

from news.feed import Source
from news.grammar import parse_query
from news.item import Entry
from storage.database import Database
from storage.feed_edits import FeedEdit, change_feed
from storage.feeds import followed_feeds
from storage.following import FollowedList, follow_feed, follow_list, forget_feed
from storage.known_feeds import find_feed
from storage.outlets import watched_outlets
from storage.search import found_by
from storage.tables import items
from tests.clocks import MORNING
from tests.make import make_entry
from tests.storage.given import asked, changed_feeds, given_feed, save_entries

RSS = "https://kabar.example/rss"


def _entry(number: int) -> Entry:
    return make_entry(title=f"Banjir surut {number}", url=f"https://kabar.example/{number}")


async def _add(db: Database, url: str, outlet: str = "Kabar Pagi", region: str = "") -> bool:
    async with db.writing() as tx:
        return await follow_feed(tx, Source(url=url, outlet=outlet, region=region), now=MORNING)


async def _change(db: Database, url: str, edit: FeedEdit) -> bool:
    async with db.writing() as tx:
        return await change_feed(tx, url, edit, now=MORNING) is not None


async def _remove(db: Database, url: str) -> bool:
    async with db.writing() as tx:
        return await forget_feed(tx, url) is not None


async def _list(db: Database, *sources: Source) -> FollowedList:
    return await follow_list(db, sources, now=MORNING)


async def _found(db: Database, query: str) -> list[str]:
    async with db.reading() as tx:
        wanted = found_by(parse_query(query), tx.dialect)
        return list(await tx.scalars(select(items.c.title).where(wanted).order_by(items.c.title)))


async def _urls(db: Database) -> list[str]:
    async with db.reading() as tx:
        return [feed.url for feed in await followed_feeds(tx, now=MORNING)]


@pytest.mark.parametrize(
    "other", ["http://kabar.example/rss", "https://www.kabar.example/rss", "https://kabar.example/rss/"]
)
async def test_another_form_of_an_address_is_the_same_feed(db: Database, other: str) -> None:
    await _add(db, RSS)

    assert not await _add(db, other, outlet="Lain")
    listed = Source(url=other, outlet="Kabar Pagi")
    assert await _list(db, listed) == FollowedList(known=1)
    async with db.reading() as tx:
        found = await find_feed(tx, other)
    assert found
    assert (found.url, found.outlet) == (RSS, "Kabar Pagi")
    assert await _urls(db) == [RSS]


async def test_where_a_feed_has_moved_it_is_not_followed_once_more(db: Database) -> None:
    await _add(db, "https://kabar.example/old")
    await changed_feeds(db, location=RSS)

    assert not await _add(db, "http://www.kabar.example/rss/")
    assert await _list(db, Source(url=RSS, outlet="Kabar Pagi")) == FollowedList(known=1)


async def test_of_two_forms_in_one_list_the_first_is_followed(db: Database) -> None:
    twice = [Source(url=url, outlet="Kabar Pagi") for url in (RSS, "http://kabar.example/rss/")]

    assert await _list(db, *twice) == FollowedList(new=1, known=1)
    assert await _urls(db) == [RSS]


async def test_what_a_list_says_otherwise_is_counted_and_left(db: Database) -> None:
    await _add(db, RSS, region="33")
    await _add(db, "https://warta.example/rss", outlet="Warta Sore")

    followed = await _list(
        db,
        Source(url=RSS, outlet="Kabar Pagi"),
        Source(url="https://warta.example/rss", outlet="Warta Sore", full_text=True),
    )

    assert followed == FollowedList(known=2, different=1)


async def test_a_feed_that_was_removed_stays_so_for_lists_until_it_is_added_again(db: Database) -> None:
    await _add(db, RSS)
    await changed_feeds(db, location="https://kabar.example/feed")
    listed = [Source(url=url, outlet="Kabar Pagi") for url in ("http://kabar.example/rss", RSS + "2")]

    assert await _remove(db, "http://www.kabar.example/feed")
    assert not await _remove(db, RSS)
    assert await _list(db, *listed) == FollowedList(new=1, removed=1)
    assert await _urls(db) == [RSS + "2"]

    assert await _add(db, RSS)
    assert await _list(db, *listed) == FollowedList(known=2)
    assert await _remove(db, RSS)
    assert await _list(db, *listed) == FollowedList(known=1, removed=1)


async def test_an_outlet_with_one_feed_gets_the_new_name_with_all_it_has(db: Database) -> None:
    await _add(db, RSS, region="33")
    feed = await given_feed(db)
    async with db.writing() as tx:
        await save_entries(tx, feed, [_entry(1)], now=MORNING)

    assert await _change(db, RSS, FeedEdit(outlet="Kabar Baru"))

    assert await asked(db, "SELECT name, region FROM outlets") == [("Kabar Baru", "33")]
    assert await asked(db, "SELECT name FROM items JOIN outlets ON outlets.id = outlet_id") == [
        ("Kabar Baru",)
    ]


async def test_one_of_several_feeds_goes_to_a_new_outlet_of_the_same_region_with_its_articles(
    db: Database,
) -> None:
    await _add(db, RSS, region="33")
    feed, other = await given_feed(db), await given_feed(db, url="https://kabar.example/2")
    async with db.writing() as tx:
        await save_entries(tx, feed, [_entry(1)], now=MORNING)
        await save_entries(tx, other, [_entry(2)], now=MORNING)

    assert await _change(db, RSS, FeedEdit(outlet="Kabar Baru"))

    async with db.reading() as tx:
        watched = await watched_outlets(tx, now=MORNING)
    assert [(outlet.name, outlet.region) for outlet in watched] == [
        ("Kabar Baru", "33"),
        ("Kabar Pagi", "33"),
    ]
    of_items = "SELECT title, name FROM items JOIN outlets ON outlets.id = outlet_id ORDER BY title"
    assert await asked(db, of_items) == [("Banjir surut 1", "Kabar Baru"), ("Banjir surut 2", "Kabar Pagi")]


async def test_articles_are_found_under_the_name_that_their_outlet_has_by_now(db: Database) -> None:
    feed, other = await given_feed(db), await given_feed(db, url="https://kabar.example/2")
    async with db.writing() as tx:
        await save_entries(tx, feed, [_entry(1)], now=MORNING)
        await save_entries(tx, other, [_entry(2)], now=MORNING)

    await _change(db, RSS, FeedEdit(outlet="Suara Baru"))
    assert await _found(db, "media:suarabaru") == ["Banjir surut 1"]
    assert await _found(db, "media:kabarpagi banjir") == ["Banjir surut 2"]
    await _change(db, "https://kabar.example/2", FeedEdit(outlet="Warta"))
    assert await _found(db, "media:kabarpagi") == []
    assert await _found(db, "media:warta judul:banjir surut") == ["Banjir surut 2"]


async def test_articles_that_the_other_outlet_has_as_well_stay_where_they_are(db: Database) -> None:
    feed, other = await given_feed(db), await given_feed(db, url="https://warta.example/rss", outlet="Warta")
    async with db.writing() as tx:
        await save_entries(tx, feed, [_entry(1), _entry(2)], now=MORNING)
        await save_entries(tx, other, [_entry(1)], now=MORNING)

    assert await _change(db, RSS, FeedEdit(outlet="Warta"))

    of_items = "SELECT title, name FROM items JOIN outlets ON outlets.id = outlet_id ORDER BY title, name"
    assert await asked(db, of_items) == [
        ("Banjir surut 1", "Kabar Pagi"),
        ("Banjir surut 1", "Warta"),
        ("Banjir surut 2", "Warta"),
    ]


async def test_a_feed_is_changed_as_the_operator_says(db: Database) -> None:
    await _add(db, RSS)

    assert await _change(db, RSS, FeedEdit(outlet="Kabar Baru", region="19.02", full_text=True))
    assert not await _change(db, "https://kabar.example/lain", FeedEdit(region="19"))

    async with db.reading() as tx:
        (feed,) = await followed_feeds(tx, now=MORNING)
    assert (feed.outlet, feed.region, feed.full_text) == ("Kabar Baru", "19.02", True)


async def test_what_is_not_named_stays_as_it_was(db: Database) -> None:
    await _add(db, RSS)
    await _change(db, RSS, FeedEdit(full_text=True))
    await _change(db, RSS, FeedEdit(region="19"))

    async with db.reading() as tx:
        (feed,) = await followed_feeds(tx, now=MORNING)
    assert (feed.outlet, feed.region, feed.full_text) == ("Kabar Pagi", "19", True)
