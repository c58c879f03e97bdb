"""Timezones by the names that people give them."""

from zoneinfo import available_timezones

import pytest

from news.zones import parse_zone, zone_abbreviation, zone_name
from tests.clocks import MORNING


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("WIB", "Asia/Jakarta"),
        ("wita", "Asia/Makassar"),
        ("ASIA/TOKYO", "Asia/Tokyo"),
        ("utc", "UTC"),
        ("Tokyo", "Asia/Tokyo"),
        ("new york", "America/New_York"),
        ("jayapura", "Asia/Jayapura"),
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
    [("Asia/Jakarta", "WIB"), ("Asia/Pontianak", "WIB"), ("Asia/Makassar", "WITA"), ("Europe/Berlin", "CET")],
)
def test_a_zone_is_called_what_people_there_call_it(zone: str, abbreviation: str) -> None:
    assert zone_abbreviation(zone, MORNING) == abbreviation


def test_the_name_of_a_zone_can_be_read_back() -> None:
    assert [zone_name(zone) for zone in ("Asia/Jayapura", "Asia/Tokyo")] == ["WIT", "Asia/Tokyo"]
    assert {zone for zone in available_timezones() if parse_zone(zone_name(zone)) != zone} == set()
