"""Related packs: what a search touches by its words, its concepts and its regions."""

import pytest

from news.grammar import parse_search
from news.packs import load_packs, packs
from news.related_packs import MOST, related_packs

OWN = load_packs(
    """
[ikan]
name = { id = "Harga ikan", en = "Fish prices" }
description = { id = "Ikan.", en = "Fish." }
query = '"nelayan kecil" ATAU BMKG ATAU melaut -ternak'

[laut]
name = { id = "Laut", en = "The sea" }
description = { id = "Laut.", en = "The sea." }
query = 'kapal ATAU judul:pelabuhan ATAU "orang di kapal"'
"""
).values()


def keys(query: str) -> list[str]:
    return [pack.key for pack in related_packs(parse_search(query).query)]


def own(query: str) -> list[str]:
    return [pack.key for pack in related_packs(parse_search(query).query, OWN)]


@pytest.mark.parametrize("key", packs())
def test_a_pack_is_the_first_that_its_own_name_touches(key: str) -> None:
    name = next(iter(packs()[key].name.values()))

    assert keys(f'"{name}"' if " " not in name else name)[:1] == [key]


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("dana hibah pilkada babel", "pilkada"),
        ("ketua KPU Babel", "kpu-bawaslu"),
        ('"komisi pemilihan umum"', "kpu-bawaslu"),
        ("gempa bumi", "bencana"),
        ("harga beras", "harga-pangan"),
        ("tito karnavian", "kemendagri"),
        ("wilayah:papua", "papua"),
        ("siapa ketua bawaslu?", "kpu-bawaslu"),
        ("banjir ATAU longsor", "bencana"),
    ],
)
def test_a_search_touches_what_it_is_about(query: str, key: str) -> None:
    assert keys(query)[0] == key


def test_a_name_weighs_more_than_a_query_and_a_whole_term_more_than_a_part() -> None:
    assert own("laut") == ["laut", "ikan"]
    assert own("kapal nelayan") == ["laut", "ikan"]


def test_a_word_finds_its_family_and_a_concept_its_names() -> None:
    assert own("perkapalan") == ["laut"]
    assert own('"Badan Meteorologi, Klimatologi, dan Geofisika"') == ["ikan"]


@pytest.mark.parametrize("query", ["ternak", "-kapal banjir", "media:kapal", "wilayah:babel", "di ke yang"])
def test_nothing_is_related_to_what_is_not_looked_for(query: str) -> None:
    assert own(query) == []


def test_no_more_are_related_than_are_offered() -> None:
    assert len(keys("pemilu pilkada pileg pilpres korupsi bencana")) == MOST
