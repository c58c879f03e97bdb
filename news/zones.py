"""Timezones, by the names that people give them."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

INDONESIAN_ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
_ABBREVIATIONS = {zone: short for short, zone in INDONESIAN_ZONES.items()} | {
    "Asia/Pontianak": "WIB",
    "Asia/Ujung_Pandang": "WITA",
}
_CONTINENTS = frozenset({"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"})
_NO_CITIES = frozenset({"act", "lhi", "north", "nsw", "south", "west"})


def parse_zone(text: str) -> str | None:
    """The IANA name of "WIB", "wita", "Asia/Tokyo", "New York" in any case; None where `text` is no zone."""
    return INDONESIAN_ZONES.get(text.upper()) or _zones().get(text.casefold().replace(" ", "_"))


def zone_abbreviation(zone: str, at: datetime) -> str:
    """What people there call the zone at that instant: WIB, WITA, WIT; elsewhere the zone's own name."""
    return _ABBREVIATIONS.get(zone) or at.astimezone(ZoneInfo(zone)).strftime("%Z")


def zone_name(zone: str) -> str:
    """A name that `parse_zone` reads back: WIB, WITA, WIT; elsewhere the IANA name."""
    return next((short for short, known in INDONESIAN_ZONES.items() if known == zone), zone)


@cache
def _zones() -> dict[str, str]:
    """The zones by their names and by their cities'; a name of its own goes before a city's."""
    zones = sorted(available_timezones(), key=len, reverse=True)
    return dict(_cities(zones)) | {zone.casefold(): zone for zone in zones}


def _cities(zones: list[str]) -> Iterator[tuple[str, str]]:
    for zone in zones:
        continent, _, city = zone.casefold().rpartition("/")
        if zone.partition("/")[0] in _CONTINENTS and continent and city not in _NO_CITIES:
            yield city, zone
