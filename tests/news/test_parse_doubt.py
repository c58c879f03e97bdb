"""What the fast lane leaves to the slow one, and what that makes of it."""

import pytest

from news.parse import parse_fast, parse_slow
from news.raw_feed import mended
from tests.news.documents import ONE, URL, item, rss

OTHER = "https://kabar.example/baca/lain"


def _atom(inner: str, *, base: str = "") -> bytes:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {base}><title>Kabar Pagi</title>'
        f"<entry>{inner}</entry></feed>"
    ).encode()


def _read_slowly(document: bytes) -> list[tuple[str, str, tuple[str, ...]]]:
    """Title, address and texts of each entry; the fast lane must have doubted the document."""
    assert parse_fast(mended(document), url=URL) is None
    feed = parse_slow(mended(document), url=URL)
    return [(entry.title, entry.url, entry.texts) for entry in feed.entries]


@pytest.mark.parametrize(
    ("inner", "title", "url", "texts"),
    [
        (item(title="Banjir <b>surut</b> kini"), "Banjir surut kini", ONE, ()),
        (item(title="Banjir<!-- iklan --> surut"), "Banjir surut", ONE, ()),
        (item(title="Banjir<?iklan ?> surut"), "Banjir surut", ONE, ()),
        (item(link="https://kabar.example/<!-- x -->baca/1"), "Banjir surut", ONE, ()),
        ("<title/>" + item(), "Banjir surut", ONE, ()),
        ("<link/>" + item(), "Banjir surut", ONE, ()),
        (f"<link>{OTHER}</link>" + item(), "Banjir surut", ONE, ()),
        ("<atom:link rel='self' href='/a'/>" + item(), "Banjir surut", ONE, ()),
        ("<atom:link rel='self' href='/a'/>" + item(more=f"<guid>{OTHER}</guid>"), "Banjir surut", ONE, ()),
        (f"<atom:link href='{OTHER}'/>" + item(), "Banjir surut", ONE, ()),
        (f"<x:link xmlns:x='urn:x'>{OTHER}</x:link>" + item(), "Banjir surut", ONE, ()),
        ("<media:title>Foto</media:title>" + item(), "Banjir surut", ONE, ()),
        ("<itunes:title>Siniar</itunes:title>" + item(), "Banjir surut", ONE, ()),
        ("<foo:title>Tak terikat</foo:title>" + item(), "Banjir surut", ONE, ()),
        (item(more="<itunes:summary>Ringkasan.</itunes:summary>"), "Banjir surut", ONE, ("Ringkasan.",)),
        (item(more="<description>Air <b>x</b>.</description>"), "Banjir surut", ONE, ("Air <b>x</b>.",)),
        (item(more="<body xmlns='http://www.w3.org/1999/xhtml'>Isi.</body>"), "Banjir surut", ONE, ("Isi.",)),
        (item(title="R&D"), "R&D", ONE, ()),
        (item(title="Banjir&nbsp;surut"), "Banjir surut", ONE, ()),
        (item(link="https://kabar.example/baca/1?a=1&b=2"), "Banjir surut", ONE + "?a=1&b=2", ()),
        (item(more="<a>" * 200 + "</a>" * 200), "Banjir surut", ONE, ()),
        (item(more="<a " + " ".join(f"a{n}=''" for n in range(300)) + "/>"), "Banjir surut", ONE, ()),
        (item(more="<pubDate a='1' a='2'/>"), "Banjir surut", ONE, ()),
        (item(title="Banjir\uffff surut"), "Banjir surut", ONE, ()),
    ],
)  # fmt: skip
def test_an_item_that_parsers_read_differently_is_read_by_the_reference(
    inner: str, title: str, url: str, texts: tuple[str, ...]
) -> None:
    assert _read_slowly(rss(inner)) == [(title, url, texts)]


@pytest.mark.parametrize(
    ("inner", "title", "url", "texts"),
    [
        ('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Banjir <i>surut</i></div></title>'
         f'<link href="{ONE}"/>', "Banjir surut", ONE, ()),
        (f'<title type="application/octet-stream">QmFuamlyIHN1cnV0</title><link href="{ONE}"/>',
         "Banjir surut", ONE, ()),
        (f'<title>Banjir surut</title><link href="{OTHER}"/><link href="{ONE}"/>', "Banjir surut", ONE, ()),
        (f'<title>Banjir surut</title><link type="application/json" href="{OTHER}"/><link href="{ONE}"/>',
         "Banjir surut", ONE, ()),
        (f'<title>Banjir surut</title><link rel="self" href="{OTHER}"/><id>{ONE}</id>',
         "Banjir surut", ONE, ()),
    ],
)  # fmt: skip
def test_an_atom_entry_that_parsers_read_differently_is_read_by_the_reference(
    inner: str, title: str, url: str, texts: tuple[str, ...]
) -> None:
    assert _read_slowly(_atom(inner)) == [(title, url, texts)]


def test_a_relative_link_below_a_base_of_its_own_is_read_by_the_reference() -> None:
    document = _atom('<title>a</title><link href="baca/1"/>', base='xml:base="https://kabar.example/"')

    assert _read_slowly(document) == [("a", ONE, ())]


def test_a_base_that_no_link_needs_raises_no_doubt() -> None:
    document = _atom(f'<title>a</title><link href="{ONE}"/>', base='xml:base="https://kabar.example/"')

    assert parse_fast(mended(document), url=URL) == parse_slow(mended(document), url=URL)


@pytest.mark.parametrize(
    "document",
    [
        rss().replace(b"</channel>", b"</channel><item>" + item().encode() + b"</item>"),
        rss(item()) + b"<script>x()</script>",
        rss(item())[:-20],
        rss(item()).replace(b"<title>Kabar Pagi</title>", b""),
        rss(item()).replace(b"<channel>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><channel>"),
    ],
    ids=["item outside the channel", "more after the end", "cut off", "no title", "doctype within"],
)
def test_a_document_that_is_no_plain_feed_is_read_by_the_reference(document: bytes) -> None:
    assert _read_slowly(document) == [("Banjir surut", ONE, ())]


def test_one_entry_in_doubt_keeps_the_fast_lane_from_losing_it() -> None:
    document = rss(item(title="Pertama"), item(title="<b>Kedua</b>", link=OTHER))

    assert [title for title, _, _ in _read_slowly(document)] == ["Pertama", "Kedua"]
