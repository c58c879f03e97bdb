"""Which regions a piece of news belongs to, and which region a person means by a name.

A name is looked for in the dateline, the title, the lead and the body, and weighs most in the first. However
often a field names a region, that counts less than twice, so no repetition outweighs the field above it.
"""

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from news.gazetteer import (
    Level,
    Region,
    knowledge,
    levels_named_by,
    name_tree,
    names_of,
    province_of,
    regions,
    usual_meaning,
)
from news.namesakes import regions_meant, surroundings
from news.sightings import Sighting, sightings
from news.words import Words, Written, fold, forms, known_of, words

_HOME_WEIGHT = 0.5
_SUGGESTIONS = 3
_LIKENESS = 0.75


class Field(StrEnum):
    """Where a region was named."""

    DATELINE = "dateline"
    TITLE = "title"
    LEAD = "lead"
    BODY = "body"


_FIELDS = tuple(Field)
_WEIGHTS = {Field.DATELINE: 8.0, Field.TITLE: 4.0, Field.LEAD: 2.0, Field.BODY: 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """The words, as written, that named a region: from `start` to `end` (exclusive) in a field."""

    words: str
    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A region that news belongs to, how much, and why: no mention if only its outlet lives there."""

    code: str
    weight: float
    why: tuple[Mention, ...]


class _Seen(NamedTuple):
    field: Field
    sighting: Sighting
    words: Sequence[str]

    def mention(self) -> Mention:
        start, end = self.sighting.start, self.sighting.end
        return Mention(words=" ".join(self.words[start:end]), field=self.field, start=start, end=end)


def find_regions(
    title: Written,
    lead: Written,
    body: Written = (),
    *,
    dateline: str | None = None,
    home: str | None = None,
) -> list[Placed]:
    """The regions of news, most important first, from the words of its parts.

    `body` is what follows the lead, and `home` the code of the outlet's own region: it decides between
    namesakes, and stands alone where the news names no region.
    """
    seen = _seen(zip(_FIELDS, (words(dateline or ""), *map(known_of, (title, lead, body))), strict=True))
    placed = _placed(seen, home) if seen else []
    if not placed and home:
        return [Placed(code=home, weight=_HOME_WEIGHT, why=())]
    return placed


def is_part_of(code: str, ancestor: str) -> bool:
    """Whether a region is `ancestor` or lies in it."""
    return ancestor in (code, province_of(code))


def regions_named(text: str) -> tuple[Region, ...]:
    """All regions that a person may mean by `text`, a name or a code; the usual one alone if there is one."""
    codes = _codes_called(text)
    usual = usual_meaning(tuple(forms(text))) if len(codes) > 1 else None
    return tuple(regions()[code] for code in ([usual] if usual in codes else codes))


def region_named(text: str) -> Region | None:
    """The region that a person means by `text`: for a name of several, the first of `regions_named`."""
    return next(iter(regions_named(text)), None)


def suggest_regions(text: str) -> list[str]:
    """Regions one of whose names looks like `text`, best first, by their usual name."""
    _, asked = _level_and_place(text)
    names = {name.casefold(): (code, name) for code in regions() for name in names_of(code)}
    alike = difflib.get_close_matches(asked.casefold(), names, n=3 * _SUGGESTIONS, cutoff=_LIKENESS)
    codes = dict.fromkeys(code for code, _ in map(names.__getitem__, alike))
    return [regions()[code].place for code in codes][:_SUGGESTIONS]


def _codes_called(text: str) -> list[str]:
    for code, region in regions().items():
        if text.strip().casefold() in (code, region.name.casefold()):
            return [code]
    levels, place = _level_and_place(text)
    return _owners(text) or [code for code in _owners(place) if regions()[code].level in levels]


def _level_and_place(text: str) -> tuple[tuple[Level, ...], str]:
    """Takes "kab. bogor" apart; a text that names no level is a place as a whole."""
    kind, _, place = text.strip().partition(" ")
    levels = levels_named_by("before").get(fold(kind), ())
    return (levels, place) if levels else ((), text)


def _owners(text: str) -> list[str]:
    return list(dict.fromkeys(name.owner for name in name_tree().called(text) if name.owner))


def _seen(fields: Iterable[tuple[Field, Words]]) -> list[_Seen]:
    return [
        _Seen(field, sighting, part.forms)
        for field, part in fields
        if part.forms
        for sighting in sightings(part, only_place=field is Field.DATELINE)
    ]


def _placed(seen: Sequence[_Seen], home: str | None) -> list[Placed]:
    around = surroundings([one.sighting for one in seen], home=home)
    counts: dict[str, dict[Field, float]] = {}
    why: dict[str, list[Mention]] = {}
    for one in seen:
        meant = regions_meant(one.sighting, around)
        for code in meant:
            counted, field = counts.setdefault(code, {}), _counted_as(one.field, code)
            counted[field] = counted.get(field, 0.0) + one.sighting.count / len(meant)
            why.setdefault(code, []).append(one.mention())
    placed = [Placed(code=code, weight=_weight(counts[code]), why=tuple(why[code])) for code in counts]
    return sorted(placed, key=lambda region: (-region.weight, region.code))


def _counted_as(field: Field, code: str) -> Field:
    return Field.BODY if field is Field.DATELINE and code == knowledge()["newsroom"] else field


def _weight(counts: Mapping[Field, float]) -> float:
    """The first mention of a field counts its full weight, the next half of it, and so on."""
    return math.fsum(2 * _WEIGHTS[field] * (1 - 0.5**count) for field, count in counts.items())
