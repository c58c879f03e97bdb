"""The region files: what a person who extends them must keep true."""

from collections import defaultdict

import pytest

from news.gazetteer import Level, Region, knowledge, names_of, regions, usual_meaning
from news.regions import find_regions, region_named, regions_named
from news.words import fold, forms

SHARED = {"martapura", "sukadana"}
"""Towns that stand for two regions each; all other shared names are those of a regency and its city."""

OFFICIAL = list(regions().values())


def key(name: str) -> str:
    return "".join(map(fold, forms(name)))


def regions_by_name() -> dict[str, set[str]]:
    named: dict[str, set[str]] = defaultdict(set)
    for code in regions():
        for name in names_of(code):
            named[key(name)].add(code)
    return named


def test_there_are_38_provinces_and_514_parts_of_them() -> None:
    assert sum(region.level is Level.PROVINCE for region in OFFICIAL) == 38
    assert sum(region.level is Level.REGENCY for region in OFFICIAL) == 416
    assert sum(region.level is Level.CITY for region in OFFICIAL) == 98
    assert all(region.parent in regions() for region in OFFICIAL if region.parent)


def test_every_code_that_has_names_is_a_region() -> None:
    assert set(knowledge()["names"]) <= set(regions())
    assert set(knowledge()["usual"].values()) <= set(regions())
    assert {knowledge()["newsroom"], *knowledge()["papua"]} <= set(regions())


def test_no_name_is_listed_twice_for_a_region() -> None:
    for code, names in knowledge()["names"].items():
        assert len({tuple(map(fold, forms(name))) for name in names}) == len(names), code


def test_two_regions_share_a_name_only_as_regency_and_city_or_where_the_name_is_declared() -> None:
    official = defaultdict(set)
    for region in OFFICIAL:
        official[key(region.place)].add(region.code)
    twins = [codes for codes in official.values() if len(codes) > 1]
    for name, codes in regions_by_name().items():
        assert len(codes) == 1 or name in SHARED or codes in twins or _has_its_capital(codes), (name, codes)


def _has_its_capital(codes: set[str]) -> bool:
    return codes == {"34", "34.71"}


def test_every_doubtful_or_usual_name_is_a_name() -> None:
    doubtful = knowledge()["doubtful"]
    names = [*doubtful["words"], *doubtful["names"], *knowledge()["usual"]]
    assert [name for name in names if key(name) not in regions_by_name()] == []
    assert set(doubtful["words"]).isdisjoint(doubtful["names"])


def test_a_usual_meaning_is_one_of_the_regions_of_that_name() -> None:
    assert [
        name for name in knowledge()["usual"] if usual_meaning(name) not in regions_by_name()[key(name)]
    ] == []


@pytest.mark.parametrize("region", OFFICIAL, ids=lambda region: region.code)
def test_an_official_name_names_its_region(region: Region) -> None:
    assert region_named(region.name) == region
    assert region in regions_named(region.place) or usual_meaning(tuple(forms(region.place)))


@pytest.mark.parametrize("region", OFFICIAL, ids=lambda region: region.code)
def test_an_official_name_is_found_in_a_text(region: Region) -> None:
    kind = "Provinsi " if region.level is Level.PROVINCE else ""
    text = forms(f"Rapat berlangsung tertib dan lancar di {kind}{region.name} sejak pagi")
    assert [placed.code for placed in find_regions(text, [])] == [region.code]


@pytest.mark.parametrize("region", OFFICIAL, ids=lambda region: region.code)
def test_a_bare_official_name_is_found_in_a_text_that_names_the_province(region: Region) -> None:
    province = regions()[region.parent or region.code].name
    text = forms(f"Rapat berlangsung tertib dan lancar di {region.place}, Provinsi {province}, sejak pagi")
    found = {placed.code for placed in find_regions(text, [])}
    assert region.code in found or usual_meaning(tuple(forms(region.place))) in found
