"""When a feed is polled next: from its own rhythm, its server's wishes, and how its last poll ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import pairwise

from news.failure import Failure, weight
from news.feed import Feed, Health, Rhythm
from news.weekdays import weekday_time
from news.wishes import NO_WISHES, Wishes

SOONEST = timedelta(minutes=10)
LATEST = timedelta(hours=24)
STRIKES_UNTIL_BROKEN = 3.0
SHORTEST_SILENCE = timedelta(days=2)
"""Of weekday time: no feed is called silent earlier, whatever its rhythm. One that has been watched for some
days only does not show yet that its newsroom sleeps at night, nor that it keeps holidays: from the evening
before a holiday to the morning after it are some 40 hours."""

SAFETY_NET = timedelta(hours=6)
"""No feed is polled sooner of which its hub tells us."""

_FASTER, _SLOWER = 0.5, 1.25
_SPREAD = 0.2
_SILENT_AFTER = 3
"""Times its longest pause after which a feed is silent. Pause and silence are weekday time alike: else the
weekends of those who work from Monday to Friday would hide a silence of more than a week."""

_HALF_LIFE = timedelta(days=30)
"""After which an old pause counts half: the feast days of last year say nothing of today."""

_LONGEST_PAUSE = timedelta(days=90)
"""A longer one is no rhythm: an article of years ago that a feed keeps on top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPoll:
    """When a feed is polled next (None: never), and what that poll starts from."""

    at: datetime | None
    interval: timedelta
    strikes: float = 0.0
    rhythm: Rhythm = Rhythm()


def after_success(
    feed: Feed, *, listed: int, new: int, now: datetime, wishes: Wishes = NO_WISHES, rhythm: Rhythm = Rhythm()
) -> NextPoll:
    """Sooner when less than a third of what the feed lists is known, later when more than two thirds are.

    A pushed feed brings nothing new, which says nothing of its rhythm: it is polled slowly. Where it does
    bring something, its hub has missed that, and it goes on in its own rhythm.
    """
    is_pushed = feed.is_pushed(now=now) and not new
    pace = 1.0 if is_pushed else _pace(listed, new)
    interval = min(max(feed.interval * pace, SOONEST), LATEST)
    pause = max(_bounded(_spread(feed, interval)), _granted(feed, wishes.pause))
    if is_pushed and feed.hub and feed.hub.until:
        pause = min(max(pause, min(_slow_pause(feed), feed.hub.until - now)), LATEST)
    return NextPoll(at=_outside_of(wishes, now + pause, feed), interval=interval, rhythm=rhythm)


def after_push(feed: Feed, *, polled_at: datetime | None, now: datetime) -> datetime:
    """Not before when a feed is polled that its hub has just pushed: `polled_at` is when it last was, since
    however often it is pushed, the safety net is cast once a day."""
    return min(now + _slow_pause(feed), (polled_at or now) + LATEST)


def after_failure(feed: Feed, failure: Failure, *, retry_after: timedelta | None, now: datetime) -> NextPoll:
    """Later with each strike, as late as the server asks up to LATEST, and never again where it is gone."""
    strikes = feed.strikes + weight(failure)
    pause = max(feed.interval, SOONEST) * 2 ** min(max(strikes - 1, 0), 10)
    wish = _granted(feed, retry_after or timedelta())
    return NextPoll(
        at=None if failure is Failure.GONE else now + max(_bounded(_spread(feed, pause)), wish),
        interval=feed.interval,
        strikes=strikes,
        rhythm=feed.rhythm,
    )


def after_news(rhythm: Rhythm, published: Iterable[datetime], *, now: datetime) -> Rhythm:
    """The rhythm once articles that came out at these times have been seen for the first time.

    Those of the future came out now. Where all of them claim to be older than what the feed had before, its
    dates tell nothing of its pace: it has brought something now.
    """
    newest_at, came_at = rhythm.newest_at, sorted(min(at, now) for at in published)
    if not came_at:
        return rhythm
    if newest_at is None:
        return Rhythm(newest_at=came_at[-1], longest_pause=_longest_pause(came_at))
    times = [at for at in came_at if at > newest_at] or [max(now, newest_at)]
    faded = rhythm.longest_pause * 0.5 ** ((times[-1] - newest_at) / _HALF_LIFE)
    return Rhythm(newest_at=times[-1], longest_pause=max(faded, _longest_pause([newest_at, *times])))


def _longest_pause(times: Iterable[datetime]) -> timedelta:
    pauses = (pair for pair in pairwise(times) if pair[1] - pair[0] <= _LONGEST_PAUSE)
    return max((weekday_time(*pause) for pause in pauses), default=timedelta())


def health(
    *, strikes: float, is_gone: bool, rhythm: Rhythm, answered_at: datetime | None, now: datetime
) -> Health:
    """How a feed is at `now`, from how its polls went, from when it last answered one (`answered_at`) and
    from when it last brought something."""
    if is_gone:
        return Health.GONE
    if strikes >= STRIKES_UNTIL_BROKEN:
        return Health.BROKEN
    return Health.SILENT if answered_at and is_silent(rhythm, at=min(answered_at, now)) else Health.OK


def is_silent(rhythm: Rhythm, *, at: datetime) -> bool:
    """Whether the newest article was far older than this feed's pauses ever were when it answered `at` last.

    Since then nobody has asked: it may have brought anything.
    """
    if rhythm.newest_at is None or not rhythm.longest_pause:
        return False
    silence = weekday_time(rhythm.newest_at, at)
    return silence > max(rhythm.longest_pause * _SILENT_AFTER, SHORTEST_SILENCE)


def _pace(listed: int, new: int) -> float:
    known = listed - new
    if 3 * known < listed:
        return _FASTER
    return _SLOWER if 3 * known > 2 * listed or not listed else 1.0


def _share(feed: Feed) -> float:
    """From 0 to 1: sets this feed apart, so that feeds added together are not polled together for ever."""
    digest = blake2b(feed.url.encode("utf-8", "replace"), digest_size=4).digest()
    return int.from_bytes(digest) / 2**32


def _spread(feed: Feed, pause: timedelta) -> timedelta:
    return pause * (1 + _SPREAD * (_share(feed) - 0.5))


def _granted(feed: Feed, wish: timedelta) -> timedelta:
    """A wish is the least that is left, and all feeds of one system wish for the same."""
    return min(wish, LATEST) * (1 + _SPREAD / 2 * _share(feed))


def _bounded(pause: timedelta) -> timedelta:
    return min(max(pause, SOONEST), LATEST)


def _slow_pause(feed: Feed) -> timedelta:
    return min(max(_spread(feed, feed.interval), _spread(feed, SAFETY_NET / (1 - _SPREAD / 2))), LATEST)


def _outside_of(wishes: Wishes, at: datetime, feed: Feed) -> datetime:
    """`at`, or within the first hour after it that is not skipped; a feed that skips them all is asked."""
    later = at
    for _ in range(24 * 7):
        if later.hour not in wishes.skip_hours and later.weekday() not in wishes.skip_days:
            return later
        full_hour = later.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        later = full_hour + timedelta(hours=1) * _SPREAD * _share(feed)
    return at
