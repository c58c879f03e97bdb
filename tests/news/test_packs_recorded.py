"""The recorded article from Belitung is found by the packs that it was recorded for, and each says why."""

from pathlib import Path

import pytest

from news.boilerplate import lead, without_boilerplate
from news.dateline import dateline
from news.grammar import parse_query
from news.packs import packs
from news.query import matches, reasons
from news.reading import Reading, read

ARTICLE = Path(__file__).parents[3] / "shared" / "data" / "article_belitung.txt"
pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="the recorded material is not on this machine")

FOUND_BY = ("kesbangpol", "pemilu", "pilkada", "kewaspadaan-nasional", "forkopimda", "kemendagri")


@pytest.fixture(scope="module")
def article() -> Reading:
    title, _, body = ARTICLE.read_text(encoding="utf-8").partition("\n")
    found = dateline(body)
    place = found.place if found else None
    return read(title, lead(body), body=without_boilerplate(body), place=place or "")


def test_the_article_is_found_by_its_packs_and_no_other(article: Reading) -> None:
    queries = {key: parse_query(pack.query) for key, pack in packs().items()}
    assert tuple(key for key, query in queries.items() if matches(query, article)) == FOUND_BY


@pytest.mark.parametrize("key", FOUND_BY)
def test_each_pack_says_why(article: Reading, key: str) -> None:
    assert reasons(parse_query(packs()[key].query), article)
