"""When a chat gets its digest: times of day on weekdays in a timezone, and the next slot after an instant."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from news.errors import LimitReached, ScheduleError

MOST_TIMES = 6
EVERY_DAY = frozenset(range(7))

INDONESIAN_ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
_ABBREVIATIONS = {zone: short for short, zone in INDONESIAN_ZONES.items()} | {
    "Asia/Pontianak": "WIB",
    "Asia/Ujung_Pandang": "WITA",
}
_TIME = re.compile(r"([01]?\d|2[0-3])(?:[.:]([0-5]\d))?")
_FILLERS = frozenset({"jam", "pukul", "pk", "pk.", "setiap", "tiap", "hari", "at", "every", "day"})
_SEPARATORS = re.compile(r"\s*(?:,|;|&|\bdan\b|\band\b|\s)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """`times` of day in ascending order; `weekdays` from 0 for Monday; `zone` an IANA name."""

    times: tuple[time, ...] = (time(7),)
    weekdays: frozenset[int] = EVERY_DAY
    zone: str = "Asia/Jakarta"


def next_slot(schedule: Schedule, *, after: datetime) -> datetime:
    """The first slot later than `after`, in UTC.

    A time that the zone skips is served as late as the clocks were moved; one that it repeats is served
    the first time only.
    """
    zone = ZoneInfo(schedule.zone)
    day = after.astimezone(zone).date()
    while True:
        slots = [slot for slot in _slots(schedule, day, zone) if slot > after]
        if slots:
            return min(slots)
        day += timedelta(days=1)


def parse_schedule(text: str, *, current: Schedule) -> Schedule:
    """Read "07.00", "7:30 WITA", "06.30 dan 16.00 Asia/Tokyo"; what `text` leaves out stays as in `current`.

    Raises ScheduleError where a word is neither a time nor a zone, LimitReached beyond MOST_TIMES.
    """
    words = [word for word in _SEPARATORS.split(text.strip()) if word and word.casefold() not in _FILLERS]
    zones = [zone for word in words if (zone := parse_zone(word))]
    times = {_time(word) for word in words if not parse_zone(word)}
    if len(zones) > 1 or not words:
        raise ScheduleError(text)
    if len(times) > MOST_TIMES:
        raise LimitReached("times", MOST_TIMES)
    return Schedule(
        times=tuple(sorted(times)) or current.times,
        weekdays=current.weekdays,
        zone=zones[0] if zones else current.zone,
    )


def parse_zone(text: str) -> str | None:
    """The IANA name of "WIB", "wita", "Asia/Tokyo" in any case; None where `text` is no zone."""
    return INDONESIAN_ZONES.get(text.upper()) or _zones().get(text.casefold())


def zone_abbreviation(zone: str, at: datetime) -> str:
    """What people there call the zone at that instant: WIB, WITA, WIT; elsewhere the zone's own name."""
    return _ABBREVIATIONS.get(zone) or at.astimezone(ZoneInfo(zone)).strftime("%Z")


@cache
def _zones() -> dict[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}


def _slots(schedule: Schedule, day: date, zone: ZoneInfo) -> list[datetime]:
    if day.weekday() not in schedule.weekdays:
        return []
    return [datetime.combine(day, at, zone).astimezone(UTC) for at in schedule.times]


def _time(word: str) -> time:
    if not (found := _TIME.fullmatch(word)):
        raise ScheduleError(word)
    return time(int(found[1]), int(found[2] or 0))
