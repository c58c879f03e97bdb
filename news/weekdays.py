"""Weekdays: how much time lies between two moments when weekends do not count."""

from datetime import datetime, timedelta, timezone

_HERE = timezone(timedelta(hours=7))
"""The days are those of Jakarta: in all of Indonesia a weekend begins within two hours of Jakarta's."""

_A_MONDAY = datetime(2024, 1, 1, tzinfo=_HERE)
_WEEK, _WORKING_WEEK = timedelta(days=7), timedelta(days=5)


def weekday_time(earlier: datetime, later: datetime) -> timedelta:
    """The time from Monday to Friday between the two."""
    return _since_a_monday(later) - _since_a_monday(earlier)


def _since_a_monday(at: datetime) -> timedelta:
    weeks, rest = divmod(at - _A_MONDAY, _WEEK)
    return weeks * _WORKING_WEEK + min(rest, _WORKING_WEEK)
