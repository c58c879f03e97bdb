"""Public holidays of Indonesia: the only module that knows the library of holidays."""

from datetime import date
from functools import cache, lru_cache
from importlib.machinery import SourceFileLoader
from importlib.resources import files
from types import ModuleType


def is_public_holiday(day: date) -> bool:
    """Whether `day` is a national holiday (libur nasional); days of joint leave (cuti bersama) are not.

    Holidays by the moon are as announced up to the year after the library's release, and estimated later.
    """
    return day in _public_holidays(day.year)


@lru_cache(maxsize=16)
def _public_holidays(year: int) -> frozenset[date]:
    # The years before the library's first and after its last have none.
    return frozenset(_indonesia().Indonesia(years=year))


@cache
def _indonesia() -> ModuleType:
    # Loaded when the first chat wishes it, and alone: by its name it would bring the calendars of some two
    # hundred and fifty countries, which take three times as long and 15 MB more.
    place = files("holidays") / "countries" / "indonesia.py"
    loader = SourceFileLoader("indonesian_holidays", str(place))
    module = ModuleType(loader.name)
    loader.exec_module(module)
    return module
