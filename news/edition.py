"""An edition: a feed's document, and what is new in it, read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from news.item import Draft, Entry, draft
from news.parse import FeedDocument

MOST_DRAFTS = 200
"""Entries that are read together with the document that lists them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A document whose entries are being read: those that have been are `drafts`, in its order, and leave it
    without entries in the end."""

    document: FeedDocument
    drafts: tuple[Draft, ...] = ()

    @property
    def listed(self) -> int:
        """How many entries it lists, those included that had been seen before."""
        return len(self.document.marks)


def edition(
    document: FeedDocument, *, outlet: str, home: str, now: datetime, most: int = MOST_DRAFTS
) -> Edition:
    """The document with the first `most` of its entries read."""
    drafts = read_all(document.entries[:most], outlet=outlet, home=home, now=now)
    rest = replace(document, entries=document.entries[most:])
    return Edition(document=rest, drafts=tuple(drafts))


def read_all(entries: Sequence[Entry], *, outlet: str, home: str, now: datetime) -> list[Draft]:
    """Entries of one outlet, read."""
    return [draft(entry, outlet=outlet, home=home, now=now) for entry in entries]
