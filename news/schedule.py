"""When a chat gets its digest: times of day on weekdays in a timezone, and the next slot after an instant.

A time that the zone skips is served as late as the clocks were moved, and one that it repeats the first time
only; both ends of the quiet hours go by the same rule.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from news.holidays import is_public_holiday

MOST_TIMES = 6
EVERY_DAY = frozenset(range(7))
WORKING_DAYS = frozenset(range(5))

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Times of day from `start` until before `end`, across midnight where `end` is the earlier one.

    Raises ValueError where they are equal: nothing could ever be sent.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError("quiet hours have an end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """`times` of day in ascending order; `weekdays` from 0 for Monday; `zone` an IANA name.

    Without `on_holidays`, the public holidays of Indonesia have no slots. A slot within the `quiet` hours is
    at their end. Raises ValueError without a time or a weekday.
    """

    times: tuple[time, ...] = (time(7),)
    weekdays: frozenset[int] = EVERY_DAY
    zone: str = "Asia/Jakarta"
    on_holidays: bool = True
    quiet: QuietHours | None = None

    def __post_init__(self) -> None:
        if not self.times or not self.weekdays or not self.weekdays <= EVERY_DAY:
            raise ValueError("a schedule has a time and a weekday at least")


def next_slot(schedule: Schedule, *, after: datetime) -> datetime:
    """The first slot later than `after`, in UTC. Raises OverflowError at the end of the calendar.

    Slots that quiet hours have moved to the same instant are one.
    """
    held_back = _slot_held_back(schedule, at=after) if schedule.quiet else None
    return held_back or after_quiet(schedule, _next_time(schedule, after=after))


def after_quiet(schedule: Schedule, at: datetime) -> datetime:
    """When what is due `at` an instant may be sent, in UTC: then, or when the quiet hours around it end."""
    if schedule.quiet is None:
        return at.astimezone(UTC)
    zone = ZoneInfo(schedule.zone)
    today = at.astimezone(zone).date()
    # Where the zone skips a day, the quiet hours of the evening before it last into the day after it.
    for offset in range(-2, 2):
        start, end = _quiet_span(schedule.quiet, today + offset * _DAY, zone)
        if start <= at < end:
            at = end
    return at.astimezone(UTC)


def _slot_held_back(schedule: Schedule, *, at: datetime) -> datetime | None:
    """The end of the quiet hours around `at`, if a time has come in them."""
    today = at.astimezone(ZoneInfo(schedule.zone)).date()
    # As above; and the slots of a skipped day come a day late.
    come = [slot for offset in range(-3, 2) for slot in _times(schedule, today + offset * _DAY) if slot <= at]
    if not come:
        return None
    slot = after_quiet(schedule, max(come))
    return slot if slot > at else None


def _next_time(schedule: Schedule, *, after: datetime) -> datetime:
    """The first time later than `after`, whatever the quiet hours."""
    # Where the clocks are moved over midnight, the times of one day mingle with those of the next.
    day = after.astimezone(ZoneInfo(schedule.zone)).date() - _DAY
    while True:  # there are some twenty holidays a year, so a weekday's turn comes
        if later := _times_after(schedule, day, after=after):
            return min(later + _times_after(schedule, day + _DAY, after=after))
        day += _DAY


def _times_after(schedule: Schedule, day: date, *, after: datetime) -> list[datetime]:
    return [slot for slot in _times(schedule, day) if slot > after]


def _times(schedule: Schedule, day: date) -> list[datetime]:
    if day.weekday() not in schedule.weekdays or (not schedule.on_holidays and is_public_holiday(day)):
        return []
    zone = ZoneInfo(schedule.zone)
    return [_instant(day, at, zone) for at in schedule.times]


def _quiet_span(quiet: QuietHours, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The quiet hours that begin on `day`."""
    last = day if quiet.start < quiet.end else day + _DAY
    return _instant(day, quiet.start, zone), _instant(last, quiet.end, zone)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
