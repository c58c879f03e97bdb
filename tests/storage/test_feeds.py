"""Feeds: followed once, seen with their health, gone when their outlet says so, forgotten on purpose."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from news.feed import Health, Source
from news.rhythm import STRIKES_UNTIL_BROKEN
from storage.database import Database
from storage.feeds import FollowedFeed, followed_feeds, lock_feeds
from storage.following import follow_feed, follow_feeds, forget_feed
from storage.known_feeds import find_feed
from storage.outlets import unwatched_outlets
from storage.polls import claim_due_feeds, next_feed_due_at
from storage.tables import feeds
from storage.troubles import untold_changes
from tests.clocks import MORNING
from tests.conftest import OpenDatabase
from tests.make import make_entry, make_source
from tests.storage.given import asked, given_feed, given_items

HOUR = timedelta(hours=1)
RSS = "https://kabar.example/rss"


async def _follow(db: Database, *urls: str, outlet: str = "Kabar Pagi", at: datetime = MORNING) -> list[bool]:
    async with db.writing() as tx:
        return [await follow_feed(tx, make_source(url=url, outlet=outlet), now=at) for url in urls]


async def _set(db: Database, url: str, **values: object) -> None:
    """As polls would have left it."""
    async with db.writing() as tx:
        await tx.execute(update(feeds).where(feeds.c.url == url).values(**values))


async def _listed(db: Database, *, now: datetime = MORNING) -> list[FollowedFeed]:
    async with db.reading() as tx:
        return await followed_feeds(tx, now=now)


async def _as(db: Database, url: str) -> str | None:
    async with db.reading() as tx:
        feed = await find_feed(tx, url)
        return None if feed is None or feed.is_gone else feed.outlet


async def test_an_address_is_followed_once(db: Database) -> None:
    async with db.writing() as tx:
        assert await follow_feed(tx, make_source(), now=MORNING)
        assert not await follow_feed(tx, make_source(outlet="Another Name"), now=MORNING)

    assert [feed.outlet for feed in await _listed(db)] == ["Kabar Pagi"]


async def test_the_feeds_of_one_outlet_share_it_and_those_of_one_host_its_turns(db: Database) -> None:
    await _follow(db, "https://kabar.example/politik", "https://kabar.example/daerah")

    assert await asked(db, "SELECT name FROM outlets") == [("Kabar Pagi",)]
    assert await asked(db, "SELECT name FROM hosts") == [("kabar.example",)]


async def test_a_list_is_followed_as_far_as_it_is_new(db: Database) -> None:
    await _follow(db, RSS)
    sources = [
        make_source(url=RSS, outlet="Kabar Pagi"),
        make_source(url="https://kabar.example/daerah", outlet="Kabar Pagi"),
        make_source(url="https://warta.example/rss", outlet="Warta Sore", region="33"),
        make_source(url="https://warta.example/rss", outlet="Warta Sore", region="33"),
    ]

    assert await follow_feeds(db, sources, now=MORNING) == 2
    assert await follow_feeds(db, sources, now=MORNING) == 0
    assert [(feed.outlet, feed.url, feed.region) for feed in await _listed(db)] == [
        ("Kabar Pagi", "https://kabar.example/daerah", ""),
        ("Kabar Pagi", RSS, ""),
        ("Warta Sore", "https://warta.example/rss", "33"),
    ]


async def test_pollers_that_start_together_follow_one_list_once(
    database_url: str, open_database: OpenDatabase, db: Database
) -> None:
    sources = [
        Source(url=f"https://{n}.example/{part}", outlet=f"Kabar {n}") for n in range(5) for part in "ab"
    ]
    pollers = [open_database(database_url) for _ in range(3)]

    new = await asyncio.gather(
        follow_feeds(pollers[0], sources, now=MORNING),
        follow_feeds(pollers[1], sources[::-1], now=MORNING),
        follow_feeds(pollers[2], sources[5:] + sources[:5], now=MORNING),
    )

    assert sum(new) == len(sources)
    assert len(await _listed(db)) == len(sources)


async def test_a_list_of_thousands_of_hosts_is_followed(db: Database) -> None:
    sources = [Source(url=f"https://{n}.example/rss", outlet=f"Kabar {n}") for n in range(2_500)]

    assert await follow_feeds(db, sources, now=MORNING) == 2_500
    assert await asked(db, "SELECT count(*) FROM hosts WHERE due_at IS NOT NULL") == [(2_500,)]


async def test_a_feed_that_is_gone_stays_gone_for_a_list_and_is_back_when_it_is_added_by_hand(
    db: Database,
) -> None:
    await _follow(db, RSS)
    await _set(db, RSS, gone_at=MORNING, strikes=4.0, reason="HTTP 410", location="https://baru.example/rss")
    await _set(db, RSS, told_broken=True)

    assert await follow_feeds(db, [make_source(url=RSS)], now=MORNING + HOUR) == 0
    (gone,) = await _listed(db)
    assert (gone.health, gone.next_poll_at, await _as(db, RSS)) == (Health.GONE, None, None)

    assert await _follow(db, RSS, at=MORNING + HOUR) == [True]
    (back,) = await _listed(db)
    assert (back.health, back.next_poll_at, back.location, back.reason) == (
        Health.OK,
        MORNING + HOUR,
        "",
        "",
    )
    async with db.writing() as tx:
        assert await untold_changes(tx) == []
        assert [feed.url for feed in await claim_due_feeds(tx, now=MORNING + HOUR, limit=9)] == [RSS]


async def test_a_feed_is_known_by_its_own_address_and_by_the_one_it_has_moved_to(db: Database) -> None:
    await _follow(db, RSS)
    await _set(db, RSS, location="https://kabar.example/feed")

    assert await _as(db, RSS) == "Kabar Pagi"
    assert await _as(db, "https://kabar.example/feed") == "Kabar Pagi"
    assert await _as(db, "https://kabar.example/") is None


async def test_the_operator_sees_each_feed_by_outlet_with_its_health_and_its_items(db: Database) -> None:
    warta = "https://warta.example/rss"
    await _follow(db, warta, outlet="Warta Sore")
    await _set(
        db, warta, strikes=STRIKES_UNTIL_BROKEN, reason="HTTP 500", last_polled_at=MORNING,
        next_poll_at=MORNING + HOUR, newest_at=MORNING - HOUR, location="https://warta.example/feed",
    )  # fmt: skip
    await given_items(db, make_entry(), make_entry(), outlet="Kabar Pagi")

    kabar, broken = await _listed(db)

    assert (kabar.outlet, kabar.health, kabar.items, kabar.last_polled_at) == (
        "Kabar Pagi",
        Health.OK,
        2,
        None,
    )
    assert broken == FollowedFeed(
        id=broken.id,
        url=warta,
        location="https://warta.example/feed",
        outlet="Warta Sore",
        region="",
        health=Health.BROKEN,
        reason="HTTP 500",
        last_polled_at=MORNING,
        next_poll_at=MORNING + HOUR,
        newest_at=MORNING - HOUR,
        items=0,
    )


WELL: dict[str, object] = {}
BROKEN = {"strikes": STRIKES_UNTIL_BROKEN}
GONE = {"gone_at": MORNING}
SILENT = {
    "newest_at": MORNING - timedelta(days=6), "longest_pause_seconds": 24 * 3600, "answered_at": MORNING
}  # fmt: skip
UNASKED = {**SILENT, "answered_at": MORNING - timedelta(days=3)}
SLOW = {**SILENT, "longest_pause_seconds": 48 * 3600}


@pytest.mark.parametrize(
    ("of_outlet", "expected"),
    [
        ((BROKEN, WELL), None),
        ((GONE, SLOW), None),
        ((GONE, UNASKED), None),
        ((BROKEN, BROKEN), Health.BROKEN),
        ((BROKEN, GONE), Health.BROKEN),
        ((GONE, GONE), Health.GONE),
        ((BROKEN, SILENT), Health.SILENT),
        ((SILENT, GONE), Health.SILENT),
    ],
)
async def test_an_outlet_is_as_well_as_the_best_of_its_feeds(
    db: Database, of_outlet: tuple[dict[str, object], ...], expected: Health | None
) -> None:
    await _follow(db, "https://lain.example/rss", outlet="Lain")
    for number, values in enumerate(of_outlet):
        url = f"https://kabar.example/{number}"
        await _follow(db, url)
        if values:
            await _set(db, url, **values)

    async with db.reading() as tx:
        found = await unwatched_outlets(tx, now=MORNING)

    assert dict(found) == ({"Kabar Pagi": expected} if expected else {})


async def test_the_articles_of_a_feed_that_is_forgotten_stay(db: Database) -> None:
    (item,) = await given_items(db, make_entry(title="Banjir surut di Demak"))
    (feed,) = await _listed(db)

    async with db.writing() as tx:
        assert await forget_feed(tx, feed.url)
        assert not await forget_feed(tx, feed.url)

    assert await asked(db, "SELECT title, feed_id FROM items") == [(item.title, None)]


async def test_of_polled_feeds_those_are_locked_that_are_still_followed(db: Database) -> None:
    one, two = await given_feed(db), await given_feed(db, url="https://kabar.example/2")

    async with db.writing() as tx:
        await forget_feed(tx, one.url)
        assert await lock_feeds(tx, [one, two]) == {two.id}


async def test_the_next_poll_is_that_of_the_feed_that_is_due_first(db: Database) -> None:
    async with db.reading() as tx:
        assert await next_feed_due_at(tx) is None
    await _follow(db, "https://kabar.example/1", at=MORNING + HOUR)
    await _follow(db, "https://warta.example/1", at=MORNING + HOUR / 2)

    async with db.reading() as tx:
        assert await next_feed_due_at(tx) == MORNING + HOUR / 2
