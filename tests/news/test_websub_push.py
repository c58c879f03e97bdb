"""What a hub pushes: whether its signature counts, and when the feed is polled all the same."""

import hashlib
import hmac
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.feed import Feed, Hub
from news.rhythm import LATEST, SAFETY_NET, after_push, after_success
from news.websub import (
    LATE,
    LEASE,
    METHODS,
    has_missed,
    signature_method,
)
from news.wishes import Wishes
from tests.clocks import MORNING
from tests.make import make_feed

_URL = "https://kabar.example/rss"

_HUB = "https://hub.example/"

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def pushed_feed(*, until: timedelta = LEASE, interval: timedelta = _HOUR / 2) -> Feed:
    feed = make_feed(interval=interval)
    hub = Hub(url=_HUB, topic=_URL, since=MORNING - _DAY, until=MORNING + until)
    return Feed(id=feed.id, url=feed.url, outlet=feed.outlet, interval=interval, hub=hub)


def signed(body: bytes, method: str, secret: str = "between us") -> str:
    return f"{method}={hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()}"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("before", ["", *METHODS])
def test_a_signature_counts_unless_it_is_weaker_than_before(method: str, before: str) -> None:
    is_weaker = bool(before) and METHODS.index(method) < METHODS.index(before)
    found = signature_method(b"body", signed(b"body", method), secret="between us", at_least=before)
    assert found == ("" if is_weaker else method)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "sha256",
        "sha256=",
        "=",
        "md5=" + "0" * 32,
        "sha256=" + "0" * 64,
        signed(b"body", "sha256").replace("sha256", "sha512"),
        signed(b"body", "sha256")[:-1],
        signed(b"body", "sha256", "another secret"),
        signed(b"another body", "sha256"),
        "sha256=\u00e9\udc80",
        "shake_128=00",
        signed(b"body", "sha256").partition("=")[2],
    ],
)
def test_any_other_signature_does_not(header: str) -> None:
    assert signature_method(b"body", header, secret="between us") == ""


def test_without_a_secret_nothing_is_signed_and_letters_may_be_large() -> None:
    assert signature_method(b"body", signed(b"body", "sha256", ""), secret="") == ""
    assert signature_method(b"body", signed(b"body", "sha1").upper(), secret="between us") == "sha1"


@given(st.text(max_size=100), st.binary(max_size=100))
def test_no_header_that_a_stranger_makes_up_is_a_signature(header: str, body: bytes) -> None:
    assert signature_method(body, header, secret="between us") == ""


def test_a_pushed_feed_is_polled_slowly_and_keeps_its_own_interval() -> None:
    next_poll = after_success(pushed_feed(), listed=10, new=0, now=MORNING)
    assert next_poll.interval == _HOUR / 2
    assert next_poll.at
    assert SAFETY_NET <= next_poll.at - MORNING <= 1.3 * SAFETY_NET


@pytest.mark.parametrize(
    ("interval", "until", "least", "most"),
    [
        (_HOUR / 2, LEASE, SAFETY_NET, 8 * _HOUR),
        (12 * _HOUR, LEASE, 10 * _HOUR, 14 * _HOUR),
        (_DAY, LEASE, 21 * _HOUR, _DAY),
        (_HOUR / 2, 3 * _HOUR, 3 * _HOUR, 3 * _HOUR),
        (_HOUR / 2, timedelta(seconds=1), 0.4 * _HOUR, _HOUR),
        (_HOUR / 2, timedelta(), 0.4 * _HOUR, _HOUR),
    ],
)
def test_the_safety_net_is_cast_between_six_hours_and_a_day_and_never_after_the_lease_alone(
    interval: timedelta, until: timedelta, least: timedelta, most: timedelta
) -> None:
    next_poll = after_success(pushed_feed(interval=interval, until=until), listed=9, new=0, now=MORNING)
    assert next_poll.at
    assert least <= next_poll.at - MORNING <= most


def test_a_pushed_feed_that_brings_something_new_goes_on_in_its_own_rhythm() -> None:
    feed, plain = pushed_feed(), make_feed(interval=_HOUR / 2)
    wishes = Wishes(pause=_HOUR)
    assert after_success(feed, listed=10, new=8, now=MORNING, wishes=wishes) == after_success(
        plain, listed=10, new=8, now=MORNING, wishes=wishes
    )


def test_a_push_puts_the_next_poll_off_but_never_beyond_a_day_after_the_last() -> None:
    feed = pushed_feed()
    later = after_push(feed, polled_at=MORNING - _HOUR, now=MORNING)
    assert SAFETY_NET <= later - MORNING <= 1.3 * SAFETY_NET
    assert after_push(feed, polled_at=MORNING - 23 * _HOUR, now=MORNING) == MORNING + _HOUR
    assert after_push(feed, polled_at=None, now=MORNING) == later
    assert later <= MORNING + LATEST


@pytest.mark.parametrize(
    ("feed", "published", "missed"),
    [
        (pushed_feed(), MORNING - 2 * LATE, True),
        (pushed_feed(), MORNING - LATE / 2, False),
        (pushed_feed(), MORNING - 2 * _DAY, False),
        (pushed_feed(until=timedelta()), MORNING - 2 * LATE, False),
        (make_feed(), MORNING - 2 * LATE, False),
    ],
)
def test_a_hub_has_missed_what_came_out_since_it_promised_and_was_not_pushed_within_the_hour(
    feed: Feed, published: datetime, missed: bool
) -> None:
    assert has_missed(feed, [published], now=MORNING) is missed
    assert not has_missed(feed, [], now=MORNING)
