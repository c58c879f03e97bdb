"""Times of day as people write them: 07.00, jam 7 pagi, setengah delapan, ten to eight.

Without a part of the day, an hour is that of the 24-hour clock: "setengah delapan" is 07.30, and for the
evening somebody writes "setengah delapan malam" or "19.30".
"""

import re
from dataclasses import dataclass
from datetime import time

from news.phrases import COMMA, Cursor, meaning, phrases
from news.spoken_numbers import read_number

_CLOCK = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})|([0-9]{2})([0-9]{2})")

PARTS_OF_DAY = meaning(
    {
        "dini hari": frozenset(range(6)),
        "subuh": frozenset(range(3, 7)),
        "pagi, am, morning, in the morning": frozenset(range(12)),
        "siang": frozenset(range(9, 17)),
        "sore": frozenset(range(14, 20)),
        "petang": frozenset(range(15, 20)),
        "malam, night, at night": frozenset({*range(18, 24), *range(5)}),
        "pm": frozenset(range(12, 24)),
        "afternoon, in the afternoon": frozenset(range(12, 19)),
        "evening, in the evening": frozenset(range(16, 24)),
    }
)
"""The hours of each part: a spoken hour is that hour among them, or the one twelve later."""

_HOURS_BY_NAME = meaning({"tengah malam, midnight": 0, "tengah hari, noon, midday": 12})
_PARTS_AFTER = PARTS_OF_DAY | {name: frozenset({hour}) for name, hour in _HOURS_BY_NAME.items()}

_BEFORE = phrases("jam, pukul, pk, at, the, pada, di, hari")
_AFTER = phrases("oclock, tepat, sharp")
_AND = phrases("dan, and, &, serta") | COMMA
_MINUTES = phrases("menit, minute, minutes")
_HALF_TO = phrases("setengah")
_FRACTIONS = meaning({"seperempat, quarter, a quarter": 15, "setengah, half": 30})
_BEFORE_HOUR = meaning({"past, after": 1, "to, before": -1})
_BEHIND_HOUR = meaning({"lewat, lebih": 1, "kurang": -1})
_COUNTED_MINUTES = frozenset({5, 10, 15, 20, 25})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """So many `minutes` after the hour, before it where negative; `clock`, where it counts to 24 for sure."""

    hour: int
    minutes: int = 0
    clock: bool = False


def read_times(cursor: Cursor) -> tuple[time, ...]:
    """The times that stand here, several only where a part of the day before them is that of all of them.

    Empty where there is none; raises ScheduleError where something begins like a time and is none.
    """
    start = cursor.position
    cursor.skip(_BEFORE)
    part = cursor.read(PARTS_OF_DAY)
    times: list[time] = []
    while said := _said(cursor):
        own = None if times and said.clock else part
        times.append(_placed(said, own, cursor, start))
        if part is None or not cursor.skip(_AND):
            break
    if not times:
        cursor.position = start
    return tuple(times)


def read_end(cursor: Cursor) -> time | None:
    """One of the two times of a span, "9 malam" of "9 malam sampai 5 pagi"; raises as `read_times` does."""
    start = cursor.position
    cursor.skip(_BEFORE)
    part = cursor.read(PARTS_OF_DAY)
    if said := _said(cursor, of_span=True):
        return _placed(said, part, cursor, start)
    cursor.position = start
    return None


def _placed(said: _Said, part: frozenset[int] | None, cursor: Cursor, start: int) -> time:
    """The time of day, with a part of the day that stands behind it, if it is not that of the next time."""
    behind = cursor.position
    after = cursor.read(_PARTS_AFTER)
    if part and after and after != part:
        cursor.position = behind
    hours = part or after
    hour = said.hour if hours is None else _hour_among(hours, said.hour)
    if hour is None:
        raise cursor.error(start)
    hour, minute = divmod((hour * 60 + said.minutes) % (24 * 60), 60)
    return time(hour, minute)


def _hour_among(hours: frozenset[int], said: int) -> int | None:
    later = (said + 12) % 24
    if said in hours:
        return said
    return later if said <= 12 and later in hours else None


def _said(cursor: Cursor, *, of_span: bool = False) -> _Said | None:
    cursor.skip(_BEFORE)
    start = cursor.position
    said = _by_name(cursor) or _on_clock(cursor) or _half_to(cursor) or _counted(cursor, of_span=of_span)
    said = said or _by_hour(cursor)
    if said and (said.hour > 23 or abs(said.minutes) > 59):
        raise cursor.error(start)
    cursor.skip(_AFTER)
    return said


def _by_name(cursor: Cursor) -> _Said | None:
    """ "tengah malam" """
    hour = cursor.read(_HOURS_BY_NAME)
    return None if hour is None else _Said(hour=hour, clock=True)


def _on_clock(cursor: Cursor) -> _Said | None:
    """ "07.30", "7:30", "0730" """
    if not (found := cursor.match(_CLOCK)):
        return None
    hour, minute = found[1] or found[3], found[2] or found[4]
    return _Said(hour=int(hour), minutes=int(minute), clock=hour.startswith("0") or int(hour) > 12)


def _half_to(cursor: Cursor) -> _Said | None:
    """ "setengah delapan" """
    start = cursor.position
    if cursor.read(_HALF_TO) and (hour := read_number(cursor)):
        return _Said(hour=hour.value, minutes=-30)
    cursor.position = start
    return None


def _counted(cursor: Cursor, *, of_span: bool) -> _Said | None:
    """ "half past seven", "ten to eight"; but in a span, "10 to 8" are its two ends."""
    start = cursor.position
    minutes = cursor.read(_FRACTIONS)
    if minutes is None and not of_span and (number := read_number(cursor)):
        minutes = number.value if number.value in _COUNTED_MINUTES else None
    cursor.skip(_MINUTES)
    direction = cursor.read(_BEFORE_HOUR)
    if minutes and direction and (hour := read_number(cursor)):
        return _Said(hour=hour.value, minutes=direction * minutes)
    cursor.position = start
    return None


def _by_hour(cursor: Cursor) -> _Said | None:
    """ "7", "tujuh lewat seperempat", "delapan kurang sepuluh menit", "tujuh tiga puluh" """
    start = cursor.position
    if not (hour := read_number(cursor)):
        return None
    if direction := cursor.read(_BEHIND_HOUR):
        minutes = _minutes(cursor)
        if minutes is None:
            raise cursor.error(start)
        return _Said(hour=hour.value, minutes=direction * minutes)
    return _Said(hour=hour.value, minutes=_minutes_in_words(cursor) if hour.worded else 0)


def _minutes(cursor: Cursor) -> int | None:
    minutes = cursor.read(_FRACTIONS)
    if minutes is None and (number := read_number(cursor)):
        minutes = number.value
    cursor.skip(_MINUTES)
    return minutes


def _minutes_in_words(cursor: Cursor) -> int:
    """ "tiga puluh" of "tujuh tiga puluh"; "tujuh delapan" are two times."""
    start = cursor.position
    number = read_number(cursor)
    if number and number.worded and number.value >= 10:
        return number.value
    cursor.position = start
    return 0
