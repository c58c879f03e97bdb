"""When a chat gets its digest."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.errors import LimitReached, ScheduleError
from news.schedule import (
    EVERY_DAY,
    MOST_TIMES,
    Schedule,
    next_slot,
    parse_schedule,
    parse_zone,
    zone_abbreviation,
)
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
    ("text", "times", "zone"),
    [
        ("07.00", ["07:00"], "Asia/Jakarta"),
        ("7", ["07:00"], "Asia/Jakarta"),
        ("jam 7", ["07:00"], "Asia/Jakarta"),
        ("setiap hari pukul 06.30 WIB", ["06:30"], "Asia/Jakarta"),
        ("7:30 WITA", ["07:30"], "Asia/Makassar"),
        ("06.30 dan 16.00", ["06:30", "16:00"], "Asia/Jakarta"),
        ("16.00, 06.30 and 12", ["06:30", "12:00", "16:00"], "Asia/Jakarta"),
        ("07.00 07.00", ["07:00"], "Asia/Jakarta"),
        ("wit", ["05:00"], "Asia/Jayapura"),
        ("08.00 asia/tokyo", ["08:00"], "Asia/Tokyo"),
        ("  23.59  ", ["23:59"], "Asia/Jakarta"),
        ("00.00", ["00:00"], "Asia/Jakarta"),
    ],
)
def test_a_schedule_that_can_be_read(text: str, times: list[str], zone: str) -> None:
    current = Schedule(times=(time(5),), weekdays=frozenset({2}))

    assert parse_schedule(text, current=current) == Schedule(
        times=tuple(map(time.fromisoformat, times)), weekdays=frozenset({2}), zone=zone
    )


@pytest.mark.parametrize(
    "text", ["", "   ", "pagi", "24.00", "7.60", "7.5", "-7", "07.00 WIB WITA", "07.00 Mars/Olympus"]
)
def test_a_schedule_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ScheduleError):
        parse_schedule(text, current=Schedule())


def test_a_day_has_at_most_so_many_times() -> None:
    with pytest.raises(LimitReached) as caught:
        parse_schedule(" ".join(map(str, range(MOST_TIMES + 1))), current=Schedule())

    assert (caught.value.what, caught.value.limit) == ("times", MOST_TIMES)


def test_a_text_without_end_is_no_schedule() -> None:
    with pytest.raises(ScheduleError):
        parse_schedule("kata " * 20_000, current=Schedule())


@given(st.text())
def test_any_text_is_a_schedule_or_not(text: str) -> None:
    try:
        schedule = parse_schedule(text, current=Schedule())
    except (ScheduleError, LimitReached):
        return
    assert next_slot(schedule, after=MORNING) > MORNING


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("WIB", "Asia/Jakarta"),
        ("wita", "Asia/Makassar"),
        ("ASIA/TOKYO", "Asia/Tokyo"),
        ("utc", "UTC"),
        ("XYZ", None),
    ],
)
def test_a_zone_is_known_by_its_abbreviation_or_name(text: str, zone: str | None) -> None:
    assert parse_zone(text) == zone


@pytest.mark.parametrize(
    ("zone", "abbreviation"),
    [("Asia/Jakarta", "WIB"), ("Asia/Pontianak", "WIB"), ("Asia/Makassar", "WITA"), ("Europe/Berlin", "CET")],
)
def test_a_zone_is_called_what_people_there_call_it(zone: str, abbreviation: str) -> None:
    assert zone_abbreviation(zone, MORNING) == abbreviation


def test_a_chat_gets_its_digest_every_day_at_seven_in_jakarta_unless_it_wants_otherwise() -> None:
    assert Schedule() == Schedule(times=(time(7),), weekdays=EVERY_DAY, zone="Asia/Jakarta")
