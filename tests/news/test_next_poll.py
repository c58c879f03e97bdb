"""When a feed is polled next, and how much it must fail to be called broken."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.failure import Failure
from news.feed import FIRST_INTERVAL, Feed, Health, Rhythm
from news.rhythm import (
    LATEST,
    SOONEST,
    STRIKES_UNTIL_BROKEN,
    NextPoll,
    after_failure,
    after_success,
    health,
)
from news.wishes import NO_WISHES, Wishes
from tests.clocks import MORNING
from tests.make import make_feed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_urls = st.text(min_size=1).map("https://kabar.example/{}".format)
_intervals = st.timedeltas(SOONEST, LATEST)
_spans = st.timedeltas(timedelta(), timedelta(days=400))
_wishes = st.builds(
    Wishes,
    pause=_spans,
    skip_hours=st.frozensets(st.integers(0, 23)),
    skip_days=st.frozensets(st.integers(0, 6)),
)
_moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def _success(feed: Feed, *, wishes: Wishes = NO_WISHES, now: datetime = MORNING) -> datetime:
    """When a feed is polled that lists nine articles, four of them new."""
    at = after_success(feed, listed=9, new=4, now=now, wishes=wishes).at
    assert at
    return at


def _failure(failure: Failure, *, strikes: float = 0.0, interval: timedelta = HOUR) -> NextPoll:
    return after_failure(
        make_feed(strikes=strikes, interval=interval), failure, retry_after=None, now=MORNING
    )


@pytest.mark.parametrize(
    ("listed", "new", "interval"),
    [
        (30, 30, HOUR / 2),
        (30, 21, HOUR / 2),
        (30, 20, HOUR),
        (30, 10, HOUR),
        (30, 9, HOUR * 1.25),
        (30, 0, HOUR * 1.25),
        (0, 0, HOUR * 1.25),
    ],
)
def test_a_feed_is_polled_sooner_when_most_is_new_and_later_when_little_is(
    listed: int, new: int, interval: timedelta
) -> None:
    assert after_success(make_feed(interval=HOUR), listed=listed, new=new, now=MORNING).interval == interval


@given(url=_urls, interval=_intervals, listed=st.integers(0, 500), share=st.floats(0, 1))
def test_a_feed_that_works_is_polled_within_bounds(
    url: str, interval: timedelta, listed: int, share: float
) -> None:
    feed = make_feed(url=url, interval=interval, strikes=2)

    following = after_success(feed, listed=listed, new=int(listed * share), now=MORNING)

    assert following.at
    assert SOONEST <= following.interval <= LATEST
    assert SOONEST <= following.at - MORNING <= LATEST
    assert following.interval * 0.9 <= following.at - MORNING <= following.interval * 1.1
    assert following.strikes == 0


@given(feed=st.builds(make_feed, url=_urls, interval=_intervals), wishes=_wishes, now=_moments)
def test_wishes_are_heard_within_reason(feed: Feed, wishes: Wishes, now: datetime) -> None:
    at = _success(feed, wishes=wishes, now=now)

    assert at - now >= min(wishes.pause, LATEST)
    assert at - now <= LATEST * 1.1 + timedelta(days=7)
    all_skipped = len(wishes.skip_hours) == 24 or len(wishes.skip_days) == 7
    assert all_skipped or (at.hour not in wishes.skip_hours and at.weekday() not in wishes.skip_days)


@pytest.mark.parametrize(
    ("wishes", "at"),
    [
        (Wishes(pause=2 * HOUR), MORNING + 2 * HOUR),
        (Wishes(pause=400 * DAY), MORNING + LATEST),
        (Wishes(skip_hours=frozenset({0, 1, 2})), MORNING + 3 * HOUR),
        (Wishes(skip_days=frozenset({0, 1})), MORNING + 2 * DAY),
        (Wishes(skip_hours=frozenset(range(24)) - {23}), MORNING + 23 * HOUR),
        (Wishes(pause=3 * HOUR, skip_hours=frozenset({3})), MORNING + 4 * HOUR),
    ],
)
def test_a_feed_is_not_asked_before_it_wants_to_be(wishes: Wishes, at: datetime) -> None:
    assert at <= _success(make_feed(), wishes=wishes) <= at + 0.1 * (at - MORNING)


@pytest.mark.parametrize(
    "wishes", [Wishes(pause=DAY), Wishes(pause=HOUR), Wishes(skip_hours=frozenset(range(12)))]
)
def test_feeds_with_the_same_wish_are_spread(wishes: Wishes) -> None:
    feeds = [make_feed(url=f"https://kabar.example/{number}") for number in range(100)]
    at = sorted(_success(feed, wishes=wishes) for feed in feeds)

    assert len(set(at)) == 100
    assert at[-1] - at[0] > timedelta(minutes=5)


@pytest.mark.parametrize("interval", [SOONEST, LATEST])
def test_no_spread_leads_out_of_bounds(interval: timedelta) -> None:
    for number in range(20):
        feed = make_feed(url=f"https://kabar.example/{number}", interval=interval)
        at = [_success(feed), after_failure(feed, Failure.TIMEOUT, retry_after=None, now=MORNING).at]
        assert all(moment and SOONEST <= moment - MORNING <= LATEST for moment in at)


def test_a_feed_that_wants_never_to_be_asked_is_asked_as_any_other() -> None:
    never = Wishes(skip_days=frozenset(range(7)))

    assert _success(make_feed(), wishes=never) == _success(make_feed())


def test_feeds_that_were_added_together_are_spread() -> None:
    at = sorted(_success(make_feed(url=f"https://kabar.example/{n}")) for n in range(100))

    assert at[-1] - at[0] > FIRST_INTERVAL * 0.18
    assert max(later - earlier for earlier, later in pairwise(at)) < FIRST_INTERVAL * 0.03


def test_a_feed_is_polled_at_a_time_that_only_depends_on_itself() -> None:
    assert _success(make_feed()) == _success(make_feed())


def test_a_feed_that_fails_is_polled_later_each_time_and_never_given_up() -> None:
    polls = [_failure(Failure.NOT_FOUND, strikes=strikes) for strikes in range(100)]
    pauses = [poll.at - MORNING for poll in polls if poll.at]

    assert len(pauses) == 100
    assert pauses == sorted(pauses)
    assert pauses[1] / pauses[0] == pytest.approx(2)
    assert pauses[-1] <= LATEST * 1.1


@pytest.mark.parametrize(
    ("failure", "failures"),
    [
        (Failure.NOT_FOUND, 3),
        (Failure.REFUSED, 3),
        (Failure.FORBIDDEN, 3),
        (Failure.NOT_A_FEED, 3),
        (Failure.TOO_LARGE, 3),
        (Failure.TIMEOUT, 6),
        (Failure.SERVER_ERROR, 6),
        (Failure.TEMPORARY, 12),
    ],
)
def test_what_mends_itself_takes_longer_to_break_a_feed(failure: Failure, failures: int) -> None:
    strikes = accumulate(range(20), lambda before, _: _failure(failure, strikes=before).strikes, initial=0.0)

    broken = [
        health(strikes=weight, is_gone=False, rhythm=Rhythm(), answered_at=None, now=MORNING) is Health.BROKEN
        for weight in strikes
    ]
    assert broken.index(True) == failures


def test_a_feed_that_is_gone_is_never_asked_again() -> None:
    assert _failure(Failure.GONE).at is None


def test_one_success_clears_all_failures() -> None:
    feed = make_feed(strikes=STRIKES_UNTIL_BROKEN * 5)

    assert after_success(feed, listed=9, new=4, now=MORNING).strikes == 0


@given(feed=st.builds(make_feed, url=_urls, interval=_intervals, strikes=st.floats(0, 1e6)), wish=_spans)
def test_a_server_that_asks_for_time_gets_it_within_reason(feed: Feed, wish: timedelta) -> None:
    following = after_failure(feed, Failure.TEMPORARY, retry_after=wish, now=MORNING)

    assert following.at
    assert max(min(wish, LATEST), SOONEST) <= following.at - MORNING <= LATEST * 1.1
    assert (following.interval, following.rhythm) == (feed.interval, feed.rhythm)
