"""Days as people write them: Senin sampai Jumat, hari kerja, kecuali Minggu dan hari libur."""

from dataclasses import dataclass

from news.phrases import COMMA, Cursor, meaning, phrases
from news.schedule import EVERY_DAY, WORKING_DAYS
from news.spoken_time import PARTS_OF_DAY

_WEEKDAYS = meaning(
    {
        "senin, sen, monday, mondays, mon": 0,
        "selasa, sel, tuesday, tuesdays, tues, tue": 1,
        "rabu, rab, wednesday, wednesdays, wed": 2,
        "kamis, kam, thursday, thursdays, thurs, thur, thu": 3,
        "jumat, jumaat, jum, friday, fridays, fri": 4,
        "sabtu, sab, saturday, saturdays, sat": 5,
        "minggu, ahad, min, mgg, sunday, sundays, sun": 6,
    }
)
_GROUPS = meaning(
    {
        "everyday, daily, harian": EVERY_DAY,
        "hari kerja, kerja, weekday, weekdays, workday, workdays, working day, working days": WORKING_DAYS,
        "akhir pekan, akhir minggu, weekend, weekends": EVERY_DAY - WORKING_DAYS,
    }
)
_EACH = phrases("tiap, setiap, every, each, semua, all")
_DAY = phrases("hari, day, days")
_PART_OF_DAY = dict.fromkeys(PARTS_OF_DAY, True)
_UNTIL = phrases("sampai, sd, hingga, to, through, thru, until, till, -")
_HOLIDAYS = phrases(
    "libur, libur nasional, hari libur, hari libur nasional, tanggal merah, "
    "holiday, holidays, public holiday, public holidays, national holiday, national holidays"
)
_BUT = phrases(
    "kecuali, selain, tanpa, bukan, tidak, jangan, except, except for, excluding, but not, not, no, without"
)
_ALSO = phrases("termasuk, juga, tetap, including, include, also, even")
_NOT = phrases("tidak, tidak dikirim, tidak kirim, jangan, jangan kirim, tak, nggak, off, no")
_TOO = phrases("juga, tetap, tetap dikirim, tetap kirim, ya, yes, too, on, included")
_ON = phrases("hari, pada, di, saat, on, the")
_AND = phrases("dan, and, &, serta, atau, or") | COMMA | _ON


@dataclass(frozen=True, slots=True, kw_only=True)
class But:
    """All but these weekdays; and all but public holidays, if `holidays`."""

    weekdays: frozenset[int]
    holidays: bool


def read_days(cursor: Cursor) -> frozenset[int] | None:
    """The weekdays that stand here, from 0 for Monday; None where there are none."""
    start = cursor.position
    each = cursor.skip(_EACH)
    if days := _weekdays(cursor):
        return days
    if each and cursor.sees(_PART_OF_DAY):  # "tiap pagi"
        return EVERY_DAY
    day = cursor.skip(_DAY)
    if day and (days := _weekdays(cursor)):
        return days
    if each and day:
        return EVERY_DAY
    cursor.position = start
    return None


def read_exception(cursor: Cursor) -> But | None:
    """ "kecuali Sabtu, Minggu dan hari libur" """
    start = cursor.position
    exception = But(weekdays=frozenset(), holidays=False)
    if cursor.skip(_BUT):
        cursor.skip(_EACH)
        while more := _excepted(cursor):
            weekdays = exception.weekdays | more.weekdays
            exception = But(weekdays=weekdays, holidays=exception.holidays or more.holidays)
    if exception.weekdays or exception.holidays:
        return exception
    cursor.position = start
    return None


def read_holidays(cursor: Cursor) -> bool | None:
    """Whether public holidays are wanted, by "termasuk hari libur" or "libur nasional tidak"."""
    start = cursor.position
    also = cursor.skip(_ALSO)
    cursor.skip(_ON)
    if cursor.read(_HOLIDAYS):
        if also or cursor.read(_TOO):
            return True
        if cursor.read(_NOT):
            return False
    cursor.position = start
    return None


def _excepted(cursor: Cursor) -> But | None:
    start = cursor.position
    cursor.skip(_AND)
    if cursor.read(_HOLIDAYS):
        return But(weekdays=frozenset(), holidays=True)
    if days := _weekdays(cursor):
        return But(weekdays=days, holidays=False)
    cursor.position = start
    return None


def _weekdays(cursor: Cursor) -> frozenset[int] | None:
    """ "Senin", "Senin sampai Jumat", "akhir pekan" """
    first = cursor.read(_WEEKDAYS)
    if first is None:
        return cursor.read(_GROUPS)
    behind = cursor.position
    if cursor.skip(_UNTIL):
        cursor.skip(_DAY)
        last = cursor.read(_WEEKDAYS)
        if last is not None:
            return frozenset((first + day) % 7 for day in range((last - first) % 7 + 1))
    cursor.position = behind
    return frozenset({first})
