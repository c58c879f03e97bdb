"""Public holidays, and chats that want no digest on them."""

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.holidays import is_public_holiday
from news.schedule import Schedule, next_slot
from news.zones import INDONESIAN_ZONES

WORKING_ONLY = Schedule(times=(time(7), time(16)), on_holidays=False)


@pytest.mark.parametrize(
    ("day", "is_holiday"),
    [
        (date(2026, 8, 17), True),  # Hari Kemerdekaan
        (date(2026, 3, 21), True),  # Idul Fitri, as announced
        (date(2027, 3, 10), True),  # Idul Fitri, estimated
        (date(2026, 12, 25), True),  # Natal
        (date(2026, 12, 24), False),  # cuti bersama
        (date(2026, 11, 23), False),
        (date(9000, 8, 17), False),  # beyond what the library knows
    ],
)
def test_a_public_holiday_is_one_that_the_government_has_set(day: date, is_holiday: bool) -> None:
    assert is_public_holiday(day) is is_holiday


def test_they_are_those_that_the_library_knows_by_its_name_for_indonesia() -> None:
    known = holidays.country_holidays("ID", years=range(2000, 2051))
    days = [date(2000, 1, 1) + timedelta(days=day) for day in range(365 * 51)]

    assert [day for day in days if is_public_holiday(day)] == [day for day in days if day in known]


def test_no_other_countrys_holidays_are_loaded_and_none_before_they_are_asked_for() -> None:
    asked = (
        f"import sys; sys.path[:] = {sys.path!r}; import datetime, news.schedule; "
        "from news.holidays import is_public_holiday; print('holidays' in sys.modules); "
        "print(is_public_holiday(datetime.date(2026, 8, 17)), 'holidays.countries' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)

    assert ended.stdout.split() == ["False", "True", "False"]


def test_without_holidays_the_digest_comes_on_the_day_after() -> None:
    christmas_eve = datetime(2026, 12, 24, 9, tzinfo=UTC)

    assert next_slot(WORKING_ONLY, after=christmas_eve) == datetime(2026, 12, 26, 0, tzinfo=UTC)
    assert next_slot(Schedule(), after=christmas_eve) == datetime(2026, 12, 25, 0, tzinfo=UTC)


def test_the_holiday_is_that_of_the_chats_own_day() -> None:
    early = Schedule(times=(time(1),), on_holidays=False, zone="Asia/Jayapura")

    # One in the morning of Christmas there is still the day before in Greenwich.
    assert next_slot(early, after=datetime(2026, 12, 24, 12, tzinfo=UTC)) == datetime(
        2026, 12, 25, 16, tzinfo=UTC
    )


@settings(deadline=None)  # the first example loads the library
@given(
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    zone=st.sampled_from(sorted(INDONESIAN_ZONES.values())),
    day=st.dates(date(1990, 1, 1), date(2110, 1, 1)),
)
def test_the_next_slot_is_on_the_first_day_that_is_served_and_no_holiday(
    weekdays: frozenset[int], zone: str, day: date
) -> None:
    schedule = Schedule(times=(time(12),), weekdays=weekdays, zone=zone, on_holidays=False)
    after = datetime.combine(day, time(12), UTC)

    following = (day + timedelta(days=days) for days in range(1, 60))
    served = next(day for day in following if day.weekday() in weekdays and not is_public_holiday(day))
    assert next_slot(schedule, after=after).date() == served
