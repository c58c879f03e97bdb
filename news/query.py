"""What a query means: its values, and whether a reading matches it.

A query is a tree of And, Or, Not and Words. `news.grammar` makes it from text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from news.reading import Reading


class Field(StrEnum):
    """Where words are looked for; TEXT is headline and lead."""

    TEXT = "text"
    TITLE = "title"
    OUTLET = "outlet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Lemmas that stand next to one another, in this order; `text` is what the person wrote."""

    text: str
    lemmas: tuple[str, ...]
    field: Field = Field.TEXT


@dataclass(frozen=True, slots=True)
class And:
    """All parts; at least one of them is no Not."""

    parts: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """Any part; none of them is a Not."""

    parts: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """Anything but the part; stands in an And only."""

    part: "Query"


Query = Words | And | Or | Not


def matches(query: Query, reading: Reading) -> bool:
    """Whether the item read as `reading` is what `query` looks for."""
    match query:
        case Words():
            return any(_contains(lemmas, query.lemmas) for lemmas in _fields(reading, query.field))
        case And(parts):
            return all(matches(part, reading) for part in parts)
        case Or(parts):
            return any(matches(part, reading) for part in parts)
        case Not(part):
            return not matches(part, reading)
        case _:
            assert_never(query)


def sought(query: Query) -> Iterator[Words]:
    """The words that a match may contain: those that are not excluded, from left to right."""
    match query:
        case Words():
            yield query
        case And(parts) | Or(parts):
            for part in parts:
                yield from sought(part)
        case Not():
            return
        case _:
            assert_never(query)


def _fields(reading: Reading, field: Field) -> tuple[tuple[str, ...], ...]:
    match field:
        case Field.TEXT:
            return reading.title, reading.lead
        case Field.TITLE:
            return (reading.title,)
        case Field.OUTLET:
            return (reading.outlet,)
        case _:
            assert_never(field)


def _contains(lemmas: Sequence[str], wanted: tuple[str, ...]) -> bool:
    size = len(wanted)
    return any(lemmas[start : start + size] == wanted for start in range(len(lemmas) - size + 1))
