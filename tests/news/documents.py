"""Feeds' documents as tests write them, and the two lanes by which they are read."""

from collections.abc import Callable

import pytest

from news.item import Entry
from news.parse import FeedDocument, parse_fast, parse_slow
from news.raw_feed import mended

URL = "https://kabar.example/rss/politik"
ONE = "https://kabar.example/baca/1"

RSS_2 = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Kabar Pagi</title><link>https://kabar.example</link>
<item><title>Banjir surut di Demak</title><link>https://kabar.example/baca/1</link>
<description>Warga mulai pulang.</description><pubDate>Mon, 23 Nov 2026 08:15:00 +0700</pubDate></item>
</channel></rss>"""

RSS_092 = """<rss version="0.92"><channel><title>Kabar Pagi</title>
<item><title>Banjir surut di Demak</title><link>https://kabar.example/baca/1</link>
<description>Warga mulai pulang.</description><pubDate>23 Nov 2026 08:15 WIB</pubDate></item>
</channel></rss>"""

RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://kabar.example">
<title>Kabar Pagi</title></channel><item><title>Banjir surut di Demak</title>
<link>https://kabar.example/baca/1</link><description>Warga mulai pulang.</description>
<dc:date>2026-11-23T08:15:00+07:00</dc:date></item></rdf:RDF>"""

ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Kabar Pagi</title>
<entry><title>Banjir surut di Demak</title><link rel="self" href="https://kabar.example/a/1"/>
<link rel="alternate" href="https://kabar.example/baca/1"/><summary>Warga mulai pulang.</summary>
<published>2026-11-23T08:15:00+07:00</published><updated>2026-11-23T20:00:00+07:00</updated></entry></feed>"""

ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Kabar Pagi</title>
<entry><title mode="escaped">Banjir surut di Demak</title>
<link rel="alternate" type="text/html" href="https://kabar.example/baca/1"/>
<summary>Warga mulai pulang.</summary>
<issued>2026-11-23T08:15:00+07:00</issued><modified>2026-11-23T20:00:00+07:00</modified></entry></feed>"""

ATOM_PREFIXED = """<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Kabar Pagi</a:title>
<a:entry><a:title>Banjir surut di Demak</a:title><a:link href="https://kabar.example/baca/1"/>
<a:summary>Warga mulai pulang.</a:summary><a:published>2026-11-23T01:15:00Z</a:published></a:entry>
</a:feed>"""

KINDS = {
    "RSS 2.0": RSS_2,
    "RSS 0.92": RSS_092,
    "RDF": RDF,
    "Atom 1.0": ATOM,
    "Atom 0.3": ATOM_03,
    "Atom prefixed": ATOM_PREFIXED,
}

Lane = Callable[..., FeedDocument | None]

both_lanes = pytest.mark.parametrize("lane", [parse_fast, parse_slow], ids=["fast", "slow"])


def rss(*items: str, head: str = "") -> bytes:
    """A feed of these items, each the inner XML of one."""
    written = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">'
        f"<channel><title>Kabar Pagi</title>{head}{written}</channel></rss>"
    ).encode()


def item(*, title: str = "Banjir surut", link: str = ONE, more: str = "") -> str:
    """The inner XML of an item."""
    return f"<title>{title}</title><link>{link}</link>{more}"


def read(lane: Lane, body: bytes) -> FeedDocument:
    """The document by that lane, which must not doubt it."""
    feed = lane(mended(body), url=URL)
    assert feed is not None
    return feed


def entries_of(lane: Lane, *items: str) -> tuple[Entry, ...]:
    """The entries of a feed of these items."""
    return read(lane, rss(*items)).entries


def entry_of(lane: Lane, written: str) -> Entry:
    """The one entry of a feed of one item."""
    (entry,) = entries_of(lane, written)
    return entry
