"""Dates and times as the chat's people write them."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_time, format_timedelta, get_day_names
from babel.lists import format_list

from news.chat import Language
from news.zones import zone_abbreviation

_DATE = {Language.INDONESIAN: "EEEE, d MMMM y", Language.ENGLISH: "EEEE, d MMMM y"}
_MINUTE = timedelta(minutes=1)
_TIME = {Language.INDONESIAN: "HH.mm", Language.ENGLISH: "HH:mm"}


def long_date(at: datetime, *, zone: str, language: Language) -> str:
    """ "Senin, 23 November 2026, 07.00 WIB" """
    return (
        f"{_format(at, _DATE[language], zone, language)}, {time_with_zone(at, zone=zone, language=language)}"
    )


def time_with_zone(at: datetime, *, zone: str, language: Language) -> str:
    """ "07.00 WIB" """
    return f"{_format(at, _TIME[language], zone, language)} {zone_abbreviation(zone, at)}"


def day_and_month(at: datetime, *, zone: str, language: Language) -> str:
    """ "Selasa 24 November" """
    return _format(at, "EEEE d MMMM", zone, language)


def weekday(day: int, *, language: Language, short: bool = False) -> str:
    """ "Senin", or "Sen", of a day from 0 for Monday."""
    return str(get_day_names("abbreviated" if short else "wide", locale=language.value)[day])


def weekdays_in_words(days: Iterable[int], *, language: Language) -> str:
    """ "Senin, Rabu, dan Jumat" """
    return format_list([weekday(day, language=language) for day in sorted(days)], locale=language.value)


def clock_time(at: datetime, *, zone: str, language: Language) -> str:
    """ "07.00" """
    return _format(at, _TIME[language], zone, language)


def times_in_words(times: Iterable[time], *, language: Language) -> str:
    """ "07.00 dan 16.00" """
    return format_list([time_of_day(at, language=language) for at in times], locale=language.value)


def time_span(start: time, end: time, *, language: Language) -> str:
    """ "21.00–06.00" """
    return f"{time_of_day(start, language=language)}–{time_of_day(end, language=language)}"


def time_of_day(at: time, *, language: Language) -> str:
    """ "07.00" """
    return format_time(at, _TIME[language], locale=language.value)


def age(at: datetime, *, now: datetime, language: Language) -> str:
    """ "3 jam yang lalu" """
    ago = min(at - now, -_MINUTE)
    return format_timedelta(ago, granularity="minute", add_direction=True, locale=language.value)


def days_ago(at: datetime, *, now: datetime, zone: str) -> int:
    """How many midnights of `zone` lie between; 0 is today."""
    return (local_date(now, zone=zone) - local_date(at, zone=zone)).days


def local_date(at: datetime, *, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


@lru_cache(1_000)
def _format(at: datetime, pattern: str, zone: str, language: Language) -> str:
    return format_datetime(at, pattern, tzinfo=ZoneInfo(zone), locale=language.value)
