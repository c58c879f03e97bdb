"""A feed's bytes become entries."""

import re
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import islice
from typing import Any

import feedparser

from news.boilerplate import lead
from news.dateline import dateline
from news.errors import FeedUnreadable
from news.item import Entry
from news.link import canonical_link, web_link
from news.text import clean, plain, shorten

TITLE_LENGTH = 300
MOST_ENTRIES = 2_000
"""Entries that we read of one document; an honest feed lists some dozens."""

_INDONESIAN_ZONES = {"WIB": 7, "WITA": 8, "WIT": 9}
_ZONE = re.compile(r"\b(WIB|WITA|WIT)\s*$")
_OLDEST_YEAR, _LATEST_YEAR = 1990, 9000
_CHARACTER = re.compile(rb"&#(?:x0*([dD][89a-fA-F][0-9a-fA-F]{2})|0*(5[5-7]\d{3}));")
"""References near the surrogates, which are no characters; one of them would cost the whole feed."""

_HTML = re.compile(rb"^\s*(<!doctype html|<html)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """What one feed document says: its title (may be empty) and its entries, in its order."""

    title: str
    entries: tuple[Entry, ...]


def parse(body: bytes, *, url: str) -> FeedDocument:
    """Read RSS, RDF or Atom. `url` resolves relative links. Raises FeedUnreadable for anything else."""
    body = _CHARACTER.sub(_unless_surrogate, body)
    if not body.strip():
        raise FeedUnreadable(url, "empty document")
    raw = _parsed(body, url)
    if not raw.version and not raw.entries:
        raise FeedUnreadable(url, "a web page, not a feed" if _HTML.match(body) else "not a feed")
    entries = islice(_entries(raw.entries, url), MOST_ENTRIES)
    return FeedDocument(title=plain(raw.feed.get("title", "")), entries=tuple(entries))


def _parsed(body: bytes, url: str) -> Any:
    # A bytes object could be taken for a file's name; a stream cannot. Our own `plain` makes the text
    # safe, so feedparser's sanitizer and resolver would only cost time.
    try:
        # A broken document can meet bugs of feedparser's own, which are exceptions of any type.
        return feedparser.parse(BytesIO(body.lstrip()), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        raise FeedUnreadable(url, f"cannot be read: {error}") from error


def _unless_surrogate(reference: re.Match[bytes]) -> bytes:
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return b"" if 0xD800 <= number <= 0xDFFF else reference[0]


def _entries(raw_entries: list[Any], base: str) -> Iterator[Entry]:
    seen: set[str] = set()
    for raw in raw_entries:
        url = _url(raw, base)
        title = shorten(plain(raw.get("title", "")), TITLE_LENGTH)
        if url is None or not title:
            continue
        link = canonical_link(url)
        if link not in seen:
            seen.add(link)
            text = _text(raw, title)
            place = found.place if (found := dateline(text)) else None
            yield Entry(
                url=url, link=link, title=title, lead=lead(text), place=place or "", published_at=_date(raw)
            )


def _url(raw: Any, base: str) -> str | None:
    # RSS 0.91 as Tempo wrote it has no <link>, only a guid that is the address.
    for candidate in (raw.get("link"), raw.get("id")):
        if candidate and (url := web_link(clean(candidate), base=base)):
            return url
    return None


def _text(raw: Any, title: str) -> str:
    """The article's summary, or else as much of its content as a lead can be found in."""
    texts = [raw.get("summary", ""), *(content.get("value", "") for content in raw.get("content", []))]
    return next((text for text in map(plain, texts) if text and text != title), "")


def _date(raw: Any) -> datetime | None:
    return _instant(raw, "published") or _instant(raw, "updated")


def _instant(raw: Any, name: str) -> datetime | None:
    # For a missing date of change, `get` would hand out that of publication, and warn of it.
    if f"{name}_parsed" not in raw:
        return None
    parsed = raw[f"{name}_parsed"]
    if not parsed or not _OLDEST_YEAR <= parsed.tm_year <= _LATEST_YEAR:
        return None
    date = datetime.fromtimestamp(timegm(parsed), UTC)
    zone = _ZONE.search(raw[name])
    # feedparser does not know Indonesia's zones and takes them for UTC.
    return date - timedelta(hours=_INDONESIAN_ZONES[zone[1]]) if zone else date
