"""Rarity: how much it tells that two items share a word.

What a word is worth depends on how many items use it: those of the last days, and the news of years
(`news/data/frequencies.tsv`), so that the first items of a new database are not all alike.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from math import log

_PRIOR = 2_000
"""As many items as the news of years counts for."""

_UNHEARD = 0.3
"""For how many items a word counts that nobody has used yet."""

COMMON = 0.02
"""The share of items from which on a word is not counted any more: it tells next to nothing."""


class Rarity:
    """How rare words are among the items that were counted."""

    def __init__(self) -> None:
        self._items = 0
        self._using: Counter[str] = Counter()
        self._usual = _usual_users()

    def count(self, words: Iterable[str]) -> None:
        """One more item uses these words, each named once."""
        self._items += 1
        self._using.update(words)

    def discount(self, words: Iterable[str]) -> None:
        """An item that was counted is no longer."""
        self._items -= 1
        for word in words:
            self._using[word] -= 1
            if not self._using[word]:  # else the words of all days would pile up
                del self._using[word]

    def users(self, word: str) -> int:
        """How many of the counted items use the word."""
        return self._using[word]

    def of(self, word: str) -> float:
        """The rarity of a word: 0 for what everybody says, about 9 for what only two of 20,000 items say."""
        using = self._using.get(word, 0) + self._usual.get(word, 0.0) + _UNHEARD
        return log((self._items + _PRIOR + 1) / using)


@cache
def _usual_users() -> dict[str, float]:
    return {word: _PRIOR * share for word, share in _shares().items()}


@cache
def common_words() -> frozenset[str]:
    """Words that so many items use at any time that they cannot tell an event."""
    return frozenset(word for word, share in _shares().items() if share >= COMMON)


def usual_share(word: str) -> float:
    """The share of news items, over years, that use this lemma in headline or lead."""
    return _shares().get(word, 0.0)


@cache
def _shares() -> dict[str, float]:
    text = (files("news") / "data" / "frequencies.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {word: int(items) / 10_000 for word, items in rows}
