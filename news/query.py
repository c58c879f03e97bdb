"""What a query means: its values, whether a reading matches it, and why.

A query is a tree of And, Or and Not over terms: Words, Named and Inside. `news.grammar` makes it from text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from news.reading import Passage, Reading
from news.regions import is_part_of


class Field(StrEnum):
    """Where words are looked for; TEXT is headline, lead and body, OPENING is headline and lead."""

    TEXT = "text"
    OPENING = "opening"
    TITLE = "title"
    OUTLET = "outlet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words that stand next to one another, in this order; `text` is what the person wrote.

    `wanted` are lemmas, or, where the words are `exact`, folded forms.
    """

    text: str
    wanted: tuple[str, ...]
    field: Field = Field.TEXT
    exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A concept under any of its names, or the very words that were written (`wanted`, as lemmas).

    Nothing is `wanted` where these words mean the concept in capitals only.
    """

    text: str
    concept: str
    wanted: tuple[str, ...]
    field: Field = Field.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """News of one of the regions with these `codes`, or of a part of it."""

    text: str
    codes: tuple[str, ...]


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


Term = Words | Named | Inside
Query = Term | And | Or | Not


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a term matched: the words of the item that it found, and in which field of it."""

    term: str
    matched: str
    field: str


def matches(query: Query, reading: Reading) -> bool:
    """Whether the item read as `reading` is what `query` looks for."""
    match query:
        case Words() | Named():
            return any(_holds(query, passage) for _, passage in passages(reading, query.field))
        case Inside(codes=codes):
            return any(is_part_of(placed.code, code) for placed in reading.regions for code in codes)
        case And(parts):
            return all(matches(part, reading) for part in parts)
        case Or(parts):
            return any(matches(part, reading) for part in parts)
        case Not(part):
            return not matches(part, reading)
        case _:
            assert_never(query)


def reasons(query: Query, reading: Reading) -> list[Reason]:
    """The terms of a matching query that hold, each with what it found first in each field."""
    return [reason for term in sought(query) for reason in _reasons(term, reading)]


def sought(query: Query) -> Iterator[Term]:
    """The terms that a match may contain: those that are not excluded, from left to right."""
    match query:
        case Words() | Named() | Inside():
            yield query
        case And(parts) | Or(parts):
            for part in parts:
                yield from sought(part)
        case Not():
            return
        case _:
            assert_never(query)


def narrowed(query: Query, field: Field) -> Query:
    """The query with what it looks for anywhere in the text looked for in `field` only; what it excludes is
    excluded as before."""
    match query:
        case Words() | Named():
            return replace(query, field=field) if query.field is Field.TEXT else query
        case And(parts):
            return And(tuple(narrowed(part, field) for part in parts))
        case Or(parts):
            return Or(tuple(narrowed(part, field) for part in parts))
        case Not() | Inside():
            return query
        case _:
            assert_never(query)


def regions_sought(query: Query) -> frozenset[str]:
    """The codes of the regions that the query asks for."""
    return frozenset(code for term in sought(query) if isinstance(term, Inside) for code in term.codes)


def passages(reading: Reading, field: Field) -> tuple[tuple[str, Passage], ...]:
    """The passages of the field, each with its name."""
    match field:
        case Field.TEXT:
            return ("title", reading.title), ("lead", reading.lead), ("body", reading.body)
        case Field.OPENING:
            return ("title", reading.title), ("lead", reading.lead)
        case Field.TITLE:
            return (("title", reading.title),)
        case Field.OUTLET:
            return (("outlet", reading.outlet),)
        case _:
            assert_never(field)


def _holds(term: Words | Named, passage: Passage) -> bool:
    # Most terms are single words that are not there: this is asked for every topic and passage.
    if term.wanted and term.wanted[0] in _words(term, passage) and any(_literal(term, passage)):
        return True
    return isinstance(term, Named) and any(found.concept == term.concept for found in passage.concepts)


def _places(term: Words | Named, passage: Passage) -> Iterator[tuple[int, int]]:
    """Where the term stands, from and to (exclusive) which word; a concept before its literal words."""
    if isinstance(term, Named):
        yield from ((found.start, found.end) for found in passage.concepts if found.concept == term.concept)
    yield from _literal(term, passage)


def _literal(term: Words | Named, passage: Passage) -> Iterator[tuple[int, int]]:
    if term.wanted:
        yield from _runs(_words(term, passage), term.wanted)


def _words(term: Words | Named, passage: Passage) -> tuple[str, ...]:
    return passage.folded if isinstance(term, Words) and term.exact else passage.lemmas


def _runs(words: tuple[str, ...], wanted: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    first, size = wanted[0], len(wanted)
    if first not in words:
        return
    for start, word in enumerate(words):
        if word == first and words[start : start + size] == wanted:
            yield start, start + size


def _reasons(term: Term, reading: Reading) -> Iterator[Reason]:
    if isinstance(term, Inside):
        yield from _region_reasons(term, reading)
        return
    for name, passage in passages(reading, term.field):
        for start, end in _places(term, passage):
            yield Reason(term=term.text, matched=" ".join(passage.forms[start:end]), field=name)
            break


def _region_reasons(term: Inside, reading: Reading) -> Iterator[Reason]:
    for placed in reading.regions:
        if not any(is_part_of(placed.code, code) for code in term.codes):
            continue
        if not placed.why:
            yield Reason(term=term.text, matched=placed.code, field="outlet")
        for mention in placed.why[:1]:
            yield Reason(term=term.text, matched=mention.words, field=mention.field.value)
