"""Abbreviations that the news defines often and always alike, proposed to the operator as concepts."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from news.words import fold, forms

_ARTICLES = 5
_OUTLETS = 2
_AGREEMENT = 0.95
"""Share of the definitions of a short form that must agree on its long form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """In how many articles of which outlets `short` was defined as `long`, both as written."""

    short: str
    long: str
    articles: int
    outlets: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """`short` means `long`, as so many articles of so many outlets say."""

    short: str
    long: str
    articles: int
    outlets: int


def proposals(seen: Iterable[Sighting], *, known: Container[str]) -> list[Proposal]:
    """What is worth a concept, the most frequent first; `known` are the folded names that concepts have."""
    by_short: defaultdict[str, list[Sighting]] = defaultdict(list)
    for sighting in seen:
        by_short[fold(sighting.short)].append(sighting)
    found = [_proposal(alike) for short, alike in by_short.items() if short not in known]
    return sorted(filter(None, found), key=lambda proposal: (-proposal.articles, proposal.short))


def _proposal(sightings: Sequence[Sighting]) -> Proposal | None:
    by_long: defaultdict[tuple[str, ...], list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        by_long[tuple(map(fold, forms(sighting.long)))].append(sighting)
    agreed = max(by_long.values(), key=_articles)
    outlets = frozenset[str]().union(*(sighting.outlets for sighting in agreed))
    if (
        _articles(agreed) < _ARTICLES
        or len(outlets) < _OUTLETS
        or _articles(agreed) < _AGREEMENT * _articles(sightings)
    ):
        return None
    usual = max(agreed, key=lambda sighting: sighting.articles)
    return Proposal(short=usual.short, long=usual.long, articles=_articles(agreed), outlets=len(outlets))


def _articles(sightings: Iterable[Sighting]) -> int:
    return sum(sighting.articles for sighting in sightings)
