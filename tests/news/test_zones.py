"""Timezones by the names that people give them."""

from datetime import timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from news.zones import is_offset, parse_zone, zone_abbreviation, zone_name
from tests.clocks import MORNING

OFFSETS = {
    f"UTC{sign}{hours:02}:{minutes:02}": int(f"{sign}1") * timedelta(hours=hours, minutes=minutes)
    for sign in "+-"
    for hours in range(25)
    for minutes in range(0, 60, 15)
}


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("WIB", "Asia/Jakarta"),
        ("wita", "Asia/Makassar"),
        ("ASIA/TOKYO", "Asia/Tokyo"),
        ("utc", "UTC"),
        ("Tokyo", "Asia/Tokyo"),
        ("new york", "America/New_York"),
        ("buenos aires", "America/Buenos_Aires"),
        ("jayapura", "Asia/Jayapura"),
        ("UTC+7", "Asia/Jakarta"),
        ("gmt+8", "Asia/Makassar"),
        ("UTC+09:00", "Asia/Jayapura"),
        ("UTC+0", "UTC"),
        ("UTC-3", "Etc/GMT+3"),
        ("GMT+05:30", "Asia/Kolkata"),
        ("UTC+0545", "Asia/Kathmandu"),
        ("UTC+10:30", None),
        ("UTC-3:30", None),
        ("UTC+15", None),
        ("UTC+7:75", None),
        ("UTC7", None),
        ("west", None),
        ("XYZ", None),
    ],
)
def test_a_zone_is_known_by_its_abbreviation_or_name_or_city(text: str, zone: str | None) -> None:
    assert parse_zone(text) == zone


def test_every_zone_is_known_by_its_name() -> None:
    assert {zone for zone in available_timezones() if parse_zone(zone) != zone} == set()


@pytest.mark.parametrize(
    ("zone", "abbreviation"),
    [
        ("Asia/Jakarta", "WIB"),
        ("Asia/Pontianak", "WIB"),
        ("Asia/Makassar", "WITA"),
        ("Europe/Berlin", "CET"),
        ("Etc/GMT-5", "UTC+5"),
        ("Etc/GMT+3", "UTC-3"),
    ],
)
def test_a_zone_is_called_what_people_there_call_it(zone: str, abbreviation: str) -> None:
    assert zone_abbreviation(zone, MORNING) == abbreviation


def test_the_name_of_a_zone_can_be_read_back() -> None:
    zones = ("Asia/Jayapura", "Asia/Tokyo", "Etc/GMT-5", "Etc/GMT-7")
    assert [zone_name(zone) for zone in zones] == ["WIT", "Asia/Tokyo", "UTC+5", "Etc/GMT-7"]
    assert {zone for zone in available_timezones() if parse_zone(zone_name(zone)) != zone} == set()


def test_an_offset_is_a_zone_that_keeps_it_all_year_or_none() -> None:
    kept = {text: zone for text in OFFSETS if (zone := parse_zone(text))}
    days = [MORNING + timedelta(days=day) for day in range(366 * 5)]

    assert len(kept) == len(range(-12, 15)) + 1 + 8  # both zeros, and the places between the hours
    for text, zone in kept.items():
        assert {day.astimezone(ZoneInfo(zone)).utcoffset() for day in days} == {OFFSETS[text]}


def test_every_offset_is_known_as_one() -> None:
    assert [text for text in OFFSETS if not is_offset(text)] == []
    assert not any(map(is_offset, available_timezones() - {"GMT+0", "GMT-0"}))
