"""Prints an account for a date: fills its blanks and gives it its place on the outlet's site."""

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.newsroom.plan import CYCLE_DAYS, Account, Outlet

DESK = ZoneInfo("Asia/Jakarta")
DAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article in print; `path` is relative to the newsroom's root."""

    outlet: Outlet
    path: str
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    published_at: datetime


def latest_printing(account: Account, now: datetime) -> Article:
    """An account is printed once a cycle, so it always has one latest printing, up to three days old."""
    here = now.astimezone(DESK)
    days_back = (here.toordinal() - account.day) % CYCLE_DAYS
    if days_back == 0 and here.time() < account.at:
        days_back = CYCLE_DAYS
    return print_for(account, here.date() - timedelta(days=days_back))


def print_for(account: Account, day: date) -> Article:
    blanks = _blanks(account, day)
    title = _PRINTER.vformat(account.title, (), blanks)
    lead = _PRINTER.vformat(account.outlet.dateline + account.lead, (), blanks)
    return Article(
        outlet=account.outlet,
        path=f"{account.outlet.slug}/{day.isoformat()}/{_slug(title)}",
        title=title,
        lead=lead,
        paragraphs=tuple(_PRINTER.vformat(account.body, (), blanks).strip().split("\n\n")),
        published_at=datetime.combine(day, account.at, DESK).astimezone(account.outlet.timezone),
    )


def _blanks(account: Account, day: date) -> Mapping[str, str]:
    cycle = day.toordinal() // CYCLE_DAYS
    varying = {name: values[cycle % len(values)] for name, values in account.vary.items()}
    city = account.city.format_map(varying)
    yesterday, tomorrow = day - timedelta(days=1), day + timedelta(days=1)
    dates = {
        "hari": DAY_NAMES[day.weekday()],
        "hari_kemarin": DAY_NAMES[yesterday.weekday()],
        "hari_besok": DAY_NAMES[tomorrow.weekday()],
        "tanggal": f"{day:%d/%m/%Y}",
        "tanggal_kemarin": f"{yesterday:%d/%m/%Y}",
        "tanggal_besok": f"{tomorrow:%d/%m/%Y}",
        "tahun": f"{day:%Y}",
    }
    place = {"kota": city, "KOTA": city.upper(), "media": account.outlet.name}
    return {**dates, **varying, **place}


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


class _Printer(string.Formatter):
    """Adds two conversions to Python's: `!l` in lower case, `!c` with a first capital."""

    def convert_field(self, value: str, conversion: str | None) -> str:
        match conversion:
            case "l":
                return value.lower()
            case "c":
                return value[:1].upper() + value[1:]
            case _:
                return value


_PRINTER = _Printer()
