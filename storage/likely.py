"""Likely items: those that hold the most of a question of which hardly any item holds all.

The newest matches of its rarest words, and of its common ones together: what is looked through is bounded by
NEWEST, however large the archive, since a common word is never sought by itself while there are rarer ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

from news.query import And, Or, Query
from news.question import Question
from storage.database import Transaction
from storage.window import NEWEST, Span, count_matches, newest_matches
from storage.word_keys import WordKey

CHOSEN = 100
"""Items that are worth reading again, to score them by their texts."""

_SOUGHT = 12
"""Words of a question that are sought by themselves, the rarest ones: they find what others would find."""

_TOGETHER = 4
"""Common words that are sought together, where the rare ones leave room in the window."""

_PROBED = 8
"""Common words that are told of each item in the window; what the next ones would tell is next to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """An item, and the places in the question of the words that it is known to hold."""

    key: WordKey
    held: frozenset[int] = frozenset()


async def word_counts(tx: Transaction, question: Question, span: Span) -> list[int]:
    """How many items hold each of the question's words, counted up to NEWEST."""
    return [await count_matches(tx, word.query, span, most=NEWEST) for word in question.words]


async def most_likely(
    tx: Transaction, question: Question, *, counts: Sequence[int], rarity: Sequence[float], span: Span,
    limit: int = CHOSEN,
) -> list[Likely]:  # fmt: skip
    """The items that hold the most of the question, by its words' `rarity`; `counts` items hold each."""
    order = sorted(
        (number for number, count in enumerate(counts) if count), key=lambda number: counts[number]
    )
    rare = _rare(order, counts)
    common = order[len(rare) :]
    looked = _Looked(tx, question, span)
    for number in rare[:_SOUGHT]:
        await looked.gather([number])
    for size in range(min(len(common), _TOGETHER), 0, -1):
        await looked.gather(common[:size])
    for number in (*rare[_SOUGHT:], *common)[:_PROBED]:
        await looked.probe(number)
    return looked.best(rarity, limit)


class _Looked:
    """The items that were looked at, each with the words that it is known to hold."""

    def __init__(self, tx: Transaction, question: Question, span: Span) -> None:
        self._tx, self._question, self._span = tx, question, span
        self._held: dict[WordKey, set[int]] = {}
        self._gathered: list[Query] = []

    async def gather(self, numbers: Sequence[int]) -> None:
        """Take in the newest items that hold all these words, while there is room."""
        room = NEWEST - len(self._held)
        if room > 0:
            together = self._question.of(numbers)
            self._gathered.append(together)
            for key in await self._newest(together, room):
                self._held.setdefault(key, set()).update(numbers)

    async def probe(self, number: int) -> None:
        """Learn which of the items hold this word too."""
        if self._gathered:
            too = And((Or(tuple(self._gathered)), self._question.words[number].query))
            for key in self._held.keys() & set(await self._newest(too, NEWEST)):
                self._held[key].add(number)

    def best(self, rarity: Sequence[float], limit: int) -> list[Likely]:
        """Those that hold the most, by the rarity of the words; of equals the last that came."""

        def worth(key: WordKey) -> tuple[float, WordKey]:
            return sum(rarity[number] for number in self._held[key]), key

        best = nlargest(limit, self._held, key=worth)
        return [Likely(key=key, held=frozenset(self._held[key])) for key in best]

    async def _newest(self, query: Query, limit: int) -> list[WordKey]:
        return await newest_matches(self._tx, query, self._span, limit=limit)


def _rare(order: Sequence[int], counts: Sequence[int]) -> list[int]:
    """The rarest words, as many as leave room in the window."""
    room, rare = NEWEST, []
    for number in order:
        if counts[number] >= room:
            break
        room -= counts[number]
        rare.append(number)
    return rare
