"""A feed's bytes become entries: by a fast parser where there is no doubt, else by a forgiving one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

import fastfeedparser
import feedparser

from news.boilerplate import lead
from news.dates import read_date
from news.errors import FeedUnreadable
from news.found import PAGE, is_page, kind_of, signature
from news.item import Entry
from news.json_feed import read_json
from news.link import LENGTH_LIMIT, canonical_link, web_link
from news.listed import Doubt, Listed
from news.raw_feed import MOST_ENTRIES, RawEntry, mended, repaired
from news.survey import survey
from news.text import clean, plain, shorten
from news.wishes import NO_WISHES, Wishes, wishes_in

TITLE_LENGTH = 300
_GUID_LENGTH = 500
_SENTENCE_LENGTH = 120
_LONGEST_TITLE = 5_000
_LONGEST_TEXT = 20_000
"""Characters of a text that are handed on: no more of it is read."""

NOTHING_SEEN: Set[bytes] = frozenset()

_DATES = ("published", "created", "updated")

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """What one feed document says: its title (may be empty); those of its entries that had not been seen, in
    its order; the marks of all; what it asks of pollers; the WebSub hub and topic that it names, or empty."""

    title: str
    entries: tuple[Entry, ...]
    marks: frozenset[bytes] = frozenset()
    wishes: Wishes = NO_WISHES
    hub: str = ""
    topic: str = ""


def parse(body: bytes, *, url: str, charset: str = "", seen: Set[bytes] = NOTHING_SEEN) -> FeedDocument:
    """Read RSS, RDF, Atom or JSON Feed. `url` resolves relative links, `charset` is what the server said;
    entries whose marks have been `seen` are left out.

    Raises FeedUnreadable for anything else.
    """
    if words := signature(body):
        raise FeedUnreadable(url, words)
    document = mended(body, charset=charset)
    return parse_fast(document, url=url, seen=seen) or parse_slow(document, url=url, seen=seen)


def parse_fast(document: bytes, *, url: str, seen: Set[bytes] = NOTHING_SEEN) -> FeedDocument | None:
    """What a mended document says; None where there is any doubt of that, or where it lists nothing."""
    if document.startswith(b"{"):
        return _parse_json(document, url, seen)
    try:
        found = survey(document)
        raw = fastfeedparser.parse(
            document, include_tags=False, include_media=False, include_enclosures=False
        )
    except Doubt:
        return None
    except Exception:  # noqa: BLE001 - whatever it stumbles over, the reference parser has the last word
        return None
    if not found.entries or len(found.entries) != len(raw.entries):
        return None
    raw_entries = list(map(_fast_entry, raw.entries, found.entries))
    if found.has_base and any(link and "://" not in link for raw in raw_entries for link in raw.links):
        return None
    usable = _usable(raw_entries, url, seen)
    title = plain(raw.feed.get("title") or "")
    # What seems to lack its title or link may have it where only the reference parser looks.
    if not title or not usable.are_all:
        return None
    return FeedDocument(
        title=title,
        entries=usable.unseen,
        marks=usable.marks,
        wishes=found.wishes,
        hub=found.hub,
        topic=found.topic,
    )


def _parse_json(document: bytes, url: str, seen: Set[bytes]) -> FeedDocument | None:
    if not (found := read_json(document)):
        return None
    usable = _usable(found.entries, url, seen)
    return FeedDocument(
        title=plain(found.title),
        entries=usable.unseen,
        marks=usable.marks,
        hub=found.hub,
        topic=found.topic,
    )


def parse_slow(document: bytes, *, url: str, seen: Set[bytes] = NOTHING_SEEN) -> FeedDocument:
    """What a mended document says to the reference parser. Raises FeedUnreadable.

    Its time can grow with the square of what is wrong with a document: call it where it can be ended.
    """
    if not document.strip():
        raise FeedUnreadable(url, "empty document")
    if is_page(document):  # and may be so large that the parser would take its time to find out
        raise FeedUnreadable(url, PAGE)
    whole = repaired(document)
    raw = _parsed_slowly(whole, url)
    # Of a document without anything but comments it does not even say that it is none.
    if not raw.get("version") and not raw.entries:
        raise FeedUnreadable(url, kind_of(document))
    links = {link.get("rel"): link.get("href", "") for link in reversed(raw.feed.get("links", []))}
    usable = _usable(list(map(_slow_entry, raw.entries)), url, seen)
    return FeedDocument(
        title=plain(raw.feed.get("title", "")), entries=usable.unseen, marks=usable.marks,
        wishes=wishes_in(whole), hub=links.get("hub", ""), topic=links.get("self", ""),
    )  # fmt: skip


def _parsed_slowly(document: bytes, url: str) -> Any:
    # A bytes object could be taken for a file's name; a stream cannot. Our own `plain` makes the text
    # safe, so feedparser's sanitizer and resolver would only cost time.
    try:
        # A broken document can meet bugs of feedparser's own, which are exceptions of any type.
        return feedparser.parse(BytesIO(document), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        raise FeedUnreadable(url, f"cannot be read: {error}") from error


def _fast_entry(raw: Raw, listed: Listed) -> RawEntry:
    # Its dates are guesses (it takes WIB for UTC, and a guid for a date); so are summaries and guids where
    # there are none.
    guid = (raw.get("id") or "") if listed.has_guid else ""
    summary = (raw.get("description") or "",) if listed.has_summary else ()
    contents = tuple(content["value"] or "" for content in raw.get("content") or ())
    return RawEntry(
        links=(raw.get("link") or "", guid),
        title=raw.get("title") or "",
        texts=(*summary, *contents),
        guid=guid,
        date=listed.date,
    )


def _slow_entry(raw: Any) -> RawEntry:
    return RawEntry(
        links=(raw.get("link", ""), raw.get("id", "")),
        title=raw.get("title", ""),
        texts=(raw.get("summary", ""), *(content.get("value", "") for content in raw.get("content", []))),
        guid=raw.get("id", ""),
        # Its own `get` would hand out another date for a missing one, and warn of it.
        date=next(filter(None, (dict.get(raw, name) for name in _DATES)), ""),
    )


class _Usable(NamedTuple):
    """The marks of all entries that can be used; those of these that had not been seen, each link once; and
    whether no entry is left out as unusable."""

    marks: frozenset[bytes]
    unseen: tuple[Entry, ...]
    are_all: bool


def _usable(raw_entries: Sequence[RawEntry], url: str, seen: Set[bytes]) -> _Usable:
    marked = {raw.mark: raw for raw in raw_entries[:MOST_ENTRIES]}
    # A guid that several entries bear tells nothing of any of them.
    bearers = Counter(raw.guid for raw in marked.values())
    read = {
        mark: _entry(raw, url, guid=raw.guid if bearers[raw.guid] == 1 else "")
        for mark, raw in marked.items()
        if mark not in seen
    }
    by_link: dict[str, Entry] = {}
    for entry in filter(None, read.values()):
        by_link.setdefault(entry.link, entry)
    marks = frozenset(mark for mark in marked if mark in seen or read[mark])
    return _Usable(marks, tuple(by_link.values()), are_all=len(marks) == len(marked))


def _entry(raw: RawEntry, base: str, *, guid: str) -> Entry | None:
    # RSS 0.91 as Tempo wrote it has no <link>, only a guid that is the address.
    urls = (web_link(clean(link), base=base) for link in raw.links if link)
    url = next((url for url in urls if url), None)
    title = shorten(plain(raw.title[:_LONGEST_TITLE]), TITLE_LENGTH) or _first_sentence(raw.texts)
    if not url or not title:
        return None
    link = canonical_link(url)
    if len(link.encode("utf-8", "surrogatepass")) > LENGTH_LIMIT:  # of a host that cannot be
        return None
    return Entry(
        url=url,
        link=link,
        title=title,
        texts=tuple(text[:_LONGEST_TEXT] for text in dict.fromkeys(raw.texts) if text),
        guid=clean(guid[: 2 * _GUID_LENGTH])[:_GUID_LENGTH],
        published_at=read_date(raw.date),
    )


def _first_sentence(texts: Iterable[str]) -> str:
    """Of the first text that has one, as the title of an entry that has none."""
    leads = (lead(plain(text[:_LONGEST_TEXT]), _SENTENCE_LENGTH) for text in texts)
    return next(filter(None, leads), "")
