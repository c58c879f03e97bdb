"""Regions found in recorded news, where the recordings are at hand."""

import gzip
import json
from pathlib import Path

import pytest

from news.regions import find_regions, is_part_of
from news.words import forms

RECORDED = Path(__file__).parents[3] / "shared" / "data"
ARTICLES = RECORDED / "articles.jsonl.gz"
BELITUNG_ARTICLE = RECORDED / "article_belitung.txt"


@pytest.mark.skipif(not BELITUNG_ARTICLE.exists(), reason="the recorded article is not here")
def test_the_article_from_belitung_belongs_to_belitung_and_babel_alone() -> None:
    title, text = BELITUNG_ARTICLE.read_text(encoding="utf-8").split("\n\n", 1)
    place, _, told = text.partition(",")
    lead, _, body = told.partition("\n\n")
    found = find_regions(forms(title), forms(lead), forms(body), dateline=place)
    assert [placed.code for placed in found] == ["19.02", "19"]


@pytest.mark.skipif(not ARTICLES.exists(), reason="the recorded articles are not here")
def test_what_officials_of_lampung_recorded_belongs_to_lampung() -> None:
    placed = []
    with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            if article["id"].startswith("lampung_bps"):
                body = forms(article["body"] or "")
                placed.append(find_regions(forms(article["title"] or ""), body, home="18"))
    in_lampung = sum(any(is_part_of(region.code, "18") for region in regions) for regions in placed)
    assert in_lampung >= 0.97 * len(placed)
