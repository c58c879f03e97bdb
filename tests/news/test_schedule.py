"""When a chat gets its digest."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.schedule import EVERY_DAY, Schedule, next_slot
from tests.clocks import MORNING

ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "UTC", "Asia/Kathmandu"]
MOVING_ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]

_times = st.lists(
    st.times().map(lambda at: at.replace(second=0, microsecond=0)), min_size=1, max_size=6, unique=True
)
_instants = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def _schedules(zones: list[str]) -> st.SearchStrategy[Schedule]:
    return st.builds(
        Schedule,
        times=_times.map(sorted).map(tuple),
        weekdays=st.frozensets(st.integers(0, 6), min_size=1),
        zone=st.sampled_from(zones),
    )


def _local(instant: datetime, schedule: Schedule) -> datetime:
    return instant.astimezone(ZoneInfo(schedule.zone))


def _slots(schedule: Schedule, *, after: datetime, count: int) -> list[str]:
    slots = []
    for _ in range(count):
        after = next_slot(schedule, after=after)
        slots.append(f"{_local(after, schedule):%a %d %b %H.%M}")
    return slots


@given(schedule=_schedules(ZONES), after=_instants)
def test_the_next_slot_is_the_first_time_of_the_schedule_later_than_now(
    schedule: Schedule, after: datetime
) -> None:
    slot = next_slot(schedule, after=after)
    local = _local(slot, schedule)

    assert slot > after
    assert local.time() in schedule.times
    assert local.weekday() in schedule.weekdays
    assert _slots_between(schedule, after, slot) == []


def _slots_between(schedule: Schedule, start: datetime, end: datetime) -> list[datetime]:
    """By brute force, in zones whose clocks stand still."""
    zone = ZoneInfo(schedule.zone)
    days = (date.fromordinal(day) for day in range(start.toordinal() - 1, end.toordinal() + 2))
    slots = (
        datetime.combine(day, at, zone)
        for day in days
        if day.weekday() in schedule.weekdays
        for at in schedule.times
    )
    return [slot for slot in slots if start < slot < end]


@given(schedule=_schedules(MOVING_ZONES), after=_instants)
def test_where_clocks_are_moved_a_slot_is_at_its_time_or_as_late_as_they_were_moved(
    schedule: Schedule, after: datetime
) -> None:
    slot = next_slot(schedule, after=after)
    local = _local(slot, schedule)
    moved = [
        (datetime.combine(local, local.time()) - jump).time()
        for jump in (timedelta(hours=1), timedelta(minutes=30))
    ]

    assert slot > after
    assert slot.tzinfo is UTC
    assert local.time() in schedule.times or set(moved) & set(schedule.times)


@given(schedule=_schedules(ZONES + MOVING_ZONES), after=_instants)
def test_slots_follow_one_another_a_day_apart_per_time_at_least_weekly(
    schedule: Schedule, after: datetime
) -> None:
    first = next_slot(schedule, after=after)
    second = next_slot(schedule, after=first)

    assert after < first < second
    assert first - after <= timedelta(days=8)


@pytest.mark.parametrize(
    ("zone", "after", "slots"),
    [
        ("Europe/Berlin", datetime(2026, 3, 28, 12, tzinfo=UTC), ["Sun 29 Mar 03.30", "Mon 30 Mar 02.30"]),
        ("America/New_York", datetime(2026, 3, 7, 12, tzinfo=UTC), ["Sun 08 Mar 03.30", "Mon 09 Mar 02.30"]),
        ("Europe/Berlin", datetime(2026, 10, 24, 12, tzinfo=UTC), ["Sun 25 Oct 02.30", "Mon 26 Oct 02.30"]),
        (
            "America/New_York",
            datetime(2026, 10, 31, 12, tzinfo=UTC),
            ["Sun 01 Nov 01.30", "Mon 02 Nov 01.30"],
        ),
    ],
)
def test_the_hour_that_is_skipped_is_served_and_the_hour_that_is_repeated_is_served_once(
    zone: str, after: datetime, slots: list[str]
) -> None:
    at = time(1, 30) if zone == "America/New_York" and after.month == 10 else time(2, 30)

    assert _slots(Schedule(times=(at,), zone=zone), after=after, count=2) == slots


def test_the_repeated_hour_is_not_served_again_between_its_two_times() -> None:
    schedule = Schedule(times=(time(2, 30),), zone="Europe/Berlin")
    first = next_slot(schedule, after=datetime(2026, 10, 24, 12, tzinfo=UTC))

    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_slot(schedule, after=first) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_a_slot_that_is_now_is_past() -> None:
    assert next_slot(Schedule(), after=MORNING) == MORNING + timedelta(days=1)
    assert next_slot(Schedule(), after=MORNING - timedelta(microseconds=1)) == MORNING


def test_the_times_of_a_day_come_one_after_the_other() -> None:
    schedule = Schedule(times=(time(7), time(12), time(18, 30)))

    assert _slots(schedule, after=MORNING, count=3) == [
        "Mon 23 Nov 12.00",
        "Mon 23 Nov 18.30",
        "Tue 24 Nov 07.00",
    ]


def test_only_the_weekdays_of_the_schedule_are_served() -> None:
    weekdays = Schedule(weekdays=frozenset({0, 4}))

    assert _slots(weekdays, after=MORNING, count=3) == [
        "Fri 27 Nov 07.00",
        "Mon 30 Nov 07.00",
        "Fri 04 Dec 07.00",
    ]


def test_the_weekday_is_that_of_the_chats_own_place() -> None:
    early_on_monday = Schedule(times=(time(1),), weekdays=frozenset({0}), zone="Asia/Jayapura")

    assert next_slot(early_on_monday, after=datetime(2026, 11, 22, 12, tzinfo=UTC)) == datetime(
        2026, 11, 22, 16, tzinfo=UTC
    )


def test_a_leap_day_is_a_day() -> None:
    assert _slots(Schedule(), after=datetime(2028, 2, 28, 12, tzinfo=UTC), count=2) == [
        "Tue 29 Feb 07.00",
        "Wed 01 Mar 07.00",
    ]


@pytest.mark.parametrize(
    ("zone", "after", "weekdays", "slots"),
    [
        # Samoa went over the date line: after Thursday, 29 December 2011, came Saturday, 31 December.
        (
            "Pacific/Apia",
            datetime(2011, 12, 29, 12, tzinfo=UTC),
            frozenset({3, 4}),
            ["Thu 29 Dec 07.00", "Sat 31 Dec 07.00", "Thu 05 Jan 07.00"],
        ),
        (
            "Pacific/Apia",
            datetime(2011, 12, 29, 12, tzinfo=UTC),
            EVERY_DAY,
            ["Thu 29 Dec 07.00", "Sat 31 Dec 07.00", "Sun 01 Jan 07.00"],
        ),
        # Kwajalein had no Saturday, 21 August 1993.
        (
            "Pacific/Kwajalein",
            datetime(1993, 8, 20, 12, tzinfo=UTC),
            EVERY_DAY,
            ["Fri 20 Aug 07.00", "Sun 22 Aug 07.00", "Mon 23 Aug 07.00"],
        ),
    ],
)
def test_the_day_that_a_zone_skips_is_served_a_day_later_and_never_twice(
    zone: str, after: datetime, weekdays: frozenset[int], slots: list[str]
) -> None:
    assert _slots(Schedule(weekdays=weekdays, zone=zone), after=after, count=3) == slots


def test_where_clocks_are_moved_over_midnight_the_times_of_two_days_come_in_their_order() -> None:
    # In Nuuk, 23.00 on Saturday is followed by 00.00 on Sunday.
    schedule = Schedule(times=(time(0, 10), time(23, 30)), zone="America/Nuuk")

    assert _slots(schedule, after=datetime(2026, 3, 28, 22, tzinfo=UTC), count=4) == [
        "Sun 29 Mar 00.10",
        "Sun 29 Mar 00.30",
        "Sun 29 Mar 23.30",
        "Mon 30 Mar 00.10",
    ]


def test_a_zone_that_changes_for_good_takes_its_slots_along() -> None:
    # Istanbul stayed with its summer time in 2016.
    winter = next_slot(Schedule(zone="Europe/Istanbul"), after=datetime(2015, 12, 1, tzinfo=UTC))
    later = next_slot(Schedule(zone="Europe/Istanbul"), after=datetime(2016, 12, 1, tzinfo=UTC))

    assert (winter, later) == (
        datetime(2015, 12, 1, 5, tzinfo=UTC),
        datetime(2016, 12, 1, 4, tzinfo=UTC),
    )


def test_far_years_are_years() -> None:
    rare = Schedule(weekdays=frozenset({0}), on_holidays=False)

    assert next_slot(rare, after=datetime(9998, 12, 31, tzinfo=UTC)) > datetime(9998, 12, 31, tzinfo=UTC)
    with pytest.raises(OverflowError):
        next_slot(rare, after=datetime(9999, 12, 31, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("times", "weekdays"),
    [((), EVERY_DAY), ((time(7),), frozenset()), ((time(7),), frozenset({7}))],
)
def test_a_schedule_that_never_comes_is_none(times: tuple[time, ...], weekdays: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="a time and a weekday"):
        Schedule(times=times, weekdays=weekdays)


def test_a_chat_gets_its_digest_every_day_at_seven_in_jakarta_unless_it_wants_otherwise() -> None:
    assert Schedule() == Schedule(times=(time(7),), weekdays=EVERY_DAY, zone="Asia/Jakarta")
