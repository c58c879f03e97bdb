"""The catalogue of known feeds: that it is right, and how it is asked."""

import pytest

from app.feeds_file import read_feeds_file
from app.settings import DEFAULT_FEEDS_FILE
from news.catalogue import Kind, Listed, catalogue, listed_as, listed_in, serving
from news.feed import Source
from news.gazetteer import regions
from news.link import web_link

ALL = catalogue()
FEEDS = tuple(listed for listed in ALL if listed.kind is not Kind.NONE)


def outlets(found: tuple[Listed, ...]) -> list[str]:
    return list(dict.fromkeys(listed.outlet for listed in found))


@pytest.mark.parametrize("listed", ALL, ids=lambda listed: listed.url or listed.outlet)
def test_every_row_can_be_used(listed: Listed) -> None:
    assert listed.outlet
    assert listed.region in ("", *regions())
    assert len(listed.note) <= 140
    if listed.kind is Kind.NONE:
        assert not listed.url
        assert listed.note.startswith(f"{listed.place}: ")
        assert web_link(f"https://{listed.place}/", base="")
    else:
        assert web_link(listed.url, base="") == listed.url


def test_no_feed_stands_twice_and_every_kind_stands() -> None:
    assert len({listed.url for listed in FEEDS}) == len(FEEDS) == 90
    assert {listed.kind for listed in ALL} == set(Kind)
    assert {listed.kind for listed in ALL if listed.region} == {Kind.REGIONAL, Kind.GOVERNMENT}


def test_the_feeds_followed_by_default_stand_in_the_catalogue_with_the_same_facts() -> None:
    listed = {Source(url=feed.url, outlet=feed.outlet, region=feed.region) for feed in FEEDS}
    assert set(read_feeds_file(DEFAULT_FEEDS_FILE)) <= listed


@pytest.mark.parametrize(
    ("code", "nearest"),
    [
        ("19.02", ["ANTARA Kepulauan Bangka Belitung", "ANTARA"]),
        ("19", ["ANTARA Kepulauan Bangka Belitung", "ANTARA"]),
        ("61.05", ["ANTARA Kalimantan Barat", "Pemkab Sintang", "ANTARA"]),
        ("21", ["ANTARA Kepulauan Riau", "Kesbangpol Kepri", "ANTARA"]),
        ("92", ["ANTARA Papua Barat", "ANTARA Papua", "Suara Papua", "ANTARA"]),
        ("94.01", ["ANTARA Papua", "ANTARA Papua Barat", "Suara Papua", "ANTARA"]),
        ("74", ["ANTARA", "detikcom"]),
        ("", ["ANTARA", "detikcom"]),
    ],
)
def test_a_region_is_served_by_the_nearest_first(code: str, nearest: list[str]) -> None:
    assert outlets(listed_in(code))[: len(nearest)] == nearest


@pytest.mark.parametrize(
    ("code", "nearest"),
    [
        ("19.02", ["19.02", "19", ""]),
        ("19.01", ["19", ""]),
        ("19", ["19", "19.02", ""]),
        ("96.01", ["96", "91.03", ""]),
    ],
)
def test_a_part_of_a_province_is_served_by_its_own_feeds_first(code: str, nearest: list[str]) -> None:
    known = [
        Listed(outlet="Kabar", url=f"https://kabar.example/{home}", region=home, kind=kind, note="")
        for home, kind in [
            ("", Kind.NATIONAL),
            ("", Kind.GOVERNMENT),
            ("19", Kind.REGIONAL),
            ("19.02", Kind.GOVERNMENT),
            ("91.03", Kind.REGIONAL),
            ("96", Kind.REGIONAL),
            ("11", Kind.REGIONAL),
        ]
    ]
    assert [listed.region for listed in serving(code, known)] == nearest


def test_a_region_is_served_by_feeds_of_its_own_and_of_the_nation_only() -> None:
    found = listed_in("19")
    assert all(listed.url and (listed.region == "19" or listed.kind is Kind.NATIONAL) for listed in found)
    assert len(found) == len(set(found)) == 1 + sum(listed.kind is Kind.NATIONAL for listed in ALL)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Tempo", ["Tempo"]),
        ("tempo ", ["Tempo"]),
        ("ANTARA babel", ["ANTARA Kepulauan Bangka Belitung"]),
        ("antara kalimantan b", ["ANTARA Kalimantan Barat"]),
        ("bangka", ["ANTARA Kepulauan Bangka Belitung"]),
        ("kesbangpol", ["Kesbangpol Kepri"]),
        ("e media", ["DPR RI E-Media"]),
        ("mk", ["Mahkamah Konstitusi"]),
        ("RM.id", ["RM.id"]),
        ("republka", ["Republika"]),
        ("tribunews", ["Tribunnews"]),
        ("https://www.tribunnews.com/rss", ["Tribunnews"]),
        ("belitung.tribunnews.com", ["Tribunnews"]),
        ("WWW.KPU.GO.ID", ["KPU"]),
        ("dpr.go.id", ["DPR RI", "DPR RI E-Media"]),
        ("kabar.example", []),
        ("Kabar Tanpa Umpan", []),
        ("", []),
        ("…", []),
        ("https://[", []),
        ("a" * 100_000, []),
    ],
)
def test_an_outlet_is_found_by_name_and_by_address(name: str, found: list[str]) -> None:
    assert outlets(listed_as(name)) == found


def test_an_outlets_own_feeds_come_before_those_that_share_its_name_or_site() -> None:
    assert outlets(listed_as("antara"))[0] == outlets(listed_as("antaranews.com"))[0] == "ANTARA"
    assert outlets(listed_as("bali.antaranews.com"))[0] == "ANTARA Bali"
    assert len(listed_as("antara")) == 33


def test_an_outlet_without_a_feed_says_what_serves_instead() -> None:
    [listed] = listed_as("bawaslu")
    assert (listed.kind, listed.url) == (Kind.NONE, "")
    assert "site:bawaslu.go.id" in listed.note
