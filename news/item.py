"""An article: as a feed lists it (Entry), read and ready to be kept (Draft), and as we keep it (Item)."""

from dataclasses import dataclass, replace
from datetime import datetime

from news.boilerplate import lead_after
from news.dateline import dateline
from news.ids import ItemId
from news.reading import read
from news.shingles import Shingles, shingles
from news.text import plain
from news.tokens import Tokens, tokens_of

# Entries, drafts and tokens go from process to process: without slots, Python pickles them five times faster.


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One article as a feed lists it: a plain `title`, an absolute `url` and its canonical `link`.

    `texts` are its summary and its content as HTML, those that it has. `guid` is a hint at most: some feeds
    use theirs again. `published_at` is None where the feed gives no date that can be read.
    """

    url: str
    link: str
    title: str
    texts: tuple[str, ...] = ()
    guid: str = ""
    published_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An entry that has been read: its texts are no longer needed.

    `lead` is its first true sentences, `place` that of its dateline or empty, `regions` the codes of the
    regions that it belongs to, the first most, `concepts` the names of those that it speaks of. `shingles`
    are those of the longest of its texts. `published_at` is never in the future.
    """

    entry: Entry
    lead: str
    place: str
    regions: tuple[str, ...]
    published_at: datetime
    tokens: Tokens
    concepts: tuple[str, ...] = ()
    shingles: Shingles = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One article that we keep: `regions` are the codes of those that it belongs to, the first most,
    `concepts` the names of those that it speaks of, in its order.

    `copy_of` is the earliest item that has the same full text, None where that is this one or nobody knows.
    `published_at` is never later than `first_seen_at`.
    """

    id: ItemId
    outlet: str
    url: str
    link: str
    title: str
    lead: str
    published_at: datetime
    first_seen_at: datetime
    regions: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    copy_of: ItemId | None = None

    @property
    def original(self) -> ItemId:
        """The item that was the first to tell this text."""
        return self.id if self.copy_of is None else self.copy_of


def draft(entry: Entry, *, outlet: str, home: str = "", now: datetime) -> Draft:
    """Read an entry of `outlet`, whose home region has the code `home`."""
    text = next((text for text in map(plain, entry.texts) if text and text != entry.title), "")
    found = dateline(text)
    first = lead_after(found, text)
    place = (found.place if found else None) or ""
    reading = read(entry.title, first, outlet=outlet, place=place, home=home)
    return Draft(
        entry=replace(entry, texts=()),
        lead=first,
        place=place,
        regions=tuple(placed.code for placed in reading.regions),
        published_at=publication(entry, now=now),
        tokens=tokens_of(reading),
        concepts=reading.named,
        shingles=_shingles(entry, text),
    )


def _shingles(entry: Entry, first: str) -> Shingles:
    longest = max(entry.texts, key=len, default="")
    return shingles(first if longest in entry.texts[:1] else plain(longest))


def publication(entry: Entry, *, now: datetime) -> datetime:
    """When the entry came out: its own date, or first sight where that is missing or lies in the future."""
    return min(entry.published_at or now, now)
