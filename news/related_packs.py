"""Related packs: the topic packs that a search touches, for whoever finds nothing and may follow one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import assert_never

from news.grammar import parse_query
from news.packs import Pack, packs
from news.query import Field, Inside, Named, Query, Term, Words, sought
from news.words import lemma, lemmas

MOST = 3
"""Packs that are offered."""

_SHORTEST = 4
"""Letters of a word that tells what somebody is after; a shorter one that does is a concept's name."""

_IN_NAME, _IN_QUERY, _NOT_THERE = 3.0, 2.0, 0.0
"""What it weighs that a pack is called so, or looks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Touched:
    """What a pack is called, and what it looks for: concepts, and words with what each weighs."""

    called: frozenset[str]
    concepts: frozenset[str]
    words: Mapping[str, float]


def related_packs(query: Query, offered: Iterable[Pack] | None = None) -> list[Pack]:
    """At most MOST of the packs (of ours, where none are given) whose names or queries share words, concepts
    or regions with what the query looks for: those that share most first."""
    weighed = [
        (sum(_weight(term, _touched(tuple(pack.name.values()), pack.query)) for term in sought(query)), pack)
        for pack in (packs().values() if offered is None else offered)
    ]
    related = sorted((each for each in weighed if each[0]), key=lambda each: -each[0])
    return [pack for _, pack in related[:MOST]]


def _weight(term: Term, pack: _Touched) -> float:
    match term:
        case Words():
            return sum(
                _IN_NAME if word in pack.called else pack.words.get(word, _NOT_THERE)
                for word in _telling(term)
            )
        case Named():
            if pack.called.issuperset(lemmas(term.text)) or lemma(term.concept) in pack.called:
                return _IN_NAME
            return _IN_QUERY if term.concept in pack.concepts else _NOT_THERE
        case Inside():
            return _IN_NAME if pack.called.issuperset(lemmas(term.text)) else _NOT_THERE
        case _:
            assert_never(term)


def _telling(term: Words) -> list[str]:
    """The lemmas that tell what somebody is after."""
    if term.field is Field.OUTLET:
        return []
    return [word for word in map(lemma, term.wanted) if len(word) >= _SHORTEST]


@lru_cache(256)
def _touched(name: tuple[str, ...], query: str) -> _Touched:
    words: dict[str, float] = {}
    terms = list(sought(parse_query(query)))
    for said in [_telling(term) for term in terms if isinstance(term, Words)]:
        for word in said:
            # Of several that are looked for together, one says less.
            words[word] = max(words.get(word, _NOT_THERE), _IN_QUERY / len(said))
    return _Touched(
        called=frozenset(lemma_ for text in name for lemma_ in lemmas(text)),
        concepts=frozenset(term.concept for term in terms if isinstance(term, Named)),
        words=MappingProxyType(words),
    )
