"""Families of word forms, as recorded for development."""

from itertools import combinations
from pathlib import Path

import pytest

from news.words import lemma

FAMILIES = Path(__file__).parents[3] / "shared/data/word_families.tsv"

pytestmark = pytest.mark.skipif(not FAMILIES.exists(), reason="the recordings are not beside the repository")


def test_forms_of_a_family_share_a_lemma_and_no_two_families_do() -> None:
    lines = FAMILIES.read_text(encoding="utf-8").splitlines()
    families = {name: words.split() for name, _, words in (line.partition("\t") for line in lines)}
    pairs = [pair for words in families.values() for pair in combinations(map(lemma, words), 2)]
    assert sum(one == other for one, other in pairs) / len(pairs) >= 0.97
    owners: dict[str, set[str]] = {}
    for name, words in families.items():
        for word in words:
            owners.setdefault(lemma(word), set()).add(name)
    assert {found: names for found, names in owners.items() if len(names) > 1} == {}
