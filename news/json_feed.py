"""JSON Feed 1.0 and 1.1 (jsonfeed.org), read as forgivingly as it is written."""

import json
from typing import Any, NamedTuple

from news.raw_feed import MOST_ENTRIES, RawEntry

_MOST_HUBS = 20


class JsonFeed(NamedTuple):
    """What a JSON Feed says: its WebSub hub and its own address may be empty."""

    title: str
    entries: list[RawEntry]
    hub: str
    topic: str


def read_json(document: bytes) -> JsonFeed | None:
    """What the feed says; None where the document is no JSON Feed. Never raises."""
    try:
        feed = json.loads(document)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or "jsonfeed.org/" not in _text(feed, "version"):
        return None
    items = feed.get("items")
    listed = items[:MOST_ENTRIES] if isinstance(items, list) else []
    entries = [_entry(item) for item in listed if isinstance(item, dict)]
    return JsonFeed(_text(feed, "title"), entries, _hub(feed.get("hubs")), _text(feed, "feed_url"))


def _hub(hubs: object) -> str:
    named = hubs[:_MOST_HUBS] if isinstance(hubs, list) else []
    usable = (hub for hub in named if isinstance(hub, dict) and _text(hub, "type").lower() == "websub")
    return next((url for hub in usable if (url := _text(hub, "url"))), "")


def _entry(item: dict[str, Any]) -> RawEntry:
    return RawEntry(
        links=(_text(item, "url"), _text(item, "external_url"), _text(item, "id")),
        title=_text(item, "title"),
        texts=(_text(item, "summary"), _text(item, "content_html"), _text(item, "content_text")),
        guid=_text(item, "id"),
        date=_text(item, "date_published") or _text(item, "date_modified"),
    )


def _text(values: dict[str, Any], name: str) -> str:
    """Some write numbers as identifiers; whatever else is no text says nothing."""
    value = values.get(name)
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
