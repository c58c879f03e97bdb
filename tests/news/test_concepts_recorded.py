"""The recorded article from Belitung names the concepts that it was asked for."""

from pathlib import Path

import pytest

from news.concepts import find_concepts
from news.words import forms

ARTICLE = Path(__file__).parents[3] / "shared" / "data" / "article_belitung.txt"


@pytest.mark.skipif(not ARTICLE.exists(), reason="the recorded material is not on this machine")
def test_the_article_from_belitung_names_its_concepts() -> None:
    found = find_concepts(forms(ARTICLE.read_text(encoding="utf-8")))
    assert {each.concept for each in found} == {
        "Dirjen Polpum",
        "Forkopimda",
        "Kemendagri",
        "Kesbangpol",
        "Kewaspadaan nasional",
        "Pemda",
        "Pemilu",
        "Pilkada",
        "UU Pemilu",
    }
