"""An article: as a feed lists it (Entry), and as we keep it (Item)."""

from dataclasses import dataclass
from datetime import datetime

from news.ids import ItemId


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article as a feed lists it: plain text, an absolute `url` and its canonical `link`.

    `lead` is its first true sentences, `place` the place of its dateline or empty. `published_at` is None
    where the feed gives no date that can be read.
    """

    url: str
    link: str
    title: str
    lead: str
    place: str = ""
    published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One article that we keep. `published_at` is never later than `first_seen_at`."""

    id: ItemId
    outlet: str
    url: str
    link: str
    title: str
    lead: str
    published_at: datetime
    first_seen_at: datetime


def publication(entry: Entry, *, now: datetime) -> datetime:
    """When the entry came out: its own date, or first sight where that is missing or lies in the future."""
    return min(entry.published_at or now, now)
