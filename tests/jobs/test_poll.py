"""Polling: feeds are asked side by side and host by host; what fails is noted and stops nobody."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

import pytest

from jobs.fetch import Fetched, NotModified
from jobs.keep import Poll
from jobs.poll import FEEDS_AT_ONCE, Poller, poll_due_feeds
from news.errors import FetchError
from news.failure import Failure
from news.feed import Feed, Health
from news.parse import FeedDocument, parse
from storage.database import Database
from storage.polls import last_polls
from tests.clocks import TestClock
from tests.conftest import OpenDatabase
from tests.jobs.polling import fetched, followed, following, other_tasks, polled, rss, serving, titles
from tests.storage.given import asked

SERVER_ERROR = FetchError("a", "HTTP 500", failure=Failure.REFUSED, status=500)


async def _never() -> Fetched:
    await asyncio.Event().wait()
    raise AssertionError


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


async def test_when_stopping_nothing_more_is_asked_and_what_is_under_way_is_kept(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", "b", host="kabar", clock=clock)
    stop = asyncio.Event()

    async def last() -> Fetched:
        stop.set()
        return fetched(rss("satu"))

    polls = await polled(db, serving(a=last, b=last), clock=clock, stopping=stop.is_set)
    clock.move(seconds=1)

    assert len(polls) == 1
    assert await polled(db, serving(), clock=clock, stopping=stop.is_set) == []
    assert await titles(db) == ["satu"]


async def test_a_host_that_hangs_when_we_stop_is_given_back_for_another_poller(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", clock=clock)
    stop = asyncio.Event()

    async def hanging() -> Fetched:
        stop.set()
        return await _never()

    fetch = serving(a=hanging)
    poller = Poller(db=db, fetch=fetch, read=_read_here, clock=clock, last_wait=timedelta())
    async with asyncio.timeout(30):
        assert await poll_due_feeds(poller, stopping=stop.is_set) == 0

    assert await polled(db, serving(a=rss("satu")), clock=clock) == []
    clock.move(seconds=1)
    assert len(await polled(db, serving(a=rss("satu")), clock=clock)) == 1


async def test_a_poll_that_would_outlive_its_claim_is_a_failure(db: Database, clock: TestClock) -> None:
    await following(db, "a", clock=clock)
    polls: list[Poll] = []
    poller = Poller(db=db, fetch=serving(a=_never), read=_read_here, clock=clock, patience=timedelta())

    async with asyncio.timeout(30):
        await poll_due_feeds(poller, tell=polls.append)

    assert [poll.reason for poll in polls] == ["took too long altogether"]


async def test_polls_that_were_not_kept_when_polling_broke_are_due_after_the_pause(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", "b", "c", clock=clock)
    told = asyncio.Event()

    async def late() -> Fetched:
        await told.wait()
        return fetched(rss("satu"))

    def tell(poll: Poll) -> None:
        told.set()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await polled(db, serving(a=late, b=late, c=rss("satu")), clock=clock, tell=tell)
    clock.move(seconds=1)

    polls = await polled(db, serving(a=rss("satu"), b=rss("satu")), clock=clock)
    assert sorted(poll.feed.url for poll in polls) == ["https://a.example/a", "https://b.example/b"]


async def test_polling_that_is_cancelled_leaves_no_task_and_no_claim_behind(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", "b", clock=clock)
    asked_for = asyncio.Semaphore(0)

    async def hanging() -> Fetched:
        asked_for.release()
        return await _never()

    before = other_tasks()
    polling = asyncio.create_task(polled(db, serving(a=hanging, b=hanging), clock=clock))
    for _ in "ab":
        await asked_for.acquire()
    polling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await polling

    assert other_tasks() == before
    clock.move(seconds=1)
    assert len(await polled(db, serving(a=rss("satu"), b=rss("dua")), clock=clock)) == 2


async def test_no_more_feeds_are_under_way_than_there_is_room_for(
    sqlite_db: Database, clock: TestClock
) -> None:
    names = [f"n{number}" for number in range(FEEDS_AT_ONCE + 10)]
    await following(sqlite_db, *names, clock=clock)
    under_way, most = 0, 0

    async def fetch(feed: Feed, *, now: object) -> NotModified:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return NotModified()

    assert len(await polled(sqlite_db, fetch, clock=clock)) == len(names)
    assert most == FEEDS_AT_ONCE


async def test_a_feed_that_fails_is_noted_and_the_others_go_on(db: Database, clock: TestClock) -> None:
    await following(db, "a", "b", "c", "d", clock=clock)

    polls = await polled(
        db, serving(a=SERVER_ERROR, b=b"<html>", c=rss("satu"), d=RuntimeError("ours")), clock=clock
    )

    assert sorted(poll.reason for poll in polls) == [
        "",
        "HTTP 500",
        "a web page, not a feed",
        "cannot be read: RuntimeError",
    ]
    assert await titles(db) == ["satu"]


async def test_a_feed_is_broken_after_three_failures_and_well_after_one_success(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", clock=clock)
    for _ in range(3):
        await polled(db, serving(a=SERVER_ERROR), clock=clock)
        clock.move(days=2)
    (broken,) = await followed(db, clock=clock)
    assert (broken.health, broken.reason) == (Health.BROKEN, "HTTP 500")

    await polled(db, serving(a=rss("satu")), clock=clock)

    (well,) = await followed(db, clock=clock)
    assert (well.health, well.reason, well.items) == (Health.OK, "", 1)


async def test_a_feed_that_is_gone_is_never_asked_again(db: Database, clock: TestClock) -> None:
    await following(db, "a", clock=clock)
    await polled(db, serving(a=FetchError("a", "HTTP 410", failure=Failure.GONE, status=410)), clock=clock)
    clock.move(days=400)

    assert await polled(db, serving(), clock=clock) == []
    (gone,) = await followed(db, clock=clock)
    assert (gone.health, gone.next_poll_at) == (Health.GONE, None)


async def test_a_server_that_asks_for_time_gets_it(db: Database, clock: TestClock) -> None:
    await following(db, "a", clock=clock)
    wish = FetchError("a", "HTTP 503", status=503, retry_after=timedelta(hours=9))
    await polled(db, serving(a=wish), clock=clock)
    clock.move(hours=8, minutes=59)

    assert await polled(db, serving(), clock=clock) == []


@pytest.mark.parametrize(("asked_for", "given"), [(minutes, min(minutes, 60)) for minutes in (5, 60, 300)])
async def test_a_host_that_says_too_many_is_left_alone_up_to_an_hour(
    db: Database, clock: TestClock, asked_for: int, given: int
) -> None:
    await following(db, "a", "b", host="kabar", clock=clock)
    too_many = FetchError("a", "HTTP 429", status=429, retry_after=timedelta(minutes=asked_for))
    await polled(db, serving(a=too_many, b=too_many), clock=clock)

    clock.move(minutes=given, seconds=-1)
    assert await polled(db, serving(), clock=clock) == []
    clock.move(seconds=1)
    assert len(await polled(db, serving(a=rss("satu"), b=rss("satu")), clock=clock)) >= 1


async def test_what_has_not_changed_keeps_its_validators(db: Database, clock: TestClock) -> None:
    await following(db, "a", clock=clock)
    await polled(db, serving(a=rss("satu")), clock=clock)
    for _ in range(2):
        clock.move(days=1)
        (poll,) = await polled(db, serving(a=None), clock=clock)
        assert (poll.feed.validators.etag, poll.listed, poll.new) == (f'"{len(rss("satu"))}"', 0, 0)


async def test_a_body_that_has_not_changed_is_not_read_again(db: Database, clock: TestClock) -> None:
    await following(db, "a", clock=clock)
    await polled(db, serving(a=fetched(rss("satu"), etag='"1"')), clock=clock)
    clock.move(days=1)
    (poll,) = await polled(db, serving(a=fetched(rss("satu"), etag='"2"')), clock=clock, read=_unread)

    assert (poll.reason, poll.listed) == ("", 0)
    clock.move(days=1)
    (poll,) = await polled(db, serving(a=None), clock=clock)
    assert poll.feed.validators.etag == '"2"'


async def test_what_a_document_asks_for_holds_until_another_one_comes(db: Database, clock: TestClock) -> None:
    asking = rss("satu").replace(b"<title>Kabar</title>", b"<title>Kabar</title><ttl>360</ttl>")
    await following(db, "a", clock=clock)
    for answer in (asking, None, fetched(asking), FetchError("a", "HTTP 500"), None):
        await polled(db, serving(a=answer), clock=clock)
        (feed,) = await followed(db, clock=clock)
        assert feed.next_poll_at
        if not isinstance(answer, Exception):
            assert feed.next_poll_at - clock.now() >= timedelta(hours=6)
        clock.move(days=1, hours=2)

    await polled(db, serving(a=rss("dua")), clock=clock)
    assert await asked(db, "SELECT wish_seconds FROM feeds") == [(0,)]


async def _unread(body: bytes, *, url: str, charset: str) -> FeedDocument:
    raise AssertionError("what has not changed is not read")


async def test_a_server_that_keeps_its_validators_when_the_feed_changes_is_found_out(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", clock=clock)
    await polled(db, serving(a=fetched(rss("satu"), etag='"same"')), clock=clock)
    clock.move(days=2)
    (honest,) = await polled(db, serving(a=fetched(rss("dua", "satu"), etag='"same"')), clock=clock)
    clock.move(days=2)
    (known,) = await polled(db, serving(a=fetched(rss("dua", "satu"), etag='"new"')), clock=clock)
    clock.move(days=2)
    (changed,) = await polled(db, serving(a=None), clock=clock)

    polls = (honest, known, changed)
    assert [poll.feed.validators.deceptive for poll in polls] == [False, True, False]


async def test_a_remark_of_a_cache_makes_no_validators_deceptive(db: Database, clock: TestClock) -> None:
    await following(db, "a", clock=clock)
    for remark in (b"", b"<!-- cached at 07.00 -->", b"<!-- cached at 08.00 -->"):
        await polled(db, serving(a=fetched(rss("satu") + remark, etag='"same"')), clock=clock)
        clock.move(days=2)

    assert await asked(db, "SELECT deceptive FROM feeds WHERE deceptive") == []


async def test_a_feed_that_has_moved_for_good_is_asked_at_its_new_address(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", clock=clock)
    moved = fetched(rss("satu"), moved_to="https://baru.example/b")
    await polled(db, serving(a=moved), clock=clock)
    clock.move(days=1)

    (poll,) = await polled(db, serving(b=rss("dua")), clock=clock)

    assert (poll.feed.url, poll.feed.location) == ("https://a.example/a", "https://baru.example/b")
    assert await asked(db, "SELECT host FROM feeds") == [("baru.example",)]


async def test_a_new_address_where_nothing_is_found_is_forgotten(db: Database, clock: TestClock) -> None:
    await following(db, "a", clock=clock)
    await polled(db, serving(a=fetched(rss("satu"), moved_to="https://baru.example/b")), clock=clock)
    clock.move(days=1)
    missing = FetchError("b", "HTTP 404", failure=Failure.NOT_FOUND, status=404)
    await polled(db, serving(b=missing), clock=clock)
    clock.move(days=2)

    (poll,) = await polled(db, serving(a=rss("dua")), clock=clock)

    assert (poll.reason, poll.new) == ("", 1)


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
            poller = Poller(db=db, fetch=fetch, read=_read_here, clock=clock, pause=timedelta())
            done += await poll_due_feeds(poller)
        return done

    async with asyncio.timeout(60):
        assert sum(await asyncio.gather(*map(poll, pollers))) == 24
    assert len(set(asked_for)) == 24
    assert await asked(pollers[0], "SELECT count(*) FROM items") == [(24 + 3,)]


async def _read_here(body: bytes, *, url: str, charset: str) -> FeedDocument:
    return parse(body, url=url, charset=charset)
