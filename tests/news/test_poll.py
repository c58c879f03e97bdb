"""How a poll ended, and what follows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from news.errors import FeedUnreadable, FetchError, FetchForbidden
from news.failure import Failure
from news.feed import Rhythm, Validators
from news.ids import FeedId, ItemId
from news.item import Draft, Entry, draft
from news.poll import (
    LONGEST_HALT,
    Change,
    EndedPoll,
    Known,
    PollRecord,
    changes,
    checked,
    failed,
    new_drafts,
    succeeded,
)  # fmt: skip
from news.rhythm import after_failure, after_success
from news.wishes import Wishes
from tests.clocks import MORNING
from tests.make import make_entry, make_feed

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
URL = "https://kabar.example/rss"
BEFORE = Validators(etag='"1"', modified="Mon, 23 Nov 2026 00:00:00 GMT", body_hash="a", read_at=MORNING)


def _entries(count: int) -> list[Entry]:
    return [make_entry(url=f"https://kabar.example/{n}", title=f"Judul {n}") for n in range(count)]


def _read(entries: Sequence[Entry]) -> list[Draft]:
    return [draft(entry, outlet="Kabar Pagi", now=MORNING) for entry in entries]


def _known(entry: Entry, *, link: str = "", title: str = "", feed_id: int | None = 1) -> Known:
    return Known(
        id=ItemId(7),
        feed_id=FeedId(feed_id) if feed_id else None,
        link=link or entry.link,
        title=title or entry.title,
    )


def test_a_poll_that_went_well_is_written_down_with_what_follows() -> None:
    feed, rhythm = make_feed(strikes=2), Rhythm(newest_at=MORNING)
    record = PollRecord(at=MORNING, took=SECOND, status=200, size=9000, listed=20, new=5)
    wishes = Wishes(pause=90 * MINUTE)

    ended = succeeded(
        feed, record, validators=BEFORE, location="https://baru.example/rss", rhythm=rhythm, wishes=wishes
    )

    assert ended == EndedPoll(
        feed=feed,
        record=record,
        wishes=wishes,
        next_poll=after_success(feed, listed=20, new=5, now=MORNING, wishes=wishes, rhythm=rhythm),
        validators=BEFORE,
        location="https://baru.example/rss",
    )


def test_a_poll_that_failed_keeps_what_the_feed_had() -> None:
    feed = make_feed(location="https://baru.example/rss", validators=BEFORE, rhythm=Rhythm(newest_at=MORNING))
    error = FetchError(URL, "sibuk", failure=Failure.SERVER_ERROR, status=500, retry_after=2 * MINUTE)

    assert failed(feed, error, took=SECOND, now=MORNING) == EndedPoll(
        feed=feed,
        record=PollRecord(at=MORNING, took=SECOND, status=500, reason="sibuk"),
        next_poll=after_failure(feed, Failure.SERVER_ERROR, retry_after=2 * MINUTE, now=MORNING),
        validators=BEFORE,
        location="https://baru.example/rss",
        failure=Failure.SERVER_ERROR,
    )


def test_what_was_fetched_and_is_no_feed_failed_with_success() -> None:
    ended = failed(make_feed(), FeedUnreadable(URL, "not a feed " * 100), took=SECOND, now=MORNING)

    assert ended.record.status == 200
    assert 400 < len(ended.record.reason) <= 500
    assert ended.next_poll.strikes == 1


def test_what_points_where_we_do_not_go_was_never_answered() -> None:
    assert failed(make_feed(), FetchForbidden(URL, "a private address"), took=SECOND, now=MORNING).record == (
        PollRecord(at=MORNING, took=SECOND, status=0, reason="a private address")
    )


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        ("HTTP 500 \0galat\ud800\n ya", "HTTP 500 galat ya"),
        ("\0", "no reason given"),
        ("kata " * 100_000, "kata " * 98 + "kata…"),
    ],
)
def test_a_reason_is_fit_for_any_database(reason: str, kept: str) -> None:
    assert failed(make_feed(), FetchError(URL, reason), took=SECOND, now=MORNING).record.reason == kept


@pytest.mark.parametrize(
    ("failure", "strikes", "goes_home"),
    [
        (Failure.NOT_FOUND, 0, True),
        (Failure.REFUSED, 0, True),
        (Failure.NOT_A_FEED, 0, True),
        (Failure.GONE, 0, True),
        (Failure.TEMPORARY, 0, False),
        (Failure.SERVER_ERROR, 2, False),
        (Failure.SERVER_ERROR, 2.5, True),
        (Failure.FORBIDDEN, 2, True),
    ],
)
def test_a_feed_that_is_not_where_it_moved_to_is_sought_at_its_own_address(
    failure: Failure, strikes: float, goes_home: bool
) -> None:
    feed = make_feed(location="https://baru.example/rss", strikes=strikes, validators=BEFORE)
    ended = failed(feed, FetchError(URL, "tidak ada", failure=failure), took=SECOND, now=MORNING)

    expected = ("", Validators()) if goes_home else (feed.location, BEFORE)
    assert (ended.location, ended.validators) == expected
    assert ended.next_poll.at


def test_a_feed_is_gone_only_at_its_own_address() -> None:
    gone = FetchError(URL, "HTTP 410", failure=Failure.GONE, status=410)
    feed = make_feed(location="https://baru.example/rss")

    assert failed(feed, gone, took=SECOND, now=MORNING).next_poll == after_failure(
        feed, Failure.NOT_FOUND, retry_after=None, now=MORNING
    )
    assert failed(feed, gone, took=SECOND, now=MORNING).failure is Failure.NOT_FOUND
    assert failed(make_feed(), gone, took=SECOND, now=MORNING).next_poll.at is None
    assert failed(make_feed(), gone, took=SECOND, now=MORNING).failure is Failure.GONE


@pytest.mark.parametrize(
    ("status", "wish", "halt"),
    [
        (429, 5 * MINUTE, 5 * MINUTE),
        (429, timedelta(days=9), LONGEST_HALT),
        (429, None, timedelta()),
        (503, 5 * MINUTE, timedelta()),
    ],
)
def test_too_many_requests_halt_the_whole_host_for_a_while(
    status: int, wish: timedelta | None, halt: timedelta
) -> None:
    error = FetchError(URL, "terlalu sering", status=status, retry_after=wish)

    assert failed(make_feed(), error, took=SECOND, now=MORNING).halt == halt


def test_new_articles_are_those_that_nobody_knows_the_oldest_first() -> None:
    first, second, third = _entries(3)

    assert new_drafts(_read([third, second, first]), {second.link: _known(second)}) == _read([first, third])


def test_an_item_changes_with_its_own_feed() -> None:
    retitled, moved, same, unknown = entries = _entries(4)
    known = {
        retitled.link: _known(retitled, title="Judul lama"),
        moved.link: _known(moved, link="//kabar.example/lama"),
        same.link: _known(same),
    }

    assert unknown.link not in known
    assert changes(make_feed(), _read(entries), known) == [
        Change(item_id=ItemId(7), former_title="Judul lama", draft=_read([retitled])[0]),
        Change(item_id=ItemId(7), former_title=moved.title, draft=_read([moved])[0]),
    ]


@pytest.mark.parametrize("feed_id", [2, None])
def test_another_feed_changes_nothing(feed_id: int | None) -> None:
    (entry,) = _entries(1)

    assert (
        changes(make_feed(), _read([entry]), {entry.link: _known(entry, title="Lain", feed_id=feed_id)}) == []
    )


def test_an_article_that_is_listed_under_both_of_its_links_stays_as_it_is() -> None:
    kept, again = _entries(2)
    known = {kept.link: _known(kept), again.link: _known(again, link=kept.link, title=kept.title)}

    assert changes(make_feed(), _read([kept, again]), known) == []
    assert changes(make_feed(), _read([again, kept]), known) == []


@pytest.mark.parametrize(
    ("etag", "modified", "body_hash", "brought", "moved", "deceptive"),
    [
        (BEFORE.etag, BEFORE.modified, "a", False, False, False),
        (BEFORE.etag, BEFORE.modified, "b", True, False, True),
        (BEFORE.etag, BEFORE.modified, "b", False, False, False),
        (BEFORE.etag, BEFORE.modified, "b", True, True, False),
        ('"2"', BEFORE.modified, "b", True, False, False),
        (BEFORE.etag, "Tue, 24 Nov 2026 00:00:00 GMT", "b", True, False, False),
    ],
)
def test_validators_that_outlive_news_are_deceptive(
    etag: str, modified: str, body_hash: str, brought: bool, moved: bool, deceptive: bool
) -> None:
    now = Validators(etag=etag, modified=modified, body_hash=body_hash)

    assert checked(now, BEFORE, brought=brought, moved=moved) == replace(now, deceptive=deceptive)


def test_without_validators_there_is_nothing_to_lie_about() -> None:
    now, before = Validators(body_hash="b"), Validators(body_hash="a")

    assert not checked(now, before, brought=True, moved=False).deceptive


@pytest.mark.parametrize(
    ("etag", "moved", "deceptive"), [('"1"', False, True), ('"1"', True, False), ('"2"', False, False)]
)
def test_what_deceived_once_is_not_trusted_before_it_changes(etag: str, moved: bool, deceptive: bool) -> None:
    liar = Validators(etag='"1"', body_hash="a", deceptive=True)
    now = Validators(etag=etag, body_hash="a")

    assert checked(now, liar, brought=False, moved=moved).deceptive is deceptive
