"""Polls: claimed host by host, shared among pollers without overlap, written down with what follows."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from news.feed import FIRST_INTERVAL, Feed, Rhythm, Validators
from news.ids import FeedId
from news.poll import EndedPoll, PollRecord
from news.rhythm import NextPoll
from news.wishes import Wishes
from storage.database import Database
from storage.feeds import followed_feeds
from storage.following import follow_feed, forget_feed
from storage.hosts import HOST_LEASE
from storage.polls import POLLS_KEPT, claim_due_feeds, last_polls, next_feed_due_at, save_polls
from storage.tables import feeds
from tests.clocks import MORNING
from tests.conftest import OpenDatabase
from tests.make import make_source
from tests.storage.given import asked

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


async def _follow(db: Database, *urls: str, at: datetime = MORNING) -> None:
    async with db.writing() as tx:
        for url in urls:
            await follow_feed(tx, make_source(url=url), now=at)


async def _claim(db: Database, *, after: timedelta = timedelta(), limit: int = 100) -> list[Feed]:
    async with db.writing() as tx:
        return await claim_due_feeds(tx, now=MORNING + after, limit=limit)


async def _urls(db: Database, *, after: timedelta = timedelta(), limit: int = 100) -> list[str]:
    return [feed.url for feed in await _claim(db, after=after, limit=limit)]


def _ended(
    feed: Feed, *, after: timedelta = timedelta(), next_in: timedelta = HOUR, halt: timedelta = timedelta(),
    location: str | None = None,
) -> EndedPoll:  # fmt: skip
    at = MORNING + after
    return EndedPoll(
        feed=feed,
        record=PollRecord(at=at, status=200),
        next_poll=NextPoll(at=at + next_in, interval=next_in),
        validators=feed.validators,
        location=feed.location if location is None else location,
        halt=halt,
    )


async def _save(
    db: Database, *ended: EndedPoll, after: timedelta = timedelta(), pause: timedelta = SECOND
) -> None:
    async with db.writing() as tx:
        await save_polls(tx, ended, followed=_ids(ended), now=MORNING + after, pause=pause)


def _ids(ended: Sequence[EndedPoll]) -> set[FeedId]:
    return {poll.feed.id for poll in ended}


async def test_a_feed_that_is_followed_is_due_at_once(db: Database) -> None:
    await _follow(db, "https://kabar.example/rss")

    (feed,) = await _claim(db)

    assert feed == Feed(
        id=feed.id,
        url="https://kabar.example/rss",
        outlet_id=feed.outlet_id,
        outlet="Kabar Pagi",
        interval=FIRST_INTERVAL,
    )


async def test_a_claim_takes_one_feed_of_each_host(db: Database) -> None:
    await _follow(db, "https://kabar.example/1", "https://warta.example/1")
    await _follow(db, "https://kabar.example/2", "https://warta.example/2", at=MORNING - SECOND)

    assert sorted(await _urls(db)) == ["https://kabar.example/2", "https://warta.example/2"]


async def test_a_host_that_is_held_is_nobody_elses_until_its_lease_has_run_out(db: Database) -> None:
    await _follow(db, "https://kabar.example/1", "https://kabar.example/2")
    held = await _claim(db)
    await _follow(db, "https://kabar.example/3")

    assert await _claim(db, after=HOST_LEASE - SECOND) == []
    assert await _claim(db, after=HOST_LEASE) == held


async def test_the_feeds_of_one_host_are_asked_one_after_another_with_a_pause(db: Database) -> None:
    urls = [f"https://kabar.example/{n}" for n in range(3)]
    for minutes, url in enumerate(urls):
        await _follow(db, url, at=MORNING - timedelta(minutes=9 - minutes))
    asked_for = []
    for at in (0 * SECOND, SECOND, 2 * SECOND):
        (feed,) = await _claim(db, after=at)
        asked_for.append(feed.url)
        await _save(db, _ended(feed, after=at), after=at)
        assert await _claim(db, after=at + SECOND / 2) == []

    assert asked_for == urls
    assert await _claim(db, after=HOUR - SECOND) == []
    assert await _urls(db, after=HOUR) == urls[:1]


async def test_a_host_that_asks_for_time_is_left_alone_with_all_its_feeds(db: Database) -> None:
    await _follow(db, "https://kabar.example/1", "https://kabar.example/2", "https://warta.example/1")
    for feed in await _claim(db):
        await _save(db, _ended(feed, halt=HOUR / 2 if "kabar" in feed.url else timedelta()))

    assert await _claim(db, after=HOUR / 2 - SECOND) == []
    assert await _urls(db, after=HOUR / 2) == ["https://kabar.example/2"]


async def test_a_claim_takes_the_longest_due_and_no_more_than_its_limit(db: Database) -> None:
    urls = [f"https://{n}.example/rss" for n in range(5)]
    for minute, url in enumerate(reversed(urls)):
        await _follow(db, url, at=MORNING + timedelta(minutes=minute))

    assert await _urls(db, after=HOUR, limit=3) == urls[:-4:-1]


async def test_a_host_with_many_feeds_queues_behind_those_that_wait_longer(db: Database) -> None:
    await _follow(db, *(f"https://banyak.example/{n}" for n in range(9)), at=MORNING - HOUR)
    await _follow(db, "https://kabar.example/rss", at=MORNING)
    (first,) = await _claim(db, limit=1)
    await _save(db, _ended(first), pause=SECOND)

    assert await _urls(db, after=HOUR / 2, limit=1) == ["https://kabar.example/rss"]


async def test_a_feed_that_is_gone_is_not_asked_again_nor_holds_up_its_host(db: Database) -> None:
    await _follow(db, "https://kabar.example/1", at=MORNING - HOUR)
    await _follow(db, "https://kabar.example/2")
    (feed,) = await _claim(db)
    gone = EndedPoll(
        feed=feed,
        record=PollRecord(at=MORNING, status=410, reason="HTTP 410"),
        next_poll=NextPoll(at=None, interval=feed.interval),
        validators=feed.validators,
    )
    await _save(db, gone)

    assert await asked(db, "SELECT url FROM feeds WHERE gone_at IS NOT NULL") == [
        ("https://kabar.example/1",)
    ]
    assert await _urls(db, after=SECOND) == ["https://kabar.example/2"]


async def test_a_host_whose_feed_was_forgotten_is_not_held_for_nothing(db: Database) -> None:
    await _follow(db, "https://kabar.example/1")
    async with db.writing() as tx:
        await forget_feed(tx, "https://kabar.example/1")

    assert await _claim(db) == []
    async with db.reading() as tx:
        assert await next_feed_due_at(tx) is None
    await _follow(db, "https://kabar.example/2")
    assert await _urls(db) == ["https://kabar.example/2"]


async def test_a_feed_that_was_forgotten_during_its_poll_gives_its_host_back(db: Database) -> None:
    await _follow(db, "https://kabar.example/1", at=MORNING - HOUR)
    await _follow(db, "https://kabar.example/2")
    (feed,) = await _claim(db)
    async with db.writing() as tx:
        await forget_feed(tx, feed.url)
        await save_polls(tx, [_ended(feed)], followed=set(), now=MORNING, pause=SECOND)

    assert await _urls(db, after=SECOND) == ["https://kabar.example/2"]


async def test_a_feed_that_is_followed_meanwhile_waits_for_its_host(db: Database) -> None:
    await _follow(db, "https://kabar.example/1")
    (feed,) = await _claim(db)
    await _follow(db, "https://kabar.example/2")
    async with db.reading() as tx:
        assert await next_feed_due_at(tx) == MORNING + HOST_LEASE
    await _save(db, _ended(feed))

    async with db.reading() as tx:
        assert await next_feed_due_at(tx) == MORNING + SECOND
    assert await _urls(db, after=SECOND) == ["https://kabar.example/2"]


async def test_everything_that_a_poll_teaches_is_there_at_the_next_one(db: Database) -> None:
    await _follow(db, "https://kabar.example/rss")
    (feed,) = await _claim(db)
    validators = Validators(
        etag='"42"',
        modified="Mon, 23 Nov 2026 00:00:00 GMT",
        body_hash="abc",
        read_at=MORNING,
        marks=frozenset({b"\0" * 8, b"12345678"}),
        deceptive=True,
    )
    wishes = Wishes(pause=HOUR / 2, skip_hours=frozenset({0, 23}), skip_days=frozenset({0, 6}))
    rhythm = Rhythm(newest_at=MORNING - HOUR, longest_pause=2 * HOUR)
    ended = EndedPoll(
        feed=feed,
        record=PollRecord(at=MORNING, status=200),
        next_poll=NextPoll(at=MORNING + HOUR, interval=HOUR, strikes=1.25, rhythm=rhythm),
        validators=validators,
        location="https://baru.example/rss",
        wishes=wishes,
    )
    await _save(db, ended)

    assert await _claim(db, after=HOUR - SECOND) == []
    assert await _claim(db, after=HOUR) == [
        Feed(
            id=feed.id,
            url=feed.url,
            location="https://baru.example/rss",
            outlet_id=feed.outlet_id,
            outlet=feed.outlet,
            interval=HOUR,
            strikes=1.25,
            polls=1,
            validators=validators,
            rhythm=rhythm,
            wishes=wishes,
        )
    ]


async def test_when_a_feed_last_answered_outlives_its_failures(db: Database) -> None:
    await _follow(db, "https://kabar.example/rss")
    (feed,) = await _claim(db)
    await _save(db, _ended(feed))
    failed = replace(_ended(feed), record=PollRecord(at=MORNING + HOUR, reason="HTTP 500"))
    await _save(db, failed)

    async with db.reading() as tx:
        assert await tx.scalar(select(feeds.c.answered_at)) == MORNING


async def test_a_feed_that_has_moved_takes_its_turns_at_its_new_host_without_freeing_that(
    db: Database,
) -> None:
    await _follow(db, "https://kabar.example/1")
    await _follow(db, "https://baru.example/1", at=MORNING - HOUR)
    await _follow(db, "https://kabar.example/2", at=MORNING + SECOND)
    new_host, moving = await _claim(db)
    await _save(db, _ended(moving, location="https://baru.example/2", next_in=2 * SECOND))

    assert await _urls(db, after=3 * SECOND) == ["https://kabar.example/2"]
    await _save(db, _ended(new_host))
    assert await _urls(db, after=3 * SECOND) == ["https://kabar.example/1"]


async def test_of_each_feed_the_last_polls_are_kept(db: Database) -> None:
    await _follow(db, "https://kabar.example/rss")
    records = [
        PollRecord(
            at=MORNING + turn * HOUR, took=SECOND / 4, status=200, size=9, listed=turn, new=1, reason="x"
        )
        for turn in range(POLLS_KEPT + 3)
    ]
    for record in records:
        (feed,) = await _claim(db, after=record.at - MORNING)
        await _save(db, replace(_ended(feed, after=record.at - MORNING), record=record))

    async with db.reading() as tx:
        (known,) = await followed_feeds(tx, now=MORNING)
        assert await last_polls(tx, known.id) == records[:2:-1]


async def test_two_pollers_share_hosts_without_overlap_while_neither_has_committed(
    postgres_url: str, open_database: OpenDatabase
) -> None:
    one, other = open_database(postgres_url), open_database(postgres_url)
    urls = {f"https://{n}.example/rss" for n in range(5)}
    await _follow(one, *urls)

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
    await _follow(pollers[0], *urls)
    asked_now: set[str] = set()
    polled: list[str] = []

    async def poll(db: Database) -> None:
        while len(polled) < len(urls):
            claimed = await _claim(db, limit=3)
            hosts = {feed.url.rsplit("/", 1)[0] for feed in claimed}
            assert not hosts & asked_now
            asked_now.update(hosts)
            await asyncio.sleep(0)
            polled.extend(feed.url for feed in claimed)
            asked_now.difference_update(hosts)
            await _save(db, *map(_ended, claimed), pause=timedelta())

    async with asyncio.timeout(60):
        await asyncio.gather(*map(poll, pollers))

    assert sorted(polled) == urls
