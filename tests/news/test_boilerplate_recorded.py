"""Leads of the recorded news, where the recordings are at hand."""

import gzip
import json
import re
from pathlib import Path

import pytest

from news.boilerplate import lead, without_boilerplate
from news.dateline import dateline

RECORDED = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason="the recorded news is not on this machine")

BOILERPLATE = re.compile(
    r"\W*(baca juga|simak juga|tonton juga|scroll to|advertisement|reporter ?:|editor ?:|\[gambas)"
    r"|ilustrasi\b"
    r"|[\w .,()]{2,60}(\.com|\.co\.id|antara\)|radar bogor)\s?[-–—]",
    re.IGNORECASE,
)


def test_no_lead_begins_with_boilerplate() -> None:
    with gzip.open(RECORDED / "articles.jsonl.gz", "rt") as lines:
        leads = [lead(json.loads(line)["body"]) for line in lines]
    assert [text for text in leads if BOILERPLATE.match(text)] == []


def test_the_regional_article_is_read_perfectly() -> None:
    text = (RECORDED / "article_belitung.txt").read_text("utf-8")
    found = dateline(text)
    assert found
    assert (found.place, found.outlet) == ("BELITUNG", "pradivanews.com")
    assert lead(text).startswith("Direktorat Kewaspadaan Nasional (Wasnas) dan ")
    assert not re.search("baca juga|pradivanews", without_boilerplate(text), re.IGNORECASE)
