"""Quiet hours: nothing is sent in them, and nothing is lost by them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from news.schedule import EVERY_DAY, QuietHours, Schedule, after_quiet, next_slot

NIGHT = QuietHours(start=time(21), end=time(6))
NOON = QuietHours(start=time(12), end=time(13, 30))
APIA, NUUK, BERLIN = "Pacific/Apia", "America/Nuuk", "Europe/Berlin"
JUST_BEFORE = {
    APIA: datetime(2011, 12, 28, tzinfo=UTC),
    NUUK: datetime(2026, 3, 28, tzinfo=UTC),
    BERLIN: datetime(2026, 10, 24, tzinfo=UTC),
    "America/New_York": datetime(2026, 3, 7, tzinfo=UTC),
    "Antarctica/Troll": datetime(2026, 3, 28, tzinfo=UTC),
    "Asia/Jakarta": datetime(2026, 11, 22, tzinfo=UTC),
}
"""Zones, and an instant a day or so before their clocks are moved."""

_times = st.times().map(lambda at: at.replace(minute=at.minute // 10 * 10, second=0, microsecond=0))
_schedules = st.builds(
    Schedule,
    times=st.lists(_times, min_size=1, max_size=6, unique=True).map(sorted).map(tuple),
    weekdays=st.just(EVERY_DAY) | st.frozensets(st.integers(0, 6), min_size=1),
    zone=st.sampled_from(sorted(JUST_BEFORE)),
    quiet=st.none()
    | st.tuples(_times, _times)
    .filter(lambda ends: ends[0] != ends[1])
    .map(lambda ends: QuietHours(start=ends[0], end=ends[1])),
)
_spans = st.integers(0, 5 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


def _jakarta(*at: int) -> datetime:
    return datetime(*at, tzinfo=ZoneInfo("Asia/Jakarta"))  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("quiet", "at", "sent"),
    [
        (NIGHT, (2026, 11, 23, 20, 59), (2026, 11, 23, 20, 59)),
        (NIGHT, (2026, 11, 23, 21, 0), (2026, 11, 24, 6, 0)),
        (NIGHT, (2026, 11, 24, 5, 59), (2026, 11, 24, 6, 0)),
        (NIGHT, (2026, 11, 24, 6, 0), (2026, 11, 24, 6, 0)),
        (NOON, (2026, 11, 23, 13, 0), (2026, 11, 23, 13, 30)),
        (NOON, (2026, 11, 23, 21, 0), (2026, 11, 23, 21, 0)),
        (None, (2026, 11, 23, 23, 0), (2026, 11, 23, 23, 0)),
    ],
)
def test_what_is_due_in_quiet_hours_is_sent_when_they_end(
    quiet: QuietHours | None, at: tuple[int, ...], sent: tuple[int, ...]
) -> None:
    may_be_sent = after_quiet(Schedule(quiet=quiet), _jakarta(*at))

    assert may_be_sent == _jakarta(*sent)
    assert may_be_sent.tzinfo is UTC


def test_a_slot_in_quiet_hours_is_at_their_end_and_those_that_meet_there_are_one() -> None:
    schedule = Schedule(times=(time(5), time(6), time(12), time(22)), quiet=NIGHT)
    slots = [_jakarta(2026, 11, 23, 7)]
    for _ in range(3):
        slots.append(next_slot(schedule, after=slots[-1]))

    assert slots[1:] == [
        _jakarta(2026, 11, 23, 12),
        _jakarta(2026, 11, 24, 6),
        _jakarta(2026, 11, 24, 12),
    ]


def test_a_slot_that_was_held_back_comes_although_the_night_has_begun() -> None:
    schedule = Schedule(times=(time(22),), weekdays=frozenset({0}), quiet=NIGHT)

    assert next_slot(schedule, after=_jakarta(2026, 11, 24, 3)) == _jakarta(2026, 11, 24, 6)
    assert next_slot(schedule, after=_jakarta(2026, 11, 24, 6)) == _jakarta(2026, 12, 1, 6)


def test_the_day_of_a_slot_is_that_of_its_time_and_not_that_on_which_the_quiet_hours_end() -> None:
    fridays = Schedule(times=(time(23),), weekdays=frozenset({4}), quiet=NIGHT)

    assert next_slot(fridays, after=_jakarta(2026, 11, 23, 7)) == _jakarta(2026, 11, 28, 6)


def test_quiet_hours_have_an_end() -> None:
    with pytest.raises(ValueError, match="have an end"):
        QuietHours(start=time(6), end=time(6))


def _instant(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def _days(near: datetime) -> list[date]:
    return [near.date() + timedelta(days=day) for day in range(-9, 26)]


def _sent(schedule: Schedule, at: datetime, *, near: datetime) -> datetime:
    """By the book: while any day's quiet hours hold it, it waits for their end."""
    quiet, zone = schedule.quiet, schedule.zone
    for day in _days(near) if quiet else []:
        assert quiet
        last = day if quiet.start < quiet.end else day + timedelta(days=1)
        if _instant(day, quiet.start, zone) <= at < _instant(last, quiet.end, zone):
            at = _instant(last, quiet.end, zone)
    return at


@settings(deadline=None)  # the plain definition tries every day
@given(schedule=_schedules, span=_spans)
@example(
    schedule=Schedule(times=(time(5),), zone=APIA, weekdays=frozenset({4}), quiet=NIGHT),
    span=timedelta(days=2, hours=14),
)
@example(schedule=Schedule(times=(time(23, 30),), zone=NUUK), span=timedelta(days=1, hours=1, minutes=10))
def test_the_next_slot_is_the_first_end_of_waiting_of_any_time_however_clocks_are_moved(
    schedule: Schedule, span: timedelta
) -> None:
    near = JUST_BEFORE[schedule.zone]
    after = near + span
    times = [
        _instant(day, at, schedule.zone)
        for day in _days(near)
        if day.weekday() in schedule.weekdays
        for at in schedule.times
    ]

    slots = {_sent(schedule, at, near=near) for at in times}
    assert next_slot(schedule, after=after) == min(slot for slot in slots if slot > after)
    assert after_quiet(schedule, after) == _sent(schedule, after, near=near)


@given(schedule=_schedules, spans=st.tuples(_spans, _spans).map(sorted))
def test_later_never_means_an_earlier_slot_and_no_slot_is_met_twice(
    schedule: Schedule, spans: list[timedelta]
) -> None:
    one, other = (JUST_BEFORE[schedule.zone] + span for span in spans)
    slot = next_slot(schedule, after=one)

    assert slot <= next_slot(schedule, after=other)
    assert slot < next_slot(schedule, after=slot)
    assert after_quiet(schedule, slot) == slot
