"""Whatever is served as a feed is read as far as it can be, or says that it is none."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.errors import FeedUnreadable
from news.parse import TITLE_LENGTH, parse, parse_fast
from news.raw_feed import mended
from tests.news.documents import ATOM, KINDS, ONE, RDF, RSS_092, RSS_2, URL, item, rss


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty document"),
        (b" \r\n\t", "empty document"),
        (b"\x00\x00\x07", "empty document"),
        (b" &#xd800; ", "empty document"),
        (b"<!DOCTYPE html><html><body><p>Beranda</p></body></html>", "a web page, not a feed"),
        (b"<!DOCTYPE html>\n<html><head><title>a</title></head></html>", "a web page, not a feed"),
        (b"\n<html lang='id'><head><title>Beranda</title></head></html>", "a web page, not a feed"),
        (b"\xef\xbb\xbf<body>Beranda</body>", "a web page, not a feed"),
        (b"Tidak ditemukan", "plain text, not a feed"),
        (b'{"items": []}', "JSON, but no JSON Feed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "an image, not a feed"),
        (b"\xff\xd8\xff\xe0 JFIF", "an image, not a feed"),
        (b"%PDF-1.7 ...", "a PDF, not a feed"),
        (b"<!doctype html>" + b"<div><p>Beranda &amp; <br>" * 200_000, "a web page, not a feed"),
        (
            b"<?xml version='1.0'?><urlset xmlns='a'><url/></urlset>",
            "XML with the root <urlset> (a sitemap), not a feed",
        ),
        (b"<Error><Code>NoSuchKey</Code></Error>", "XML with the root <Error>, not a feed"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "a compressed file, not a feed"),
        (
            b"<?xml version='1.0'?><opml version='2.0'><body/></opml>",
            "XML with the root <opml> (a list of feeds), not a feed",
        ),
        (b"<?xml version='1.0'?>", "empty document"),
    ],
)
def test_what_is_not_a_feed_says_what_it_is(body: bytes, reason: str) -> None:
    with pytest.raises(FeedUnreadable) as caught:
        parse(body, url=URL)

    assert (caught.value.url, caught.value.reason) == (URL, reason)


@pytest.mark.parametrize("body", [b"/etc/hosts", b"file:///etc/hosts", b"http://127.0.0.1:9/rss"])
def test_a_feed_is_never_taken_for_a_file_or_an_address(body: bytes) -> None:
    with pytest.raises(FeedUnreadable):
        parse(body, url=URL)


@pytest.mark.parametrize("document", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_every_kind_of_feed_is_read_in_every_encoding(document: str, encoding: str) -> None:
    written = document.replace("Banjir", "“Banjir”")

    assert [entry.title for entry in parse(written.encode(encoding), url=URL).entries] == [
        "“Banjir” surut di Demak"
    ]


@pytest.mark.parametrize(
    "odd",
    ["\x00", "\x1b", "&#0;", "&#xD800;", "&#x110000;", "&#99999999999;", "\ufffe", "<!-- ", "&", "<", "]]>"],
)
def test_an_odd_character_costs_nothing_but_itself(odd: str) -> None:
    """It stands in the second of three summaries."""
    more = f"<description>Kabar {odd} pagi</description>"
    document = rss(item(link="/1"), item(link="/2", more=more), item(link="/3"))

    assert [entry.link[-1] for entry in parse(document, url=URL).entries] == ["1", "2", "3"]


def test_comments_that_begin_and_end_in_texts_hide_no_articles() -> None:
    begin, end = (f"<description><![CDATA[{mark}]]></description>" for mark in ("<!--", "-->"))
    document = rss(item(link="/1", more=begin), item(link="/2", title="R&D"), item(link="/3", more=end))

    assert [entry.link[-1] for entry in parse(document, url=URL).entries] == ["1", "2", "3"]


def test_a_comment_that_does_not_end_hides_no_articles() -> None:
    document = rss(item(link="/1"), item(link="/2")).replace(b"</item><item>", b"</item><!-- <item>")

    assert [entry.link[-1] for entry in parse(document, url=URL).entries] == ["1", "2"]


@pytest.mark.parametrize("cut", range(20, 200, 20))
def test_a_feed_that_breaks_off_gives_what_it_has(cut: int) -> None:
    document = rss(item(title="Pertama"), item(title="Kedua", link=ONE + "/2"), item(title="x" * 120))

    assert [entry.title for entry in parse(document[:-cut], url=URL).entries][:2] == ["Pertama", "Kedua"]


def test_entities_that_grow_without_end_do_no_harm() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "ha">{levels}]><rss'.encode()
    document = rss(item(title="&e11;")).replace(b"<rss", bomb)

    assert all(len(entry.title) <= TITLE_LENGTH for entry in parse(document, url=URL).entries)


def test_entities_never_read_a_file() -> None:
    bomb = b'<!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/hosts">]><rss'
    document = rss(item(title="a&e;b")).replace(b"<rss", bomb)

    assert [entry.title for entry in parse(document, url=URL).entries] == ["a&e;b"]


def test_a_hundred_thousand_entries_are_read_up_to_the_limit_by_the_fast_lane() -> None:
    document = mended(rss(*[item(link=f"/{n}") for n in range(100_000)]))

    feed = parse_fast(document, url=URL)

    assert feed
    assert len(feed.entries) == 2000


_PIECES = st.sampled_from([RSS_2, RSS_092, RDF, ATOM]) | st.sampled_from(
    [
        "<item>", "</item>", "<link>", "http://[", "&#0;", "&#xd800;", "<![CDATA[", "]]>", "<!--", "-->",
        "<pubDate>99999999999999</pubDate>", "<pubDate>Mon, 32 Foo 2026 99:99:99 +9999</pubDate>",
        "xml:base='http://['", "<rss version='2.0'>", "<?xml version='1.0' encoding='utf-7'?>", "\x00",
        "<media:content url='//['/>", "<title type='application/octet-stream'>a", "<!DOCTYPE a [", "]>",
        "<entry>", "<guid>", "<atom:link href='http://['/>", "{", '{"version":"https://jsonfeed.org/"',
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    pieces=st.lists(_PIECES | st.text(max_size=10), max_size=6),
    cuts=st.tuples(st.integers(0, 400), st.integers(0, 400)),
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_any_bytes_are_a_feed_or_say_that_they_are_none(
    pieces: list[str], cuts: tuple[int, int], encoding: str
) -> None:
    whole = "".join(pieces).encode(encoding, errors="replace")
    body = whole[: min(cuts)] + whole[max(cuts) :]
    try:
        feed = parse(body, url=URL)
    except FeedUnreadable:
        return
    assert all(entry.title and entry.link.startswith("//") for entry in feed.entries)
    assert all(
        entry.published_at is None or entry.published_at.utcoffset() == timedelta() for entry in feed.entries
    )


def test_all_that_a_feed_says_is_bounded_and_fit_for_a_database() -> None:
    item = {
        "id": "\0a\ud800b" + "x" * 9_999, "url": ONE, "title": "Banjir\ud800 \0surut " * 100_000,
        "content_text": "kata " * 100_000,
    }  # fmt: skip
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "a", "items": [item]})
    (entry,) = parse(body.encode(), url=URL).entries

    assert (entry.guid[:3], len(entry.guid)) == ("abx", 500)
    assert len(entry.title) <= TITLE_LENGTH
    assert entry.title.startswith("Banjir surut Banjir")
    assert [len(text) for text in entry.texts] == [20_000]


def test_an_entry_of_a_host_that_cannot_be_is_none() -> None:
    document = rss(item(link="https://" + "é" * 1_900 + ".example/1"), item(link=ONE))

    assert [entry.url for entry in parse(document, url=URL).entries] == [ONE]
