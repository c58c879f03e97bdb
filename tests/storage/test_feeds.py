"""Feeds: followed once, claimed under a lease, shared among pollers without overlap."""

import asyncio
from datetime import timedelta

from news.feed import FAILURES_UNTIL_BROKEN, FIRST_INTERVAL, Feed, Health, NextPoll
from storage.database import Database
from storage.feeds import (
    POLL_LEASE,
    FollowedFeed,
    broken_outlets,
    claim_due_feeds,
    follow_feed,
    followed_feeds,
    forget_feed,
    next_feed_due_at,
    save_poll,
)
from tests.clocks import MORNING
from tests.conftest import OpenDatabase
from tests.make import make_entry, make_source
from tests.storage.given import asked, given_feed, given_items

HOUR = timedelta(hours=1)


async def _follow(db: Database, *urls: str, outlet: str = "Kabar Pagi") -> None:
    async with db.writing() as tx:
        for url in urls:
            await follow_feed(tx, make_source(url=url, outlet=outlet), now=MORNING)


async def _claim(db: Database, *, after: timedelta = timedelta(), limit: int = 100) -> list[Feed]:
    async with db.writing() as tx:
        return await claim_due_feeds(tx, now=MORNING + after, limit=limit)


async def _poll(
    db: Database,
    feed: Feed,
    *,
    next_in: timedelta = HOUR,
    failures: int = 0,
    reason: str = "",
    etag: str = "",
    modified: str = "",
) -> None:
    next_poll = NextPoll(at=MORNING + next_in, interval=next_in, failures=failures)
    async with db.writing() as tx:
        await save_poll(tx, feed, next_poll, reason=reason, polled_at=MORNING, etag=etag, modified=modified)


async def _listed(db: Database) -> list[FollowedFeed]:
    async with db.reading() as tx:
        return await followed_feeds(tx)


async def test_a_feed_that_is_followed_is_due_at_once(db: Database) -> None:
    await _follow(db, "https://kabar.example/rss")

    (feed,) = await _claim(db)

    assert feed == Feed(
        id=feed.id, url="https://kabar.example/rss", outlet="Kabar Pagi", interval=FIRST_INTERVAL, failures=0
    )


async def test_an_address_is_followed_once(db: Database) -> None:
    async with db.writing() as tx:
        assert await follow_feed(tx, make_source(), now=MORNING)
        assert not await follow_feed(tx, make_source(outlet="Another Name"), now=MORNING)

    assert [feed.outlet for feed in await _listed(db)] == ["Kabar Pagi"]


async def test_the_feeds_of_one_outlet_share_it(db: Database) -> None:
    await _follow(db, "https://kabar.example/politik", "https://kabar.example/daerah")

    assert await asked(db, "SELECT name FROM outlets") == [("Kabar Pagi",)]


async def test_a_feed_that_is_claimed_is_nobody_elses(db: Database) -> None:
    await given_feed(db)

    assert await _claim(db, after=POLL_LEASE - timedelta(seconds=1)) == []


async def test_a_feed_whose_lease_ran_out_can_be_claimed_again(db: Database) -> None:
    feed = await given_feed(db)

    assert await _claim(db, after=POLL_LEASE) == [feed]


async def test_a_claim_takes_the_longest_due_and_no_more_than_its_limit(db: Database) -> None:
    urls = [f"https://kabar.example/{n}" for n in range(5)]
    for minute, url in enumerate(reversed(urls)):
        async with db.writing() as tx:
            await follow_feed(tx, make_source(url=url), now=MORNING + timedelta(minutes=minute))

    claimed = await _claim(db, after=HOUR, limit=3)

    assert [feed.url for feed in claimed] == urls[:-4:-1]


async def test_two_pollers_share_what_is_due_without_overlap(
    postgres_url: str, open_database: OpenDatabase
) -> None:
    one, other = open_database(postgres_url), open_database(postgres_url)
    urls = {f"https://kabar.example/{n}" for n in range(5)}
    await _follow(one, *urls)

    async with one.writing() as first, other.writing() as second:
        taken = await claim_due_feeds(first, now=MORNING, limit=3)
        rest = await claim_due_feeds(second, now=MORNING, limit=100)

    assert (len(taken), len(rest)) == (3, 2)
    assert {feed.url for feed in taken} | {feed.url for feed in rest} == urls


async def test_many_pollers_at_once_claim_every_feed_once(
    database_url: str, open_database: OpenDatabase
) -> None:
    pollers = [open_database(database_url) for _ in range(4)]
    urls = [f"https://kabar.example/{n:02}" for n in range(20)]
    await _follow(pollers[0], *urls)

    shares = await asyncio.gather(*(_claim(pollers[n % 4], limit=4) for n in range(8)))

    assert sorted(feed.url for share in shares for feed in share) == urls
    assert max(len(share) for share in shares) == 4


async def test_a_poll_gives_the_claim_back_and_says_when_the_next_one_is_due(db: Database) -> None:
    feed = await given_feed(db)
    await _poll(db, feed, next_in=HOUR, etag='"42"', modified="Mon, 23 Nov 2026 00:00:00 GMT")

    assert await _claim(db, after=HOUR - timedelta(seconds=1)) == []
    assert await _claim(db, after=HOUR) == [
        Feed(
            id=feed.id, url=feed.url, outlet=feed.outlet, interval=HOUR, failures=0,
            etag='"42"', modified="Mon, 23 Nov 2026 00:00:00 GMT",
        )
    ]  # fmt: skip


async def test_the_operator_sees_each_feed_by_outlet_with_its_health_and_its_items(db: Database) -> None:
    broken = await given_feed(db, url="https://warta.example/rss", outlet="Warta Sore")
    await _poll(db, broken, failures=FAILURES_UNTIL_BROKEN, reason="HTTP 500")
    await given_items(db, make_entry(), make_entry(), outlet="Kabar Pagi")

    kabar, warta = await _listed(db)

    assert (kabar.outlet, kabar.health, kabar.items, kabar.last_polled_at) == (
        "Kabar Pagi",
        Health.OK,
        2,
        None,
    )
    assert warta == FollowedFeed(
        url="https://warta.example/rss",
        outlet="Warta Sore",
        region="",
        health=Health.BROKEN,
        reason="HTTP 500",
        last_polled_at=MORNING,
        next_poll_at=MORNING + HOUR,
        items=0,
    )


async def test_an_outlet_is_broken_when_none_of_its_feeds_works(db: Database) -> None:
    for outlet, url, failures in [
        ("Kabar Pagi", "https://kabar.example/1", FAILURES_UNTIL_BROKEN),
        ("Kabar Pagi", "https://kabar.example/2", 0),
        ("Warta Sore", "https://warta.example/1", FAILURES_UNTIL_BROKEN),
        ("Warta Sore", "https://warta.example/2", FAILURES_UNTIL_BROKEN + 4),
        ("Suara Kota", "https://suara.example/1", FAILURES_UNTIL_BROKEN - 1),
    ]:
        await _poll(db, await given_feed(db, url=url, outlet=outlet), failures=failures)

    async with db.reading() as tx:
        assert await broken_outlets(tx) == ("Warta Sore",)


async def test_the_articles_of_a_feed_that_is_forgotten_stay(db: Database) -> None:
    (item,) = await given_items(db, make_entry(title="Banjir surut di Demak"))
    (feed,) = await _listed(db)

    async with db.writing() as tx:
        assert await forget_feed(tx, feed.url)
        assert not await forget_feed(tx, feed.url)

    assert await asked(db, "SELECT title, feed_id FROM items") == [(item.title, None)]


async def test_the_next_poll_is_that_of_the_longest_due_feed(db: Database) -> None:
    async with db.reading() as tx:
        assert await next_feed_due_at(tx) is None
    await _poll(db, await given_feed(db, url="https://kabar.example/1"), next_in=HOUR)
    await _poll(db, await given_feed(db, url="https://kabar.example/2"), next_in=HOUR / 2)

    async with db.reading() as tx:
        assert await next_feed_due_at(tx) == MORNING + HOUR / 2
