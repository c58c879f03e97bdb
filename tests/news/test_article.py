"""The text of a page is its article, whatever stands around it; where there is none, there is no text."""

import gzip
import json
from pathlib import Path

import pytest

from news.article import LONGEST, MOST_REPEATS, MOST_WORDS, SHORTEST, article_text
from news.page import tells
from news.words import forms
from tests.news.pages import AROUND, PARAGRAPHS, article_page, front_page

URL = "https://kabar.example/baca/7"
WHOLE = "\n".join(PARAGRAPHS)
_FEEDS = Path(__file__).parents[3] / "shared" / "data" / "feeds"
_ARTICLES = Path(__file__).parents[3] / "shared" / "data" / "articles.jsonl.gz"


@pytest.mark.parametrize("layout", ["paragraphs", "breaks", "divisions"])
def test_an_article_is_found_among_what_stands_around_it(layout: str) -> None:
    assert article_text(article_page(layout=layout).encode(), url=URL) == WHOLE


def test_nothing_of_what_stands_around_it_comes_along() -> None:
    found = article_text(article_page().encode(), url=URL)

    assert [words for words in AROUND if words in found] == []


@pytest.mark.parametrize(
    ("encoding", "declared", "charset"),
    [
        ("utf-8", "", ""),
        ("utf-8", "", "iso-8859-1"),
        ("utf-8", "<meta charset='windows-1252'>", "windows-1252"),
        ("windows-1252", "", "windows-1252"),
        ("windows-1252", "<meta charset='windows-1252'>", ""),
        ("windows-1252", "<meta charset='windows-1252'>", "zip"),
        (
            "windows-1252",
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">',
            "utf-8",
        ),
        ("utf-16", "", "utf-16"),
    ],
)
def test_text_is_read_in_whatever_encoding_it_is(encoding: str, declared: str, charset: str) -> None:
    page = article_page(head=declared).encode(encoding)

    assert article_text(page, url=URL, charset=charset) == WHOLE


@pytest.mark.parametrize("charset", ["", "utf-7", "punycode", "zip", "hex", "idna", "x" * 1000])
def test_a_charset_that_is_a_trick_is_passed_over(charset: str) -> None:
    page = article_page().encode() + b"\xff"

    assert article_text(page, url=URL, charset=charset) == WHOLE


@pytest.mark.parametrize(
    "tag",
    [
        "<meta name='robots' content='noindex'>",
        '<META content="index, noarchive" NAME="robots">',
        "<meta name=robots content=none>",
        '<meta name="kliping" content="noindex">',
    ],
)
def test_a_page_that_asks_not_to_be_kept_has_no_text(tag: str) -> None:
    assert article_text(article_page(head=tag).encode(), url=URL) == ""


@pytest.mark.parametrize(
    "tag",
    [
        "<meta name='robots' content='index, follow, max-image-preview:large'>",
        "<meta name='googlebot-news' content='noindex'>",
        "<meta name='description' content='noindex'>",
    ],
)
def test_a_page_that_asks_others_is_read(tag: str) -> None:
    assert article_text(article_page(head=tag).encode(), url=URL) == WHOLE


@pytest.mark.parametrize(
    "url", ["https://kabar.example", "https://kabar.example/", "https://kabar.example//?p=1"]
)
def test_the_front_of_a_site_is_no_article(url: str) -> None:
    assert article_text(article_page().encode(), url=url) == ""


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<html>",
        "Bukan halaman.",
        front_page(),
        article_page(paragraphs=("Halaman tidak ditemukan.",)),
        "<html><body><script>" + "x" * 10_000 + "</script></body></html>",
    ],
    ids=["nothing", "a tag", "no page", "a front page", "a page that is gone", "a script"],
)
def test_a_page_without_an_article_has_no_text(page: str) -> None:
    assert article_text(page.encode(), url=URL) == ""


@pytest.mark.parametrize(
    "page",
    [
        b"<html><body>" + b"<div>" * 100_000 + b"isi",
        b"<html><body>" + b"<span><p>Satu dua tiga." * 20_000,
        b"<b><i>" * 50_000 + b"isi",
        b"<" * 200_000,
        b"<!--" * 100_000,
        b"<p>" + b"&amp;" * 50_000,
        b"<meta " * 50_000,
        bytes(100_000),
        b"<p " + b"a=1 " * 50_000 + b">",
    ],
)
def test_a_hostile_page_is_read_like_any_other(page: bytes) -> None:
    assert len(article_text(page, url=URL)) <= LONGEST


@pytest.mark.parametrize(
    ("paragraph", "most"),
    [
        ("Kalimat ini panjang sekali dan ada di dalam banyak paragraf nomor {}.", MOST_REPEATS),
        (" ".join("abcdefghijklmnopqrstuvwxyz") + " {} selesai.", MOST_REPEATS),
        ("{0}satu {0}dua {0}tiga {0}empat {0}lima {0}enam {0}tujuh {0}delapan {0}sembilan.", LONGEST // 60),
    ],
)
def test_no_more_is_kept_than_an_index_can_hold(paragraph: str, most: int) -> None:
    page = article_page(paragraphs=[paragraph.format(number) for number in range(6_000)])

    text = article_text(page.encode(), url=URL)

    assert SHORTEST <= len(text) <= LONGEST
    assert len(forms(text)) <= MOST_WORDS
    assert 0 < len(text.splitlines()) <= most


@pytest.mark.skipif(not _ARTICLES.exists(), reason="the recorded articles are not on this machine")
def test_recorded_front_pages_are_no_recorded_articles() -> None:
    with gzip.open(_ARTICLES, "rt", encoding="utf-8") as lines:
        titles = [json.loads(line)["title"] for line, _ in zip(lines, range(1_000), strict=False)]
    fronts = [article_text(page.read_bytes(), url=URL) for page in sorted(_FEEDS.glob("NOTFEED_*.html"))]

    taken = sum(tells(text, title) for text in fronts if text for title in titles if title)

    assert sum(map(bool, fronts)) <= 1
    assert taken <= 0.05 * len(titles)
