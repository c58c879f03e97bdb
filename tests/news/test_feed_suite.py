"""The two lanes agree on the documents by which feedparser itself is tested.

`feedparser_suite.tar.gz` holds those documents as its source distribution 6.0.14 carries them, with the
licence (BSD) under which they are copied. Most of them lack a title or a link, as they are about something
else: each is completed, so that its entries are kept and compared.
"""

import re
import tarfile
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from news.errors import FeedUnreadable
from news.item import draft
from news.parse import FeedDocument, parse_fast, parse_slow
from news.raw_feed import mended

SUITE = Path(__file__).with_name("feedparser_suite.tar.gz")
URL = "http://example.com/base/feed.xml"
NOW = datetime(2026, 11, 23, tzinfo=UTC)

MAY_DIFFER = {
    "tests/wellformed/node_precedence/atom10_id.xml":
        "two entries share an id; the reference takes that of an <image>, which Atom has not",
    "tests/wellformed/media-rss/media_group.xml":
        "the reference takes a video's description for the summary that the entry has not",
}  # fmt: skip

READ_FAST = {"compression": 0, "encoding": 9, "entities": 0, "http": 0, "illformed": 10, "wellformed": 850}
"""Documents of each folder, at least, that raise no doubt: most others have no entries, or are made to be
difficult."""

_ENTRY = re.compile(rb"(<((?:\w+:)?(?:item|entry))\b[^>]*?(?<!/)>)(.*?)(</\2\s*>)", re.DOTALL)
_HEAD = re.compile(rb"<((?:\w+:)?)(?:channel|feed)\b[^>]*?(?<!/)>", re.IGNORECASE)
_FIRST_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)\b|\Z")
_TITLE = re.compile(rb"<(?:\w+:)?title\b")
_ADDRESS = re.compile(rb"<(?:\w+:)?(?:link|guid|id)\b")


@cache
def _suite() -> dict[str, dict[str, bytes]]:
    """The documents by folder and name."""
    found: dict[str, dict[str, bytes]] = defaultdict(dict)
    with tarfile.open(SUITE) as archive:
        for member in archive:
            if member.name.startswith("tests/") and (document := archive.extractfile(member)):
                found[member.name.split("/")[1]][member.name] = document.read()
    return found


def _completed(document: bytes) -> bytes:
    """`document` with a title for its head, and title and address for each entry, where they lack."""
    document = _ENTRY.sub(_completed_entry, document)
    if not (head := _HEAD.search(document)):
        return document
    end = _FIRST_ENTRY.search(document, head.end())
    if end and _TITLE.search(document, head.end(), end.start()):
        return document
    title = b"<%stitle>Kabar</%stitle>" % (head[1], head[1])
    return document[: head.end()] + title + document[head.end() :]


def _completed_entry(found: re.Match[bytes]) -> bytes:
    prefix = found[2].rpartition(b":")[0]
    prefix += b":" if prefix else b""
    address = b"http://example.com/%d" % found.start()
    more = b"" if _TITLE.search(found[3]) else b"<%stitle>Berita</%stitle>" % (prefix, prefix)
    if not _ADDRESS.search(found[3]):
        is_atom = found[2].endswith(b"entry")
        more += (
            b'<%slink href="%s"/>' % (prefix, address)
            if is_atom
            else (b"<%slink>%s</%slink>" % (prefix, address, prefix))
        )
    return found[1] + found[3] + more + found[4]


def _told(feed: FeedDocument) -> object:
    """What a feed comes to in the end."""
    drafts = [draft(entry, outlet="Kabar Pagi", now=NOW) for entry in feed.entries]
    return (feed.title, feed.wishes.pause, feed.hub, feed.topic), [
        (
            one.entry.link,
            one.entry.url,
            one.entry.title,
            one.entry.guid,
            one.entry.published_at,
            one.lead,
            one.place,
        )
        for one in drafts
    ]


def _slowly(document: bytes) -> FeedDocument | None:
    try:
        return parse_slow(document, url=URL)
    except FeedUnreadable:
        return None


@pytest.mark.parametrize("folder", READ_FAST)
def test_the_lanes_agree_on_every_document_that_raises_no_doubt(folder: str) -> None:
    read_fast, differing = 0, []
    for name, document in _suite()[folder].items():
        safe = mended(_completed(document))
        fast, slow = parse_fast(safe, url=URL), _slowly(safe)
        if fast:
            read_fast += 1
            if not slow or _told(fast) != _told(slow):
                differing.append(name)

    assert set(differing) <= set(MAY_DIFFER)
    assert read_fast >= READ_FAST[folder]


def test_each_exception_is_one() -> None:
    for name in MAY_DIFFER:
        safe = mended(_completed(_suite()[name.split("/")[1]][name]))
        fast, slow = parse_fast(safe, url=URL), parse_slow(safe, url=URL)
        assert fast
        assert _told(fast) != _told(slow)


@pytest.mark.parametrize("folder", READ_FAST)
def test_what_is_mended_and_then_doubted_raises_nothing_else(folder: str) -> None:
    for document in _suite()[folder].values():
        safe = mended(document)
        if not parse_fast(safe, url=URL):
            _slowly(safe)
