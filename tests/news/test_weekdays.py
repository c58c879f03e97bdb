"""Time without weekends, as days begin and end in Jakarta."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.weekdays import weekday_time
from tests.clocks import MORNING

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FRIDAY = MORNING + 4 * DAY
_moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("earlier", "later", "time"),
    [
        (MORNING, MORNING + 2 * HOUR, 2 * HOUR),
        (MORNING, FRIDAY, 4 * DAY),
        (MORNING, MORNING + 7 * DAY, 5 * DAY),
        (MORNING, MORNING + 70 * DAY, 50 * DAY),
        (FRIDAY, FRIDAY + 17 * HOUR, 17 * HOUR),
        (FRIDAY, FRIDAY + DAY, 17 * HOUR),
        (FRIDAY + DAY, FRIDAY + 2 * DAY, timedelta()),
        (FRIDAY + DAY, FRIDAY + 2 * DAY + 18 * HOUR, HOUR),
    ],
)
def test_from_friday_night_to_monday_no_time_passes(
    earlier: datetime, later: datetime, time: timedelta
) -> None:
    assert weekday_time(earlier, later) == time


@given(moments=st.lists(_moments, min_size=3, max_size=3).map(sorted))
def test_weekday_time_adds_up_and_is_never_more_than_time(moments: list[datetime]) -> None:
    first, second, third = moments

    assert weekday_time(first, second) + weekday_time(second, third) == weekday_time(first, third)
    assert timedelta() <= weekday_time(first, third) <= third - first
