"""A feed's bytes become entries, whatever shape they come in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.errors import FeedUnreadable
from news.item import Entry
from news.parse import MOST_ENTRIES, TITLE_LENGTH, parse
from news.text import LEAD_LENGTH

URL = "https://kabar.example/rss/politik"
ONE = "https://kabar.example/baca/1"
EIGHT = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
"""Monday, 23 November 2026, 08.15 in Jakarta."""

RSS_2 = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Kabar Pagi</title><link>https://kabar.example</link>
<item><title>Banjir surut di Demak</title><link>https://kabar.example/baca/1</link><guid>1</guid>
<description>Warga mulai pulang.</description><pubDate>Mon, 23 Nov 2026 08:15:00 +0700</pubDate></item>
</channel></rss>"""

RSS_091 = """<?xml version="1.0"?>
<rss version="0.91"><channel><title>Kabar Pagi</title>
<item><title>Banjir surut di Demak</title><guid>https://kabar.example/baca/1</guid>
<description>Warga mulai pulang.</description><pubDate>Mon, 23 Nov 2026 08:15:00 +0700</pubDate></item>
</channel></rss>"""

RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://kabar.example">
<title>Kabar Pagi</title></channel><item rdf:about="https://kabar.example/baca/1">
<title>Banjir surut di Demak</title>
<link>https://kabar.example/baca/1</link><description>Warga mulai pulang.</description>
<dc:date>2026-11-23T08:15:00+07:00</dc:date></item></rdf:RDF>"""

ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Kabar Pagi</title>
<entry><title>Banjir surut di Demak</title><id>urn:uuid:1</id><link rel="self" href="https://kabar.example/a/1"/>
<link rel="alternate" href="https://kabar.example/baca/1"/><summary>Warga mulai pulang.</summary>
<published>2026-11-23T08:15:00+07:00</published><updated>2026-11-23T20:00:00+07:00</updated></entry></feed>"""


def _rss(*items: str) -> bytes:
    written = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{written}</channel></rss>'.encode()


def _item(*, title: str = "Banjir surut", link: str = ONE, more: str = "") -> str:
    return f"<title>{title}</title><link>{link}</link>{more}"


def _entries(*items: str) -> tuple[Entry, ...]:
    return parse(_rss(*items), url=URL).entries


def _entry(item: str) -> Entry:
    (entry,) = _entries(item)
    return entry


def _published(date: str) -> datetime | None:
    return _entry(_item(more=f"<pubDate>{date}</pubDate>")).published_at


@pytest.mark.parametrize("document", [RSS_2, RSS_091, RDF, ATOM], ids=["RSS 2.0", "RSS 0.91", "RDF", "Atom"])
def test_every_kind_of_feed_gives_the_same_entry(document: str) -> None:
    feed = parse(document.encode(), url=URL)

    assert feed.title == "Kabar Pagi"
    assert feed.entries == (
        Entry(
            url=ONE,
            link="//kabar.example/baca/1",
            title="Banjir surut di Demak",
            lead="Warga mulai pulang.",
            published_at=EIGHT,
        ),
    )


@pytest.mark.parametrize("before", ["\n", "\r\n  \n", "\ufeff"])
def test_white_space_or_a_mark_before_the_declaration_is_passed_over(before: str) -> None:
    assert parse((before + RSS_2).encode(), url=URL) == parse(RSS_2.encode(), url=URL)


@pytest.mark.parametrize(
    ("declared", "real"),
    [("UTF-8", "utf-8"), ("ISO-8859-1", "utf-8"), ("none-such", "utf-8")],
)
def test_a_wrong_declared_encoding_does_not_garble_titles_in_ascii(declared: str, real: str) -> None:
    document = RSS_2.replace("UTF-8", declared)

    assert [entry.title for entry in parse(document.encode(real), url=URL).entries] == [
        "Banjir surut di Demak"
    ]


def test_a_feed_that_says_utf_8_and_is_windows_1252_is_read() -> None:
    document = RSS_2.replace("Banjir surut", "“Banjir” surut")

    assert parse(document.encode("cp1252"), url=URL).entries[0].title == "“Banjir” surut di Demak"


def test_utf_16_is_read() -> None:
    document = RSS_2.replace("UTF-8", "UTF-16")

    assert parse(document.encode("utf-16"), url=URL).entries == parse(RSS_2.encode(), url=URL).entries


@pytest.mark.parametrize(
    "date",
    [
        "Mon, 23 Nov 2026 08:15:00 +0700",
        "Mon, 23 Nov 2026 01:15:00 GMT",
        "Mon, 23 Nov 2026 08:15:00 WIB",
        "Mon, 23 Nov 2026 09:15:00 WITA",
        "Mon, 23 Nov 2026 10:15:00 WIT",
        "23 Nov 2026 08:15 WIB",
        "2026-11-23T08:15:00+07:00",
        "2026-11-23 01:15:00",
    ],
)
def test_a_date_is_an_instant(date: str) -> None:
    assert _published(date) == EIGHT


@pytest.mark.parametrize(
    "date",
    [
        "",
        "kemarin",
        "0000-00-00 00:00:00",
        "Mon, 01 Jan 0000 00:00:00 GMT",
        "0001-01-01",
        "9999-12-31T23:59:59Z",
    ],
)
def test_a_date_that_is_none_is_not_invented(date: str) -> None:
    assert _published(date) is None


def test_a_date_in_the_future_is_handed_on() -> None:
    assert _published("Sat, 23 Nov 2030 08:15:00 +0700") == datetime(2030, 11, 23, 1, 15, tzinfo=UTC)


def test_without_a_date_of_publication_that_of_the_change_counts() -> None:
    document = ATOM.replace("<published>2026-11-23T08:15:00+07:00</published>", "")

    assert parse(document.encode(), url=URL).entries[0].published_at == EIGHT.replace(hour=13, minute=0)


def test_guids_that_are_used_again_do_not_hide_articles() -> None:
    more = "<guid isPermaLink='false'>1</guid>"
    today = _entries(*(_item(link=f"https://kabar.example/baca/{n}", more=more) for n in (1, 2)))

    assert [entry.link for entry in today] == ["//kabar.example/baca/1", "//kabar.example/baca/2"]


def test_an_article_that_is_listed_twice_is_one_entry() -> None:
    entries = _entries(_item(title="Pertama"), _item(title="Lagi", link=ONE + "?utm_source=rss"))

    assert [entry.title for entry in entries] == ["Pertama"]


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/baca/1", "https://kabar.example/baca/1"),
        ("//kabar.example/baca/1", ONE),
        ("  https://kabar.example/baca/1\n", ONE),
        ("<![CDATA[https://kabar.example/baca/1]]>", ONE),
        ("https://kabar.example/baca?a=1&amp;b=2", "https://kabar.example/baca?a=1&b=2"),
    ],
)
def test_links_are_made_absolute(link: str, url: str) -> None:
    assert _entry(_item(link=link)).url == url


def test_an_entry_without_a_link_or_without_a_title_is_none() -> None:
    assert _entries("<title>Tanpa tautan</title>", _item(title=""), _item(link="javascript:alert(1)")) == ()


@pytest.mark.parametrize("link", ["http://[kabar", "http://kabar.example:pelabuhan/1", "https://ka bar/\x07"])
def test_a_link_that_is_broken_costs_its_own_entry_only(link: str) -> None:
    entries = _entries(_item(title="Rusak", link=link), _item(title="Baik"))

    assert "Baik" in {entry.title for entry in entries}


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("<![CDATA[<b>Banjir</b> surut]]>", "Banjir surut"),
        ("&lt;b&gt;Banjir&lt;/b&gt; surut", "Banjir surut"),
        ("Bupati &amp; warga", "Bupati & warga"),
        ("Bupati &amp;amp; warga", "Bupati & warga"),
        ("Kata bupati: &amp;quot;Aman&amp;quot;", 'Kata bupati: "Aman"'),
        ("\n  Banjir\n  surut\n", "Banjir surut"),
        ("Banjir &#8211; surut", "Banjir – surut"),
    ],
)
def test_a_title_is_plain_text(written: str, title: str) -> None:
    assert _entry(_item(title=written)).title == title


def test_nuls_and_control_characters_are_dropped() -> None:
    (entry,) = parse(_rss(_item(title="Ban\x00jir\x1b su\x07rut")), url=URL).entries

    assert entry.title == "Banjir surut"


def test_a_lead_is_the_description_or_else_the_content() -> None:
    module = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    full = f"<content:encoded {module}>Isi lengkap.</content:encoded>"

    assert _entry(_item(more=f"<description>Ringkasan.</description>{full}")).lead == "Ringkasan."
    assert _entry(_item(more=full)).lead == "Isi lengkap."
    assert _entry(_item(title="Sama", more=f"<description>Sama</description>{full}")).lead == "Isi lengkap."
    assert _entry(_item()).lead == ""


def test_titles_and_leads_have_a_limit() -> None:
    entry = _entry(_item(title="kata " * 500, more=f"<description>{'kata ' * 5000}</description>"))

    assert len(entry.title) <= TITLE_LENGTH
    assert len(entry.lead) <= LEAD_LENGTH


def test_a_feed_that_lists_without_end_is_read_up_to_a_limit() -> None:
    items = [_item(link=f"https://kabar.example/baca/{n}") for n in range(MOST_ENTRIES + 5)]

    assert len(_entries(*items)) == MOST_ENTRIES


def test_a_feed_without_items_is_a_feed() -> None:
    assert _entries() == ()


def test_a_feed_that_breaks_off_gives_what_it_has() -> None:
    document = _rss(_item(title="Pertama"), _item(title="Kedua", link=ONE + "/2"))

    assert [entry.title for entry in parse(document[:-60], url=URL).entries][:1] == ["Pertama"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty document"),
        (b" \r\n\t", "empty document"),
        (b"<!DOCTYPE html><html><body><p>Beranda</p></body></html>", "a web page, not a feed"),
        (b"\n<html lang='id'><head><title>Beranda</title></head></html>", "a web page, not a feed"),
        (b"Tidak ditemukan", "not a feed"),
        (b'{"items": []}', "not a feed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a feed"),
        (b"<?xml version='1.0'?><opml version='2.0'><body/></opml>", "not a feed"),
    ],
)
def test_what_is_not_a_feed_says_what_it_is(body: bytes, reason: str) -> None:
    with pytest.raises(FeedUnreadable) as caught:
        parse(body, url=URL)

    assert (caught.value.url, caught.value.reason) == (URL, reason)


def test_a_feed_is_never_taken_for_a_file_or_an_address() -> None:
    for body in (b"/etc/hosts", b"file:///etc/hosts", b"http://127.0.0.1:9/rss"):
        with pytest.raises(FeedUnreadable):
            parse(body, url=URL)


def test_entities_that_grow_without_end_do_no_harm() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "ha">{levels}]><rss'.encode()
    document = _rss(_item(title="&e11;")).replace(b"<rss", bomb)

    assert all(len(entry.title) <= TITLE_LENGTH for entry in parse(document, url=URL).entries)


@pytest.mark.parametrize("reference", ["&#xD800;", "&#57343;", "&#x0dfff;"])
def test_a_reference_to_no_character_costs_nothing_but_itself(reference: str) -> None:
    (entry,) = parse(_rss(_item(title=f"Kabar {reference}pagi")), url=URL).entries
    assert entry.title == "Kabar pagi"


def test_a_document_of_nothing_but_no_characters_is_empty() -> None:
    with pytest.raises(FeedUnreadable, match="empty document"):
        parse(b" &#xd800; ", url=URL)


_PIECES = st.sampled_from([RSS_2, RSS_091, RDF, ATOM]) | st.sampled_from(
    [
        "<item>",
        "</item>",
        "<link>",
        "http://[",
        "&#0;",
        "&#xd800;",
        "<![CDATA[",
        "]]>",
        "<pubDate>99999999999999</pubDate>",
        "<pubDate>Mon, 32 Foo 2026 99:99:99 +9999</pubDate>",
        "xml:base='http://['",
        "<rss version='2.0'>",
        "<?xml version='1.0' encoding='utf-7'?>",
        "\x00",
        "<media:content url='//['/>",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    pieces=st.lists(_PIECES | st.text(max_size=10), max_size=6),
    cuts=st.tuples(st.integers(0, 400), st.integers(0, 400)),
)
def test_any_bytes_are_a_feed_or_say_that_they_are_none(pieces: list[str], cuts: tuple[int, int]) -> None:
    whole = "".join(pieces).encode(errors="replace")
    body = whole[: min(cuts)] + whole[max(cuts) :]
    try:
        feed = parse(body, url=URL)
    except FeedUnreadable:
        return
    assert all(entry.title and entry.link.startswith("//") for entry in feed.entries)
    assert all(
        entry.published_at is None or entry.published_at.utcoffset() == timedelta() for entry in feed.entries
    )
