"""Timezones, by the names that people give them."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

INDONESIAN_ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
_OFFSET = re.compile(r"(?:utc|gmt)([+-])([0-9]{1,2})(?:[:.]?([0-5][0-9]))?", re.IGNORECASE)

# In IANA's names of whole hours the signs are the other way round: Etc/GMT-5 is five hours before Greenwich.
_WHOLE_HOURS = {hours: f"Etc/GMT{-hours:+}" for hours in range(-12, 15)}
_INDONESIAN_HOURS = {7: "Asia/Jakarta", 8: "Asia/Makassar", 9: "Asia/Jayapura"}
_AT_OFFSET = {
    **{60 * hours: zone for hours, zone in (_WHOLE_HOURS | _INDONESIAN_HOURS | {0: "UTC"}).items()},
    # Other offsets have no name of their own, but these have a place that keeps them all year.
    -570: "Pacific/Marquesas", 210: "Asia/Tehran", 270: "Asia/Kabul", 330: "Asia/Kolkata",
    345: "Asia/Kathmandu", 390: "Asia/Yangon", 525: "Australia/Eucla", 570: "Australia/Darwin",
}  # fmt: skip
_OFFSET_NAMES = {
    zone: f"UTC{hours:+}" for hours, zone in _WHOLE_HOURS.items() if _AT_OFFSET[60 * hours] == zone
}

_ABBREVIATIONS = {
    **{zone: short for short, zone in INDONESIAN_ZONES.items()},
    "Asia/Pontianak": "WIB",
    "Asia/Ujung_Pandang": "WITA",
    **_OFFSET_NAMES,
}
_CONTINENTS = frozenset({"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"})
_NO_CITIES = frozenset({"act", "lhi", "north", "nsw", "south", "west"})


def parse_zone(text: str) -> str | None:
    """The IANA name of "WIB", "wita", "Asia/Tokyo", "New York", "UTC+7" in any case; None where `text` is no
    zone, or an offset that no zone keeps all year."""
    named = INDONESIAN_ZONES.get(text.upper()) or _zones().get(text.casefold().replace(" ", "_"))
    return named or _at_offset(text)


def is_offset(text: str) -> bool:
    """Whether `text` is written as an offset, such as "GMT+8" or "UTC-03:30"."""
    return bool(_OFFSET.fullmatch(text))


def zone_abbreviation(zone: str, at: datetime) -> str:
    """What people there call the zone at that instant: WIB, WITA, WIT, UTC+5; else as the zone has it."""
    return _ABBREVIATIONS.get(zone) or at.astimezone(ZoneInfo(zone)).strftime("%Z")


def zone_name(zone: str) -> str:
    """A name that `parse_zone` reads back: WIB, WITA, WIT, UTC+5; elsewhere the IANA name."""
    short = next((short for short, known in INDONESIAN_ZONES.items() if known == zone), zone)
    return _OFFSET_NAMES.get(short, short)


def _at_offset(text: str) -> str | None:
    if not (found := _OFFSET.fullmatch(text)):
        return None
    sign, hours, minutes = found.groups(default="0")
    return _AT_OFFSET.get(int(f"{sign}1") * (int(hours) * 60 + int(minutes)))


@cache
def _zones() -> dict[str, str]:
    """The zones by their names and by their cities'; a name of its own goes before a city's."""
    # Of several zones with one city, which are names of the same, the shortest is the last to be said.
    zones = sorted(available_timezones(), key=lambda zone: (len(zone), zone), reverse=True)
    return dict(_cities(zones)) | {zone.casefold(): zone for zone in zones}


def _cities(zones: list[str]) -> Iterator[tuple[str, str]]:
    for zone in zones:
        continent, _, city = zone.casefold().rpartition("/")
        if zone.partition("/")[0] in _CONTINENTS and continent and city not in _NO_CITIES:
            yield city, zone
