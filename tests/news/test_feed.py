"""When a feed is polled next, and how it is."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.feed import (
    FAILURES_UNTIL_BROKEN,
    FIRST_INTERVAL,
    LATEST,
    SOONEST,
    Health,
    after_failure,
    after_success,
    health,
)
from tests.clocks import MORNING
from tests.make import make_feed

HOUR = timedelta(hours=1)
_urls = st.text(min_size=1).map("https://kabar.example/{}".format)
_intervals = st.timedeltas(SOONEST, LATEST)


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
    feed = make_feed(url=url, interval=interval, failures=2)

    following = after_success(feed, listed=listed, new=int(listed * share), now=MORNING)

    assert SOONEST <= following.interval <= LATEST
    assert following.interval * 0.9 <= following.at - MORNING <= following.interval * 1.1
    assert following.failures == 0


def test_feeds_that_were_added_together_are_spread() -> None:
    feeds = [make_feed(url=f"https://kabar.example/{n}") for n in range(100)]
    at = sorted(after_success(feed, listed=9, new=4, now=MORNING).at for feed in feeds)

    assert at[-1] - at[0] > FIRST_INTERVAL * 0.18
    assert max(later - earlier for earlier, later in pairwise(at)) < FIRST_INTERVAL * 0.03


def test_a_feed_is_polled_at_a_time_that_only_depends_on_itself() -> None:
    feed = make_feed()

    assert after_success(feed, listed=9, new=4, now=MORNING) == after_success(
        feed, listed=9, new=4, now=MORNING
    )


def test_a_feed_that_fails_is_polled_later_each_time_and_never_given_up() -> None:
    pauses = [
        after_failure(make_feed(failures=failures), retry_after=None, now=MORNING).at - MORNING
        for failures in range(100)
    ]

    assert pauses == sorted(pauses)
    assert pauses[1] == 2 * pauses[0]
    assert pauses[-1] <= LATEST * 1.1


@given(
    url=_urls,
    interval=_intervals,
    failures=st.integers(0, 50),
    wish=st.timedeltas(timedelta(), timedelta(days=400)),
)
def test_a_server_that_asks_for_time_gets_it_within_reason(
    url: str, interval: timedelta, failures: int, wish: timedelta
) -> None:
    feed = make_feed(url=url, interval=interval, failures=failures)

    following = after_failure(feed, retry_after=wish, now=MORNING)

    assert following.at - MORNING >= min(wish, LATEST)
    assert following.at - MORNING <= LATEST * 1.2
    assert (following.failures, following.interval) == (failures + 1, interval)


def test_an_interval_survives_failures() -> None:
    assert after_failure(make_feed(interval=HOUR), retry_after=None, now=MORNING).interval == HOUR


def test_a_feed_is_broken_after_several_failures_in_a_row() -> None:
    assert health(FAILURES_UNTIL_BROKEN - 1) is Health.OK
    assert health(FAILURES_UNTIL_BROKEN) is Health.BROKEN
