"""A schedule as people write it: tiap hari kerja 07.00 dan 16.30 WIB, kecuali hari libur."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time
from typing import TypeVar

from news.errors import LimitReached, ScheduleError
from news.phrases import COMMA, Cursor, phrases
from news.schedule import EVERY_DAY, MOST_TIMES, QuietHours, Schedule
from news.spoken_days import But, read_days, read_exception, read_holidays
from news.spoken_silence import read_silence
from news.spoken_time import read_end, read_times

_QUIET = phrases(
    "tenang, jam tenang, waktu tenang, senyap, jam senyap, jangan ganggu, jangan diganggu, "
    "quiet, quiet hours, quiet time, do not disturb, dont disturb"
)
_NOTHING = phrases("jangan, jangan kirim, tidak, not, dont, dont send")
_WITHOUT = phrases("tanpa, tidak ada, no, without")
_OFF = phrases("mati, dimatikan, tidak, tidak ada, off, none")
_FROM = phrases("antara, dari, mulai, between, from")
_UNTIL = phrases("sampai, sd, hingga, to, until, till, -")
_AND = phrases("dan, and")
_FILLERS = (
    phrases(
        "jam, pukul, pk, pada, di, hari, tiap, setiap, hanya, saja, kirim, kirimkan, ringkasan, waktu, zona, "
        "dan, serta, at, on, in, the, every, day, only, send, digest, time, timezone, zone, and, &, +, /, ;"
    )
    | COMMA
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    weekdays: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quiet:
    hours: QuietHours | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Holidays:
    wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Zone:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Times:
    times: tuple[time, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Silence:
    wanted: bool


T = TypeVar("T")
_Clause = _Days | But | _Quiet | _Holidays | _Zone | _Times | _Silence


def parse_schedule(text: str, *, current: Schedule) -> Schedule:
    """Read what `text` says of times, weekdays, zone, holidays and quiet hours; what it says of silence
    without news, `parse_silence` reads.

    The rest stays as in `current`. Raises ScheduleError with what cannot be understood, LimitReached beyond
    MOST_TIMES.
    """
    clauses = list(_clauses(Cursor(text)))
    if not clauses:
        raise ScheduleError(text)
    times = {at for clause in clauses if isinstance(clause, _Times) for at in clause.times}
    if len(times) > MOST_TIMES:
        raise LimitReached("times", MOST_TIMES)
    weekdays = _weekdays(clauses, current)
    if not weekdays:
        raise ScheduleError(text)
    return replace(
        current,
        times=tuple(sorted(times)) or current.times,
        weekdays=weekdays,
        zone=_only([clause.name for clause in clauses if isinstance(clause, _Zone)], current.zone, text),
        on_holidays=_only(_holiday_wishes(clauses), current.on_holidays, text),
        quiet=_only([clause.hours for clause in clauses if isinstance(clause, _Quiet)], current.quiet, text),
    )


def parse_silence(text: str, *, current: bool) -> bool:
    """Read whether silence without news is wished for, in the same texts; `current` where nothing is said of
    it. Raises ScheduleError."""
    wishes = [clause.wanted for clause in _clauses(Cursor(text)) if isinstance(clause, _Silence)]
    return _only(wishes, current, text)


def _weekdays(clauses: Sequence[_Clause], current: Schedule) -> frozenset[int]:
    """Those that are named, less the exceptions; exceptions alone are from every day."""
    named = frozenset[int]().union(*(clause.weekdays for clause in clauses if isinstance(clause, _Days)))
    but = frozenset[int]().union(*(clause.weekdays for clause in clauses if isinstance(clause, But)))
    return (named or (EVERY_DAY if but else current.weekdays)) - but


def _holiday_wishes(clauses: Sequence[_Clause]) -> list[bool]:
    wishes = [clause.wanted for clause in clauses if isinstance(clause, _Holidays)]
    return wishes + [False for clause in clauses if isinstance(clause, But) and clause.holidays]


def _only(said: Sequence[T], current: T, text: str) -> T:
    """The one thing that was said, however often; `current` where nothing was."""
    if len(set(said)) > 1:
        raise ScheduleError(text)
    return said[0] if said else current


def _clauses(cursor: Cursor) -> Iterator[_Clause]:
    while not cursor.done:
        if clause := _clause(cursor):
            yield clause
        elif not cursor.read(_FILLERS):
            raise cursor.error(cursor.position)


def _clause(cursor: Cursor) -> _Clause | None:
    if (silent := read_silence(cursor)) is not None:
        return _Silence(wanted=silent)
    if clause := _quiet(cursor) or read_exception(cursor):
        return clause
    if (wanted := read_holidays(cursor)) is not None:
        return _Holidays(wanted=wanted)
    if weekdays := read_days(cursor):
        return _Days(weekdays=weekdays)
    if times := read_times(cursor):
        return _Times(times=times)
    zone = cursor.zone()
    return _Zone(name=zone) if zone else None


def _quiet(cursor: Cursor) -> _Quiet | None:
    start = cursor.position
    if cursor.read(_WITHOUT) and cursor.read(_QUIET):
        return _Quiet(hours=None)
    cursor.position = start
    named = cursor.read(_QUIET)
    if named and cursor.read(_OFF):
        return _Quiet(hours=None)
    if (named or cursor.read(_NOTHING)) and (hours := _hours(cursor, start, named=bool(named))):
        return _Quiet(hours=hours)
    if named:
        raise cursor.error(start)
    cursor.position = start
    return None


def _hours(cursor: Cursor, start: int, *, named: bool) -> QuietHours | None:
    """ "21.00-06.00", "antara 22 dan 5"; but "jangan 22 dan 5" names no span."""
    spanning = cursor.skip(_FROM) or named
    first = read_end(cursor)
    if first is None or not cursor.read(_UNTIL | _AND if spanning else _UNTIL):
        return None
    last = read_end(cursor)
    if last is None or first == last:
        raise cursor.error(start)
    return QuietHours(start=first, end=last)
