"""Copies: which items have the full text of an earlier one, as wire copy and syndicated articles have.

```
text ──keys──▶ texts of the same three days ──resemblance──▶ the same text: all are copies of the earliest
```

Newsrooms of their own have no third of a text in common unless one copied it, or both copied a third. Those
of one network, and one newsroom above all, tell the background of a running affair again in the same words,
and carry the same furniture on every page: there more must be the same, and the headlines must agree.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from news.grouping import REACH
from news.ids import ItemId
from news.independence import network
from news.item import Item
from news.rarity import common_words
from news.shingles import Shingles, keys, resemblance
from news.words import lemmas

_SAME = 0.35
"""The share of all runs of three words from which on two newsrooms have one text; decision 22 tells how this
and the next two were found."""

_SAME_IN_NETWORK = 0.7
_SAME_UNDER_ANY_HEADLINE = 0.9
"""Within a network; from the latter on the headlines need not agree."""

_AGREEING_WORDS = 2

_LOOKED_UP = 10
"""Texts that one key finds, the newest: more share a key that is furniture, or are all copies of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FullText:
    """An item's full text by its shingles; `original_at` is when the text that it copies came out."""

    item: Item
    shingles: Shingles
    original_at: datetime


_Original = tuple[datetime, ItemId]


class Copies:
    """Which full texts are copies of which others; `known` are those that were compared before."""

    def __init__(self, known: Iterable[FullText]) -> None:
        self._by_key: defaultdict[int, list[FullText]] = defaultdict(list)
        self._merged: dict[_Original, _Original] = {}
        for text in known:
            self._add(text)

    @property
    def found(self) -> Mapping[ItemId, ItemId]:
        """The items that were found to be copies, and so are all that were copies of them, with the earliest
        of those that have their text."""
        return {item_id: self._earliest((at, item_id))[1] for at, item_id in self._merged}

    def compare(self, text: FullText) -> None:
        """Find the texts that are the same as this one, and remember it."""
        near = {other.item.id: other for key in keys(text.shingles) for other in self._newest(key)}
        for other in near.values():
            if is_copy(text, other):
                self._merge(_original(text), _original(other))
        self._add(text)

    def _newest(self, key: int) -> list[FullText]:
        return self._by_key.get(key, [])[-_LOOKED_UP:]

    def _add(self, text: FullText) -> None:
        for key in keys(text.shingles):
            self._by_key[key].append(text)

    def _merge(self, one: _Original, other: _Original) -> None:
        first, second = sorted((self._earliest(one), self._earliest(other)))
        if first != second:
            self._merged[second] = first

    def _earliest(self, original: _Original) -> _Original:
        while original in self._merged:
            original = self._merged[original]
        return original


def is_copy(one: FullText, other: FullText) -> bool:
    """Whether the two are one text, whichever came first."""
    if abs(one.item.published_at - other.item.published_at) > REACH:
        return False
    same = resemblance(one.shingles, other.shingles)
    if network(one.item) != network(other.item):
        return same >= _SAME
    return same >= _SAME_UNDER_ANY_HEADLINE or (same >= _SAME_IN_NETWORK and _agree(one.item, other.item))


def _agree(one: Item, other: Item) -> bool:
    said = (set(lemmas(one.title)) & set(lemmas(other.title))) - common_words()
    return len(said) >= _AGREEING_WORDS


def _original(text: FullText) -> _Original:
    return text.original_at, text.item.original
