"""Abbreviations of the recorded news, where the recordings are at hand."""

import gzip
import json
from pathlib import Path

import pytest

from news.abbreviations import Abbreviation, abbreviations

RECORDED = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason="the recorded news is not on this machine")


def test_half_of_all_articles_define_an_abbreviation() -> None:
    with gzip.open(RECORDED / "articles.jsonl.gz", "rt") as lines:
        found = [abbreviations(json.loads(line)["body"]) for line in lines]
    assert sum(map(bool, found)) > len(found) / 2
    assert sum(map(len, found)) > 8_500


def test_the_regional_article_defines_what_it_says() -> None:
    text = (RECORDED / "article_belitung.txt").read_text("utf-8")
    assert abbreviations(text) == [
        Abbreviation("Wasnas", "Kewaspadaan Nasional"),
        Abbreviation("Rakor", "Rapat Koordinasi"),
        Abbreviation("Pemda", "Pemerintah Daerah"),
        Abbreviation("Kesbangpol", "Kesatuan Bangsa dan Politik"),
        Abbreviation("Babel", "Bangka Belitung"),
    ]
