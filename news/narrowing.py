"""Narrowing a search: to the last days, to a region, to an outlet; and what there is to choose from."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from news.finding import Hit
from news.grammar import Search, parse_query
from news.query import And, Field, Inside, Not, Query, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What occurs among hits: codes of provinces and names of outlets, the most frequent first."""

    regions: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


def choices_in(hits: Sequence[Hit], *, most: int) -> Choices:
    """At most so many of each, of those that some of the hits have and others have not."""
    regions = Counter(code for hit in hits for code in {code.partition(".")[0] for code in hit.item.regions})
    outlets = Counter(hit.item.outlet for hit in hits)
    return Choices(regions=_telling(regions, len(hits), most), outlets=_telling(outlets, len(hits), most))


def in_days(search: Search, since: date | None) -> Search:
    """The search in what came out from that day on, or at any time."""
    return replace(search, since=since, until=None)


def in_region(search: Search, name: str) -> Search:
    """The search in news of the region called `name` (anywhere where it is empty), and of no other choice of
    before. Raises QueryError."""
    return _with(search, f'wilayah:"{name}"' if name else "", lambda part: isinstance(part, Inside))


def by_outlet(search: Search, name: str) -> Search:
    """The search in what the outlet says, or any where `name` is empty. Raises QueryError."""
    return _with(search, f'media:"{name}"' if name else "", _names_outlet)


def region_of(search: Search) -> Inside | None:
    """The region to which the search is narrowed."""
    return next((part for part in _parts(search.query) if isinstance(part, Inside)), None)


def outlet_of(search: Search) -> str:
    """The outlet to which the search is narrowed, as it is written; empty where there is none."""
    return next(
        (part.text for part in _parts(search.query) if isinstance(part, Words) and _names_outlet(part)), ""
    )


def _with(search: Search, written: str, is_same: Callable[[Query], bool]) -> Search:
    kept = tuple(part for part in _parts(search.query) if not is_same(part))
    parts = (*kept, parse_query(written)) if written else kept
    if all(isinstance(part, Not) for part in parts):
        return search  # nothing else says what to find
    return replace(search, query=parts[0] if len(parts) == 1 else And(parts))


def _parts(query: Query) -> tuple[Query, ...]:
    return query.parts if isinstance(query, And) else (query,)


def _names_outlet(part: Query) -> bool:
    return isinstance(part, Words) and part.field is Field.OUTLET


def _telling(counted: Counter[str], hits: int, most: int) -> tuple[str, ...]:
    frequent = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return tuple(name for name, count in frequent if count < hits)[:most]
