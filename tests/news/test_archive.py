"""Archives: what a line says, what is wrong with it, and how its article is read."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from news.archive import LONGEST_LINE, Archived, archived_in, read_archived
from news.article import LONGEST, MOST_REPEATS
from tests.clocks import MORNING

BODY = (
    "KUDUS, KOMPAS.com - Pasar Kliwon di Kudus terbakar pada Minggu malam. Empat puluh kios hangus.\n"
    + "Warga sekitar pasar itu membantu petugas memadamkan api. " * 6
    + "\nPolisi memeriksa saksi. KPU menunda rapat.\n"
    "Baca juga: Harga cabai naik"
)


def line(**values: Any) -> bytes:
    usual = {"title": "Pasar terbakar", "url": "https://kabar.example/baca/1", "published_at": "2020-03-04"}
    return json.dumps({key: value for key, value in (usual | values).items() if value is not None}).encode()


def archived(**values: Any) -> Archived:
    found = archived_in(line(**values), now=MORNING)
    assert isinstance(found, Archived), found
    return found


def wrong(text: bytes) -> str:
    found = archived_in(text, now=MORNING)
    assert isinstance(found, str), found
    return found


def test_a_line_is_an_article_with_its_canonical_link_and_clean_texts() -> None:
    found = archived(
        url="http://www.kabar.example/baca/1/?utm_source=x",
        title="  Pasar \u0000 <b>terbakar</b>\u202e\ud83d ",
        outlet=" Kabar\u0000 Pagi ",
        published_at="2020-03-04T05:06:07+07:00",
        tags=["pasar"],
    )

    assert found.entry.link == "//kabar.example/baca/1"
    assert found.entry.title == "Pasar terbakar"
    assert found.outlet == "Kabar Pagi"
    assert found.published_at == datetime(2020, 3, 3, 22, 6, 7, tzinfo=UTC)


def test_of_a_key_that_stands_twice_the_last_counts_and_null_is_as_good_as_absent() -> None:
    text = b'{"title": "Satu", "title": "Dua", "url": "https://a.example/1", "published_at": "2020-01-01", '
    found = archived_in(text + b'"outlet": null}', now=MORNING)

    assert isinstance(found, Archived)
    assert (found.entry.title, found.outlet) == ("Dua", "")


def test_an_article_without_a_title_has_its_first_sentence_for_one() -> None:
    assert archived(title="", body=BODY).entry.title.startswith("Pasar Kliwon di Kudus terbakar")


def test_a_date_that_is_not_quite_over_is_now() -> None:
    assert archived(published_at=(MORNING + timedelta(hours=7)).isoformat()).published_at == MORNING


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"\x00\x01\xff\xfe", "no UTF-8"),
        (b"\x00\x01", "no JSON"),
        (b'{"title": "Pasar', "no JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"[1, 2]", "a JSON object is expected"),
        (b"9" * 5_000, "no JSON"),
        (line(title="x" * LONGEST_LINE), "longer than 1024 KB"),
        (line(title=17), "'title' is no text"),
        (line(body=["a"]), "'body' is no text"),
        (line(outlet={}), "'outlet' is no text"),
        (line(url=None), "'url' is missing"),
        (line(url="ftp://kabar.example/1"), "'url' is no address of the web"),
        (line(url="javascript:alert(1)"), "'url' is no address of the web"),
        (line(url="/baca/1"), "'url' is no address of the web"),
        (line(url="https://kabar.example/" + "x" * 5_000), "'url' is no address of the web"),
        (line(title=None), "neither a title nor a text"),
        (line(published_at=None), "'published_at' is missing"),
        (line(published_at="kemarin"), "'published_at' is no date"),
        (line(published_at="0001-01-01T00:00:00+14:00"), "'published_at' is no date"),
        (line(published_at=1_600_000_000), "'published_at' is no text"),
        (line(published_at="2027-01-01"), "'published_at' lies in the future: 2027-01-01"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(text: bytes, reason: str) -> None:
    assert reason in wrong(text)


def test_an_article_is_read_with_its_body_as_one_whose_page_was_fetched() -> None:
    read = read_archived(archived(body=BODY, outlet="Kompas"), now=MORNING)

    assert read.draft.place == "KUDUS"
    assert read.draft.lead.startswith("Pasar Kliwon di Kudus terbakar")
    assert "Baca juga" not in read.body
    assert read.body.splitlines()[-1] == "Polisi memeriksa saksi. KPU menunda rapat."
    assert "KPU" in read.draft.concepts
    assert "saksi" in read.draft.tokens.body.split()
    assert read.draft.tokens.outlet.split()[0] == "kompas"


def test_a_body_of_html_keeps_its_paragraphs() -> None:
    read = read_archived(
        archived(body="<p>Pasar <b>terbakar</b> hebat.</p><p>Polisi &amp; warga datang.</p>"), now=MORNING
    )

    assert read.body == "Pasar terbakar hebat.\nPolisi & warga datang."


def test_an_article_without_a_body_is_read_as_one_of_a_feed() -> None:
    read = read_archived(archived(summary="<p>KUDUS - Pasar Kliwon terbakar.</p>"), now=MORNING)

    assert (read.draft.lead, read.draft.place, read.body) == ("Pasar Kliwon terbakar.", "KUDUS", "")


@pytest.mark.parametrize("body", ["kata " * 50_000, "Kata lagi. " * 20_000, "x-" * 60_000, "ﷺ " * 9_000])
def test_no_body_says_more_than_an_index_can_hold(body: str) -> None:
    read = read_archived(archived(body=body), now=MORNING)

    words = read.draft.tokens.body.split()
    assert len(read.body) <= LONGEST
    assert max((words.count(word) for word in set(words)), default=0) <= MOST_REPEATS


def test_copies_are_sought_among_the_news_of_the_last_days_only() -> None:
    text = " ".join(f"kata{n}" for n in range(80))

    assert read_archived(archived(body=text), now=MORNING).draft.shingles == ()
    yesterday = (MORNING - timedelta(days=1)).isoformat()
    assert read_archived(archived(body=text, published_at=yesterday), now=MORNING).draft.shingles
