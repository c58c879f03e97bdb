"""A feed that we follow: when to poll it next, and what its last polls say about its health."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from news.ids import FeedId

SOONEST = timedelta(minutes=10)
LATEST = timedelta(hours=24)
FIRST_INTERVAL = timedelta(minutes=30)
FAILURES_UNTIL_BROKEN = 3
_SPREAD = 0.2


class Health(StrEnum):
    """How a feed is."""

    OK = "ok"
    SILENT = "silent"
    BROKEN = "broken"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed as the operator names it; `region` is the code of the outlet's home region or empty."""

    url: str
    outlet: str
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed with what its next poll must know. `region` is the outlet's home, `etag` and `modified` the
    validators of the last answer."""

    id: FeedId
    url: str
    outlet: str
    region: str = ""
    interval: timedelta
    failures: int
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPoll:
    """When a feed is polled next, and the interval to start from then."""

    at: datetime
    interval: timedelta
    failures: int


def after_success(feed: Feed, *, listed: int, new: int, now: datetime) -> NextPoll:
    """Sooner when most of what the feed lists is new, later when little is."""
    if new * 3 > listed * 2:
        interval = feed.interval / 2
    elif new * 3 < listed or not listed:
        interval = feed.interval * 1.25
    else:
        interval = feed.interval
    interval = min(max(interval, SOONEST), LATEST)
    return NextPoll(at=now + _spread(feed, interval), interval=interval, failures=0)


def after_failure(feed: Feed, *, retry_after: timedelta | None, now: datetime) -> NextPoll:
    """Later with each failure in a row, never given up; as late as the server asks for, up to LATEST."""
    failures = feed.failures + 1
    pause = min(max(feed.interval, SOONEST) * 2 ** min(failures - 1, 10), LATEST)
    wish = min(retry_after or timedelta(), LATEST)
    return NextPoll(at=now + max(_spread(feed, pause), wish), interval=feed.interval, failures=failures)


def health(failures: int) -> Health:
    """Broken after several failures in a row."""
    return Health.BROKEN if failures >= FAILURES_UNTIL_BROKEN else Health.OK


def _spread(feed: Feed, pause: timedelta) -> timedelta:
    # A stable share of the pause per feed, so that feeds added together are not polled together for ever.
    share = int.from_bytes(blake2b(feed.url.encode(), digest_size=4).digest()) / 2**32
    return pause * (1 + _SPREAD * (share - 0.5))
