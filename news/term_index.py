"""Which of many terms a reading holds, found by what it shows and not by trying one term after the other."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, count
from typing import assert_never

from news.gazetteer import province_of
from news.query import Field, Inside, Named, Term, Words, matches, passages
from news.reading import Passage, Reading


@dataclass(frozen=True, slots=True)
class _Runs:
    """The runs of `size` words in a field: their lemmas, or their folded forms where they are exact."""

    field: Field
    exact: bool
    size: int

    def shown(self, reading: Reading) -> Iterator[tuple[str, ...]]:
        return chain.from_iterable(self._runs(passage) for _, passage in passages(reading, self.field))

    def _runs(self, passage: Passage) -> Iterator[tuple[str, ...]]:
        words = passage.folded if self.exact else passage.lemmas
        return zip(*(words[start:] for start in range(self.size)), strict=False)


@dataclass(frozen=True, slots=True)
class _Concepts:
    """The concepts that a field names."""

    field: Field

    def shown(self, reading: Reading) -> Iterator[str]:
        return (found.concept for _, passage in passages(reading, self.field) for found in passage.concepts)


@dataclass(frozen=True, slots=True)
class _Regions:
    """The regions that the item belongs to, and those that they are parts of."""

    def shown(self, reading: Reading) -> Iterator[str]:
        return (code for placed in reading.regions for code in (placed.code, province_of(placed.code)))


_Aspect = _Runs | _Concepts | _Regions
_Shown = tuple[str, ...] | str

_LONGEST_RUN = 4
"""Words of a phrase that are looked for; a longer one that begins so is asked whether it matches."""


class TermIndex:
    """Terms by number: the rarer a term, the lower its number.

    How often `terms` names a term counts as its frequency: people ask for what is reported, so use among
    queries tells frequency in the news. A term that was not among them counts as rarer than all before it.
    """

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        frequency = Counter(map(_meaning, terms))
        ranked = sorted(frequency, key=frequency.__getitem__)
        self._numbers = {term: number for number, term in enumerate(ranked)}
        self._later = count(-1, -1)
        self._uses: Counter[Term] = Counter()
        self._shown: dict[_Aspect, dict[_Shown, list[int]]] = {}
        self._longer: dict[int, Term] = {}

    def add(self, term: Term) -> None:
        """Look for `term`, until it was removed as often as it was added."""
        meaning = _meaning(term)
        if not self._uses[meaning]:
            self._enter(meaning)
        self._uses[meaning] += 1

    def remove(self, term: Term) -> None:
        meaning = _meaning(term)
        self._uses[meaning] -= 1
        if not self._uses[meaning]:
            self._forget(meaning)

    def number(self, term: Term) -> int:
        """The number of a term that is looked for; terms that mean the same have the same."""
        return self._numbers[_meaning(term)]

    def held(self, reading: Reading) -> set[int]:
        """The numbers of the terms that match `reading`, of those that are looked for."""
        held: set[int] = set()
        for aspect, numbers in self._shown.items():
            held.update(*map(numbers.__getitem__, numbers.keys() & aspect.shown(reading)))
        doubtful = held & self._longer.keys()
        return held - {number for number in doubtful if not matches(self._longer[number], reading)}

    def _enter(self, term: Term) -> None:
        if term not in self._numbers:
            self._numbers[term] = next(self._later)
        number = self._numbers[term]
        for aspect, shown in _clues(term):
            self._shown.setdefault(aspect, {}).setdefault(shown, []).append(number)
        if _is_longer(term):
            self._longer[number] = term

    def _forget(self, term: Term) -> None:
        number = self._numbers.pop(term)
        del self._uses[term]
        self._longer.pop(number, None)
        for aspect, shown in _clues(term):
            numbers = self._shown[aspect]
            numbers[shown].remove(number)
            if not numbers[shown]:
                del numbers[shown]
            if not numbers:
                del self._shown[aspect]


def _meaning(term: Term) -> Term:
    return replace(term, text="")


def _clues(term: Term) -> Iterator[tuple[_Aspect, _Shown]]:
    """What a reading that holds `term` shows at least one of, each under its aspect."""
    match term:
        case Words(wanted=wanted, field=field, exact=exact):
            yield _run(wanted, field, exact=exact)
        case Named(concept=concept, wanted=wanted, field=field):
            yield _Concepts(field), concept
            if wanted:
                yield _run(wanted, field)
        case Inside(codes=codes):
            yield from ((_Regions(), code) for code in dict.fromkeys(codes))
        case _:
            assert_never(term)


def _run(wanted: tuple[str, ...], field: Field, *, exact: bool = False) -> tuple[_Runs, tuple[str, ...]]:
    run = wanted[:_LONGEST_RUN]
    return _Runs(field, exact, len(run)), run


def _is_longer(term: Term) -> bool:
    return not isinstance(term, Inside) and len(term.wanted) > _LONGEST_RUN
