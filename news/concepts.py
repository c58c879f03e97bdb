"""Concepts: institutions and ideas with all their names, and where a text names them."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from news.name_tree import Name, NameTree, Naming
from news.senses import Evidence, means, sense_of
from news.words import Words, Written, fold, forms, known_of

_OF_THE_REPUBLIC = re.compile(r"\s+(?:RI|Republik Indonesia)\s*$", re.IGNORECASE)
_NEAR = 2
_NOTHING: Mapping[str, str] = MappingProxyType({})

Defined = Callable[[str], str | None]
"""Tells what an article itself says that a short form stands for."""


class Kind(StrEnum):
    """What sort of thing a concept is; a post is not its body: Kemendagri is a body, Mendagri a post."""

    BODY = "body"
    POST = "post"
    PARTY = "party"
    ORGANISATION = "organisation"
    ELECTION = "election"
    LAW = "law"
    PROGRAMME = "programme"
    IDEA = "idea"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """An institution or idea. Its names come in three sorts.

    `plain` ones count in any letter case; `cased` ones are also ordinary words or people's names, and count
    only as they are written here or all in capitals (PAN, never pan); `shared` ones, also in capitals, are
    names of something else too (PBB), and count when the same article says which is meant. `signs` are the
    folded words that speak for this concept where a shared name stands.
    """

    name: str
    full: str
    kind: Kind
    plain: tuple[str, ...] = ()
    cased: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    signs: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        return self.plain + self.cased + self.shared


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A concept named in a text, from form `start` to form `end` (exclusive)."""

    concept: str
    start: int
    end: int


class Catalogue:
    """A set of concepts, and the means to find them by their names."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts: Mapping[str, Concept] = {concept.name: concept for concept in concepts}
        self._names = NameTree()
        for concept in self.concepts.values():
            for name in _names_of(concept):
                self._names.add(name)

    def find(self, *parts: Words, defined: Defined = _NOTHING.get) -> list[list[Found]]:
        """The concepts in each part of one article: what any part says decides the shared names of all.

        `defined` tells the long forms of abbreviations that the article defines itself.
        """
        namings = [self._names.find(part) for part in parts]
        evidence = _evidence(parts, namings, defined)
        return [
            [
                Found(concept=owner, start=naming.start, end=naming.end)
                for naming in found
                if (owner := self._owner(naming, part, evidence))
            ]
            for part, found in zip(parts, namings, strict=True)
        ]

    def called(self, text: str) -> tuple[Concept, ...]:
        """The concepts that a person may mean by `text`, in any letter case."""
        names = self._names.called(text) or self._names.called(_OF_THE_REPUBLIC.sub("", text))
        owners = dict.fromkeys(name.owner for name in names)
        return tuple(self.concepts[owner] for owner in owners)

    def _owner(self, naming: Naming, words: Words, evidence: Evidence) -> str | None:
        if long_form := evidence.defined(" ".join(words.forms[naming.start : naming.end])):
            return self._defined_owner(naming.names, long_form)
        first = naming.names[0]
        if not first.shared:
            return first.owner
        senses = {name.owner: self.concepts[name.owner].signs for name in naming.names}
        return sense_of(senses, evidence, beside=_beside(naming, words.folded))

    def _defined_owner(self, names: Sequence[Name], long_form: str) -> str | None:
        owners = [name.owner for name in names if means(long_form, self.concepts[name.owner].names)]
        return owners[0] if len(owners) == 1 else None


def concepts() -> Mapping[str, Concept]:
    """The concepts that ship with the product, by name."""
    return _catalogue().concepts


def find_concepts(words: Written, *, defined: Mapping[str, str] = _NOTHING) -> list[Found]:
    """The concepts that a text of these `words` names, in its order: longest first, none inside another."""
    return find_in_parts(words, defined=defined.get)[0]


def find_in_parts(*parts: Written, defined: Defined = _NOTHING.get) -> list[list[Found]]:
    """The concepts in each part of one article (its headline, its body); see `Catalogue.find`."""
    return _catalogue().find(*map(known_of, parts), defined=defined)


def concept_named(text: str) -> Concept | None:
    """The concept that a person means by `text`, in any letter case; None when there is none, or several."""
    match concepts_named(text):
        case (only,):
            return only
        case _:
            return None


def concepts_named(text: str) -> tuple[Concept, ...]:
    """All the concepts that a person may mean by `text` (PBB), in any letter case."""
    return _catalogue().called(text)


@cache
def _catalogue() -> Catalogue:
    data = resources.files("news").joinpath("data", "concepts.toml").read_text(encoding="utf-8")
    return Catalogue(_concept(name, entry) for name, entry in tomllib.loads(data).items())


def _concept(name: str, entry: Mapping[str, Any]) -> Concept:
    cased, shared = tuple(entry.get("cased", ())), tuple(entry.get("shared", ()))
    full = entry.get("full", name)
    plain = dict.fromkeys([name, full, *entry.get("names", ())])
    return Concept(
        name=name,
        full=full,
        kind=Kind(entry["kind"]),
        plain=tuple(each for each in plain if each not in cased + shared),
        cased=cased,
        shared=shared,
        signs=frozenset(fold(sign) for sign in entry.get("signs", ())),
    )


def _names_of(concept: Concept) -> Iterator[Name]:
    for text in concept.names:
        shared = text in concept.shared
        cased = shared or text in concept.cased
        yield Name(words=tuple(forms(text)), owner=concept.name, cased=cased, shared=shared)


def _beside(naming: Naming, folded: Sequence[str]) -> set[str]:
    before = folded[max(naming.start - _NEAR, 0) : naming.start]
    return {*before, *folded[naming.end : naming.end + _NEAR]}


def _evidence(parts: Sequence[Words], namings: Sequence[Sequence[Naming]], defined: Defined) -> Evidence:
    names = [naming.names[0] for found in namings for naming in found]
    if not any(name.shared for name in names):
        return Evidence(words=frozenset(), named=frozenset(), defined=defined)
    return Evidence(
        words={word for part in parts for word in part.folded},
        named={name.owner for name in names if not name.shared},
        defined=defined,
    )
