"""How often a feed brings news, and how it is."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.feed import Health, Rhythm
from news.rhythm import SHORTEST_SILENCE, STRIKES_UNTIL_BROKEN, after_news, health, is_silent
from tests.clocks import MORNING

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_a_rhythm_is_the_newest_article_and_the_longest_pause() -> None:
    rhythm = after_news(Rhythm(), [MORNING - 6 * HOUR, MORNING - HOUR, MORNING - 3 * HOUR], now=MORNING)

    assert rhythm == Rhythm(newest_at=MORNING - HOUR, longest_pause=3 * HOUR)


def test_a_pause_fades_by_half_in_a_month_of_news() -> None:
    before = Rhythm(newest_at=MORNING - 30 * DAY, longest_pause=20 * DAY)
    daily = [MORNING - n * DAY for n in range(30)]

    assert after_news(before, daily, now=MORNING) == Rhythm(newest_at=MORNING, longest_pause=10 * DAY)


def test_an_article_of_years_ago_is_no_pause() -> None:
    rhythm = after_news(Rhythm(), [MORNING - 900 * DAY, MORNING - HOUR, MORNING], now=MORNING)

    assert rhythm.longest_pause == HOUR


def test_without_news_a_rhythm_stays() -> None:
    rhythm = Rhythm(newest_at=MORNING, longest_pause=HOUR)

    assert after_news(rhythm, [], now=MORNING + DAY) == rhythm


@pytest.mark.parametrize(
    "published",
    [
        pytest.param(lambda now: now, id="no dates, so first sight"),
        pytest.param(lambda _: MORNING - 900 * DAY, id="always the same date"),
        pytest.param(lambda now: now + 365 * DAY, id="dates in the future"),
        pytest.param(lambda now: now + 7 * HOUR, id="local time taken for UTC"),
        pytest.param(lambda now: MORNING - (now - MORNING), id="dates that run backwards"),
    ],
)
def test_a_feed_with_odd_dates_that_brings_news_is_never_silent_and_falls_silent_when_it_stops(
    published: Callable[[datetime], datetime],
) -> None:
    rhythm, now = Rhythm(), MORNING
    for _ in range(20):
        rhythm = after_news(rhythm, [published(now), published(now)], now=now)
        now += 6 * HOUR
        assert rhythm.newest_at is None or rhythm.newest_at <= now
        assert not is_silent(rhythm, at=now)

    assert is_silent(rhythm, at=now + 5 * DAY)


THURSDAY = MORNING + 3 * DAY


@pytest.mark.parametrize(
    ("longest_pause", "since", "silent"),
    [
        (HOUR, SHORTEST_SILENCE, False),
        (HOUR, SHORTEST_SILENCE + HOUR, True),
        (16 * HOUR, SHORTEST_SILENCE, False),
        (16 * HOUR, SHORTEST_SILENCE + HOUR, True),
        (DAY, 3 * DAY, False),
        (DAY, 3 * DAY + HOUR, True),
        (timedelta(), 900 * DAY, False),
    ],
)
def test_a_feed_is_silent_long_after_its_longest_pause(
    longest_pause: timedelta, since: timedelta, silent: bool
) -> None:
    rhythm = Rhythm(newest_at=THURSDAY - since, longest_pause=longest_pause)

    assert is_silent(rhythm, at=THURSDAY) is silent


def _working(*days: int) -> list[datetime]:
    """Articles of a newsroom on these days after MORNING's Monday: one an hour, from seven to sixteen."""
    return [MORNING + day * DAY + hour * HOUR for day in days for hour in range(10)]


def _watched(articles: Iterable[datetime], *, before: Rhythm = Rhythm()) -> Rhythm:
    """The rhythm of a feed whose articles are seen as they come out."""
    return reduce(lambda rhythm, at: after_news(rhythm, [at], now=at), articles, before)


OFFICE = _watched(_working(0, 1, 2, 3, 4, 7, 8, 9, 10, 11))


def test_a_weekend_is_no_pause() -> None:
    assert 14 * HOUR < OFFICE.longest_pause <= 15 * HOUR


@pytest.mark.parametrize(
    ("days", "is_over"),
    [
        pytest.param((0,), 1, id="watched since this morning"),
        pytest.param((3, 4), 7, id="until its first Monday"),
        pytest.param((3, 4), 8, id="until the Tuesday after its first weekend and a holiday"),
        pytest.param((0, 1), 3, id="until the day after a holiday"),
        pytest.param((0, 1, 2, 3, 4, 7, 8), 10, id="until the day after a holiday, watched for long"),
        pytest.param((0, 1, 2, 3, 4, 7, 8, 9, 10), 14, id="until the Monday after a long weekend"),
    ],
)
def test_nights_weekends_and_a_holiday_are_no_silence(days: tuple[int, ...], is_over: int) -> None:
    assert not is_silent(_watched(_working(*days)), at=MORNING + is_over * DAY + HOUR)


def test_an_office_that_writes_no_more_after_a_weekend_is_noticed_on_its_third_day() -> None:
    monday = MORNING + 14 * DAY

    assert not is_silent(OFFICE, at=monday + DAY)
    assert is_silent(OFFICE, at=monday + 2 * DAY)


def test_a_busy_feed_that_stops_is_noticed_two_days_later() -> None:
    busy = _watched(MORNING + hour * HOUR for hour in range(60))

    assert not is_silent(busy, at=MORNING + 59 * HOUR + 2 * DAY)
    assert is_silent(busy, at=MORNING + 59 * HOUR + 2 * DAY + HOUR)


def test_a_weekly_feed_is_silent_after_its_third_missing_issue() -> None:
    weekly = _watched(MORNING + week * 7 * DAY for week in range(5))
    last = MORNING + 4 * 7 * DAY

    assert not is_silent(weekly, at=last + 3 * 7 * DAY)
    assert is_silent(weekly, at=last + 3 * 7 * DAY + HOUR)


def test_a_week_of_feast_is_a_silence_once_and_fades_from_the_rhythm() -> None:
    feast = timedelta(days=5) + 15 * HOUR
    again = MORNING + 21 * DAY
    after = after_news(OFFICE, [again], now=again)

    assert is_silent(OFFICE, at=again)
    assert after.longest_pause == feast
    assert not is_silent(after, at=again + 21 * DAY)
    working = [day for day in range(21, 84) if day % 7 < 5]
    assert _watched(_working(*working), before=after).longest_pause < feast / 4


@pytest.mark.parametrize(
    ("answered_at", "expected"),
    [
        (None, Health.OK),
        (MORNING - 10 * DAY + HOUR, Health.OK),
        (MORNING - 6 * DAY, Health.OK),
        (MORNING - 5 * DAY, Health.SILENT),
        (MORNING, Health.SILENT),
    ],
)
def test_a_feed_that_nobody_asks_is_not_called_silent(answered_at: datetime | None, expected: Health) -> None:
    rhythm = Rhythm(newest_at=MORNING - 10 * DAY, longest_pause=HOUR)

    assert health(strikes=0, is_gone=False, rhythm=rhythm, answered_at=answered_at, now=MORNING) is expected


@given(listings=st.lists(st.lists(_moments, max_size=5), max_size=8), now=_moments)
def test_a_rhythm_never_lies_in_the_future_or_goes_back(
    listings: list[list[datetime]], now: datetime
) -> None:
    rhythm = Rhythm()
    for listing in listings:
        later = after_news(rhythm, listing, now=now)
        assert later.newest_at is None or later.newest_at <= now
        assert rhythm.newest_at is None or (later.newest_at and rhythm.newest_at <= later.newest_at)
        assert timedelta() <= later.longest_pause <= 90 * DAY
        rhythm = later


@pytest.mark.parametrize(
    ("strikes", "is_gone", "silent_for", "expected"),
    [
        (0, False, HOUR, Health.OK),
        (STRIKES_UNTIL_BROKEN - 0.25, False, HOUR, Health.OK),
        (0, False, 30 * DAY, Health.SILENT),
        (STRIKES_UNTIL_BROKEN, False, 30 * DAY, Health.BROKEN),
        (0, True, HOUR, Health.GONE),
        (STRIKES_UNTIL_BROKEN, True, 30 * DAY, Health.GONE),
    ],
)
def test_how_a_feed_is(strikes: float, is_gone: bool, silent_for: timedelta, expected: Health) -> None:
    rhythm = Rhythm(newest_at=MORNING - silent_for, longest_pause=HOUR)

    found = health(strikes=strikes, is_gone=is_gone, rhythm=rhythm, answered_at=MORNING, now=MORNING)

    assert found is expected
