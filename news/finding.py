"""What a search finds: hits, best first, and what of the search was let go for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from news.item import Item
from news.query import Term
from news.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A story, and the `item` of it that answers best; `missing` are the words that the item lacks."""

    story: Story
    item: Item
    score: float
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Some of the `count` hits of a search, best first; `terms` are what was looked for, from left to right.
    There are `more` than were counted where a search finds more items than are looked at.

    `relaxed` are the words, as they were written, that some hits lack: none where every hit holds all.
    """

    hits: Sequence[Hit] = ()
    count: int = 0
    more: bool = False
    terms: tuple[Term, ...] = ()
    relaxed: tuple[str, ...] = ()
