"""Polling: feeds are asked side by side and host by host, and what they bring is kept and told."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

from jobs.fetch import Fetched, NotModified
from jobs.keep import Poll
from jobs.poll import FEEDS_AT_ONCE, Poller, poll_due_feeds
from news.feed import Feed
from storage.database import Database
from storage.polls import last_polls
from tests.clocks import TestClock
from tests.conftest import OpenDatabase
from tests.jobs.crowd import Crowd
from tests.jobs.polling import (
    SERVER_ERROR,
    fetched,
    following,
    polled,
    read_here,
    rss,
    serving,
    titles,
)
from tests.storage.given import asked


async def test_new_articles_are_kept_oldest_first_and_the_feed_is_due_later(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", clock=clock)

    (poll,) = await polled(db, serving(a=rss("dua", "satu")), clock=clock)

    assert (poll.listed, poll.new, poll.reason) == (2, 2, "")
    assert await titles(db) == ["satu", "dua"]
    assert await polled(db, serving(), clock=clock) == []


async def test_the_feeds_of_one_host_are_asked_one_after_another_with_a_pause(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", "b", host="kabar", clock=clock)
    await following(db, "c", clock=clock)
    fetch = serving(a=rss("satu"), b=rss("dua"), c=rss("tiga"))

    first = await polled(db, fetch, clock=clock)
    assert await polled(db, fetch, clock=clock) == []
    clock.move(seconds=1)
    second = await polled(db, fetch, clock=clock)

    assert (len(first), len(second)) == (2, 1)
    assert sorted(await titles(db)) == ["dua", "satu", "tiga"]


async def test_hosts_are_asked_side_by_side(db: Database, clock: TestClock) -> None:
    names = [f"n{number}" for number in range(30)]
    await following(db, *names, clock=clock)
    all_asked = asyncio.Barrier(len(names))

    async def answer() -> Fetched:
        await all_asked.wait()
        return fetched(rss("satu"))

    async with asyncio.timeout(30):
        assert len(await polled(db, serving(**dict.fromkeys(names, answer)), clock=clock)) == 30


async def test_a_slow_feed_does_not_hold_up_others_that_become_due(db: Database, clock: TestClock) -> None:
    await following(db, "a", clock=clock)
    others_told = asyncio.Event()

    async def slow() -> Fetched:
        await following(db, "b", clock=clock)
        await others_told.wait()
        return fetched(rss("satu"))

    def tell(poll: Poll) -> None:
        others_told.set()

    async with asyncio.timeout(30):
        polls = await polled(db, serving(a=slow, b=rss("dua")), clock=clock, tell=tell)

    assert [poll.feed.url for poll in polls] == ["https://b.example/b", "https://a.example/a"]


async def test_no_more_feeds_are_under_way_than_there_is_room_for(
    sqlite_db: Database, clock: TestClock
) -> None:
    names = [f"n{number}" for number in range(FEEDS_AT_ONCE + 10)]
    await following(sqlite_db, *names, clock=clock)
    crowd = Crowd()

    async def fetch(feed: Feed, *, now: object) -> NotModified:
        await crowd.stay(turns=1)
        return NotModified()

    assert len(await polled(sqlite_db, fetch, clock=clock)) == len(names)
    assert crowd.most == FEEDS_AT_ONCE


async def test_a_poll_is_told_when_it_has_been_kept(
    database_url: str, open_database: OpenDatabase, clock: TestClock
) -> None:
    db, other = open_database(database_url), open_database(database_url)
    await following(db, "a", clock=clock)
    seen: list[Awaitable[object]] = []
    told = await polled(db, serving(a=rss("satu")), clock=clock, tell=lambda poll: seen.append(titles(other)))

    assert [poll.new for poll in told] == [1]
    assert [await each for each in seen] == [["satu"]]


async def test_each_poll_is_a_line_of_the_feeds_history(db: Database, clock: TestClock) -> None:
    await following(db, "a", clock=clock)
    begun = clock.now()
    (poll,) = await polled(db, serving(a=rss("dua", "satu")), clock=clock)
    clock.move(days=1)
    await polled(db, serving(a=None), clock=clock)
    clock.move(days=1)
    await polled(db, serving(a=SERVER_ERROR), clock=clock)

    async with db.reading() as tx:
        records = await last_polls(tx, poll.feed.id)

    assert [(each.status, each.size, each.listed, each.new, each.reason) for each in records] == [
        (500, 0, 0, 0, "HTTP 500"),
        (304, 0, 0, 0, ""),
        (200, len(rss("dua", "satu")), 2, 2, ""),
    ]
    assert records[-1].at == begun


async def test_two_pollers_of_one_database_share_everything_and_never_ask_one_host_at_once(
    postgres_url: str, open_database: OpenDatabase, clock: TestClock
) -> None:
    pollers = [open_database(postgres_url) for _ in range(2)]
    for host in range(6):
        names = [f"f{host}-{number}" for number in range(4)]
        await following(pollers[0], *names, clock=clock, host=f"h{host}", outlet=f"Kabar {host % 3}")
    asked_now: set[str] = set()
    asked_for: list[str] = []

    async def fetch(feed: Feed, *, now: object) -> Fetched:
        host = feed.url.split("/")[2]
        assert host not in asked_now
        asked_now.add(host)
        await asyncio.sleep(0)
        asked_for.append(feed.url)
        asked_now.remove(host)
        return fetched(rss("sama", feed.url.rsplit("/", 1)[-1]))

    async def poll(db: Database) -> int:
        done = 0
        while len(asked_for) < 24:
            poller = Poller(db=db, fetch=fetch, read=read_here, clock=clock, pause=timedelta())
            done += await poll_due_feeds(poller)
        return done

    async with asyncio.timeout(60):
        assert sum(await asyncio.gather(*map(poll, pollers))) == 24
    assert len(set(asked_for)) == 24
    assert await asked(pollers[0], "SELECT count(*) FROM items") == [(24 + 3,)]
