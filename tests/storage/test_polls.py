"""Polls: claimed host by host, shared among pollers without overlap, written down with what follows."""

import asyncio
from datetime import timedelta

from news.feed import FIRST_INTERVAL, Feed
from news.poll import EndedPoll, PollRecord
from news.rhythm import NextPoll
from storage.database import Database
from storage.following import forget_feed
from storage.hosts import HOST_LEASE
from storage.polls import claim_due_feeds, next_feed_due_at, save_polls
from tests.clocks import MORNING
from tests.conftest import OpenDatabase
from tests.storage.given import asked
from tests.storage.polls import HOUR, SECOND, claim, due_urls, ended_poll, follow, save


async def test_a_feed_that_is_followed_is_due_at_once(db: Database) -> None:
    await follow(db, "https://kabar.example/rss")

    (feed,) = await claim(db)

    assert feed == Feed(
        id=feed.id,
        url="https://kabar.example/rss",
        outlet_id=feed.outlet_id,
        outlet="Kabar Pagi",
        interval=FIRST_INTERVAL,
    )


async def test_a_claim_takes_one_feed_of_each_host(db: Database) -> None:
    await follow(db, "https://kabar.example/1", "https://warta.example/1")
    await follow(db, "https://kabar.example/2", "https://warta.example/2", at=MORNING - SECOND)

    assert sorted(await due_urls(db)) == ["https://kabar.example/2", "https://warta.example/2"]


async def test_a_host_that_is_held_is_nobody_elses_until_its_lease_has_run_out(db: Database) -> None:
    await follow(db, "https://kabar.example/1", "https://kabar.example/2")
    held = await claim(db)
    await follow(db, "https://kabar.example/3")

    assert await claim(db, after=HOST_LEASE - SECOND) == []
    assert await claim(db, after=HOST_LEASE) == held


async def test_the_feeds_of_one_host_are_asked_one_after_another_with_a_pause(db: Database) -> None:
    urls = [f"https://kabar.example/{n}" for n in range(3)]
    for minutes, url in enumerate(urls):
        await follow(db, url, at=MORNING - timedelta(minutes=9 - minutes))
    asked_for = []
    for at in (0 * SECOND, SECOND, 2 * SECOND):
        (feed,) = await claim(db, after=at)
        asked_for.append(feed.url)
        await save(db, ended_poll(feed, after=at), after=at)
        assert await claim(db, after=at + SECOND / 2) == []

    assert asked_for == urls
    assert await claim(db, after=HOUR - SECOND) == []
    assert await due_urls(db, after=HOUR) == urls[:1]


async def test_a_host_that_asks_for_time_is_left_alone_with_all_its_feeds(db: Database) -> None:
    await follow(db, "https://kabar.example/1", "https://kabar.example/2", "https://warta.example/1")
    for feed in await claim(db):
        await save(db, ended_poll(feed, halt=HOUR / 2 if "kabar" in feed.url else timedelta()))

    assert await claim(db, after=HOUR / 2 - SECOND) == []
    assert await due_urls(db, after=HOUR / 2) == ["https://kabar.example/2"]


async def test_a_claim_takes_the_longest_due_and_no_more_than_its_limit(db: Database) -> None:
    urls = [f"https://{n}.example/rss" for n in range(5)]
    for minute, url in enumerate(reversed(urls)):
        await follow(db, url, at=MORNING + timedelta(minutes=minute))

    assert await due_urls(db, after=HOUR, limit=3) == urls[:-4:-1]


async def test_a_host_with_many_feeds_queues_behind_those_that_wait_longer(db: Database) -> None:
    await follow(db, *(f"https://banyak.example/{n}" for n in range(9)), at=MORNING - HOUR)
    await follow(db, "https://kabar.example/rss", at=MORNING)
    (first,) = await claim(db, limit=1)
    await save(db, ended_poll(first), pause=SECOND)

    assert await due_urls(db, after=HOUR / 2, limit=1) == ["https://kabar.example/rss"]


async def test_a_feed_that_is_gone_is_not_asked_again_nor_holds_up_its_host(db: Database) -> None:
    await follow(db, "https://kabar.example/1", at=MORNING - HOUR)
    await follow(db, "https://kabar.example/2")
    (feed,) = await claim(db)
    gone = EndedPoll(
        feed=feed,
        record=PollRecord(at=MORNING, status=410, reason="HTTP 410"),
        next_poll=NextPoll(at=None, interval=feed.interval),
        validators=feed.validators,
    )
    await save(db, gone)

    assert await asked(db, "SELECT url FROM feeds WHERE gone_at IS NOT NULL") == [
        ("https://kabar.example/1",)
    ]
    assert await due_urls(db, after=SECOND) == ["https://kabar.example/2"]


async def test_a_host_whose_feed_was_forgotten_is_not_held_for_nothing(db: Database) -> None:
    await follow(db, "https://kabar.example/1")
    async with db.writing() as tx:
        await forget_feed(tx, "https://kabar.example/1")

    assert await claim(db) == []
    async with db.reading() as tx:
        assert await next_feed_due_at(tx) is None
    await follow(db, "https://kabar.example/2")
    assert await due_urls(db) == ["https://kabar.example/2"]


async def test_a_feed_that_was_forgotten_during_its_poll_gives_its_host_back(db: Database) -> None:
    await follow(db, "https://kabar.example/1", at=MORNING - HOUR)
    await follow(db, "https://kabar.example/2")
    (feed,) = await claim(db)
    async with db.writing() as tx:
        await forget_feed(tx, feed.url)
        await save_polls(tx, [ended_poll(feed)], followed=set(), now=MORNING, pause=SECOND)

    assert await due_urls(db, after=SECOND) == ["https://kabar.example/2"]


async def test_a_feed_that_is_followed_meanwhile_waits_for_its_host(db: Database) -> None:
    await follow(db, "https://kabar.example/1")
    (feed,) = await claim(db)
    await follow(db, "https://kabar.example/2")
    async with db.reading() as tx:
        assert await next_feed_due_at(tx) == MORNING + HOST_LEASE
    await save(db, ended_poll(feed))

    async with db.reading() as tx:
        assert await next_feed_due_at(tx) == MORNING + SECOND
    assert await due_urls(db, after=SECOND) == ["https://kabar.example/2"]


async def test_a_feed_that_has_moved_takes_its_turns_at_its_new_host_without_freeing_that(
    db: Database,
) -> None:
    await follow(db, "https://kabar.example/1")
    await follow(db, "https://baru.example/1", at=MORNING - HOUR)
    await follow(db, "https://kabar.example/2", at=MORNING + SECOND)
    new_host, moving = await claim(db)
    await save(db, ended_poll(moving, location="https://baru.example/2", next_in=2 * SECOND))

    assert await due_urls(db, after=3 * SECOND) == ["https://kabar.example/2"]
    await save(db, ended_poll(new_host))
    assert await due_urls(db, after=3 * SECOND) == ["https://kabar.example/1"]


async def test_two_pollers_share_hosts_without_overlap_while_neither_has_committed(
    postgres_url: str, open_database: OpenDatabase
) -> None:
    one, other = open_database(postgres_url), open_database(postgres_url)
    urls = {f"https://{n}.example/rss" for n in range(5)}
    await follow(one, *urls)

    async with one.writing() as first, other.writing() as second:
        taken = await claim_due_feeds(first, now=MORNING, limit=3)
        rest = await claim_due_feeds(second, now=MORNING, limit=100)

    assert (len(taken), len(rest)) == (3, 2)
    assert {feed.url for feed in taken} | {feed.url for feed in rest} == urls


async def test_many_pollers_poll_everything_once_and_never_ask_one_host_at_once(
    database_url: str, open_database: OpenDatabase
) -> None:
    pollers = [open_database(database_url) for _ in range(4)]
    urls = [f"https://{host}.example/{n}" for host in range(8) for n in range(5)]
    await follow(pollers[0], *urls)
    asked_now: set[str] = set()
    polled: list[str] = []

    async def poll(db: Database) -> None:
        while len(polled) < len(urls):
            claimed = await claim(db, limit=3)
            hosts = {feed.url.rsplit("/", 1)[0] for feed in claimed}
            assert not hosts & asked_now
            asked_now.update(hosts)
            await asyncio.sleep(0)
            polled.extend(feed.url for feed in claimed)
            asked_now.difference_update(hosts)
            await save(db, *map(ended_poll, claimed), pause=timedelta())

    async with asyncio.timeout(60):
        await asyncio.gather(*map(poll, pollers))

    assert sorted(polled) == urls
