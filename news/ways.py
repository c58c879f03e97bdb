"""The ways in which a reading can match a query.

A query is opened up into sets of terms, each of which is enough (`a (b | c)` into `a b` and `a c`), as long
as these are few. What is left, exclusions above all, becomes a condition on the terms that a reading holds.
Terms go by number here, and of two terms the rarer one has the lower number.
"""

import math
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import assert_never

from news.query import And, Inside, Named, Not, Or, Query, Term, Words

Numbering = Callable[[Term], int]
Condition = Callable[[Set[int]], bool]
"""Tells from the numbers of the terms that a reading holds."""

_MOST = 16
"""Ways that an And is opened up into, unless its rarest part has more."""


@dataclass(frozen=True, slots=True)
class Way:
    """A reading matches if it holds all `required` terms and fulfils the `condition`."""

    required: frozenset[int] = frozenset()
    condition: Condition | None = None

    def and_also(self, other: "Way") -> "Way":
        return Way(self.required | other.required, _both(self.condition, other.condition))


def terms_in(query: Query) -> Iterator[Term]:
    """All terms of `query`, the excluded ones included."""
    match query:
        case Words() | Named() | Inside():
            yield query
        case And(parts) | Or(parts):
            for part in parts:
                yield from terms_in(part)
        case Not(part):
            yield from terms_in(part)
        case _:
            assert_never(query)


def ways(query: Query, number: Numbering) -> list[Way]:
    """The ways to match `query`, whose terms are known by number."""
    match query:
        case Words() | Named() | Inside():
            return [Way(frozenset({number(query)}))]
        case And(parts):
            return _ways_of_all(parts, number)
        case Or(parts):
            return [way for part in parts for way in ways(part, number)]
        case Not():
            return [Way(condition=condition(query, number))]
        case _:
            assert_never(query)


def condition(query: Query, number: Numbering) -> Condition:
    """What `query` says of the terms that a reading holds."""
    match query:
        case Words() | Named() | Inside():
            return frozenset({number(query)}).issubset
        case And(parts):
            return _all_of([condition(part, number) for part in parts])
        case Or(parts):
            return _any_of([condition(part, number) for part in parts])
        case Not(part):
            return _none_of(part, number)
        case _:
            assert_never(query)


def _both(one: Condition | None, other: Condition | None) -> Condition | None:
    if one is None or other is None:
        return one or other
    return lambda held: one(held) and other(held)


def _all_of(conditions: Sequence[Condition]) -> Condition:
    return lambda held: all(holds(held) for holds in conditions)


def _any_of(conditions: Sequence[Condition]) -> Condition:
    return lambda held: any(holds(held) for holds in conditions)


def _none_of(excluded: Query, number: Numbering) -> Condition:
    parts = excluded.parts if isinstance(excluded, Or) else (excluded,)
    terms = [part for part in parts if isinstance(part, Term)]
    if len(terms) == len(parts):
        return frozenset(map(number, terms)).isdisjoint
    holds = condition(excluded, number)
    return lambda held: not holds(held)


def _ways_of_all(parts: Sequence[Query], number: Numbering) -> list[Way]:
    together = [Way()]
    opened = [(part, ways(part, number)) for part in parts]
    for part, alternatives in sorted(opened, key=lambda each: _commonest(each[1])):
        few = len(alternatives) == 1 or len(together) * len(alternatives) <= _MOST
        can_be_found = all(way.required for way in together)
        more = [Way(condition=condition(part, number))] if can_be_found and not few else alternatives
        together = [way.and_also(other) for way in together for other in more]
    return together


def _commonest(alternatives: Sequence[Way]) -> float:
    """The highest number among the rarest terms of each way: how often one has to look, at least."""
    return max((min(way.required, default=math.inf) for way in alternatives), default=0)
