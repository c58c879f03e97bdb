"""What polling remembers of a feed: its validators, its document's wish, and where it has moved to."""

from datetime import datetime, timedelta

from jobs.keep import Poll
from news.edition import Edition
from news.errors import FetchError
from news.failure import Failure
from news.feed import Feed
from storage.database import Database
from tests.clocks import TestClock
from tests.jobs.polling import fetched, followed, following, polled, read_here, rss, serving, titles
from tests.storage.given import asked


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


async def test_what_a_feed_has_listed_is_not_read_again(db: Database, clock: TestClock) -> None:
    read: list[list[str]] = []

    async def reading(body: bytes, *, feed: Feed, url: str, charset: str, now: datetime) -> Edition:
        edition = await read_here(body, feed=feed, url=url, charset=charset, now=now)
        read.append([draft.entry.title for draft in edition.drafts])
        return edition

    await following(db, "a", clock=clock)
    polls: list[Poll] = []
    failure = FetchError("a", "HTTP 500")
    for answer in (
        rss("dua", "satu"),
        failure,
        None,
        rss("tiga", "dua", "satu"),
        rss("empat", "tiga"),
    ):
        polls += await polled(db, serving(a=answer), clock=clock, read=reading)
        clock.move(days=2)

    assert read == [["dua", "satu"], ["tiga"], ["empat"]]
    assert [(poll.listed, poll.new) for poll in polls if poll.listed] == [(2, 2), (3, 1), (2, 1)]
    assert await titles(db) == ["satu", "dua", "tiga", "empat"]


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


async def _unread(body: bytes, *, feed: Feed, url: str, charset: str, now: datetime) -> Edition:
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
