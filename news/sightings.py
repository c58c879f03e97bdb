"""Where a list of words seems to name a region, which ones it may mean, and how sure that is.

A plain name with a capital is sure. A name that is also an ordinary word ("Malang") needs a capital where
capitals tell something; a name that others bear too ("Bima") needs a word before it that speaks of places.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from news.gazetteer import (
    Doubt,
    Level,
    area_of,
    doubt_about,
    levels_named_by,
    name_tree,
    regions,
    words_before,
)
from news.name_tree import Naming
from news.words import Words, fold

_ASIDE = 0.25
"""What a name counts that only says where a dish, a club or a people comes from."""

_REACH = 3
"""How many words before a name may say its level: "Kabupaten dan Kota Bogor"."""

_OF_STREETS = ("raya", "tol")

_AROUND = 8
"""How many words on either side of a name show whether its sentence is a headline."""

_FEWEST_SMALL = 0.25
"""The share of words without a capital from which on a capital means a name: headlines have fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What may name one of `codes`, from `start` to `end` (exclusive), words that say its level included."""

    start: int
    end: int
    name: tuple[str, ...]
    codes: tuple[str, ...]
    doubt: Doubt | None
    sure: bool
    levelled: bool
    count: float = 1.0


def sightings(words: Words, *, only_place: bool = False) -> list[Sighting]:
    """What `words` may name, in their order; `only_place` if they are a dateline: nothing but a place."""
    found = [naming for naming in name_tree().find(words) if naming.names[0].owner]
    if not found:
        return []
    reader = _Reader(words, only_place=only_place)
    seen = [sighting for naming in found if (sighting := reader.read(naming))]
    return list(_weighed_by_neighbours(seen)) if len(seen) > 1 else seen


class _Reader:
    """Judges the names in one list of words by the words around them."""

    def __init__(self, words: Words, *, only_place: bool) -> None:
        self._words, self._folded = words.forms, words.folded
        self._only_place = only_place
        self._no_capitals = not any(word[0].isupper() for word in words.forms)

    def read(self, naming: Naming) -> Sighting | None:
        before = self._word(naming.start - 1)
        levels, start = self._level(naming)
        codes = _of_levels(naming, levels)
        if self._is_street(naming.start) or not (codes or self._is_written_as_name(naming, before)):
            return None
        doubt = doubt_about(naming.names[0].words)
        return Sighting(
            start=start if codes else naming.start,
            end=naming.end,
            name=naming.names[0].words,
            codes=codes or _codes(naming),
            doubt=doubt,
            sure=bool(codes) or self._only_place or self._is_evident(naming, before, doubt),
            levelled=bool(codes),
            count=_ASIDE if before in words_before("aside") else 1.0,
        )

    def _level(self, naming: Naming) -> tuple[list[Level], int]:
        """The levels that the words around a name give it, best first, and where those words begin."""
        levels = list(levels_named_by("after").get(self._word(naming.end), ()))
        start = naming.start
        for place in range(naming.start - 1, naming.start - 1 - _REACH, -1):
            word = self._word(place)
            if named := self._level_before(word, naming):
                levels += named
                start = place
            elif word not in words_before("joining"):
                break
        return levels, start

    def _level_before(self, word: str, naming: Naming) -> tuple[Level, ...]:
        if word not in words_before("police"):
            return levels_named_by("before").get(word, ())
        of_regency = self._word(naming.end) != "kota" and _of_levels(naming, (Level.REGENCY,))
        return (Level.REGENCY,) if of_regency else (Level.CITY,)

    def _word(self, place: int) -> str:
        """The folded word at a place; empty outside of the text."""
        return self._folded[place] if 0 <= place < len(self._folded) else ""

    def _is_written_as_name(self, naming: Naming, before: str) -> bool:
        written = self._words[naming.start : naming.end]
        if self._no_capitals or any(word[0].isupper() for word in written):
            return True
        return before in words_before("place") and not doubt_about(naming.names[0].words)

    def _is_street(self, start: int) -> bool:
        before = self._word(start - 1)
        return (self._word(start - 2) if before in _OF_STREETS else before) in words_before("street")

    def _is_evident(self, naming: Naming, before: str, doubt: Doubt | None) -> bool:
        if doubt and self._word(naming.end - 1) != fold(naming.names[0].words[-1]):
            return False  # "Malangnya" and "Puncaknya" are hardly ever the places
        if self._may_be_smaller(naming.start) and not _of_levels(naming, (Level.PROVINCE,)):
            return False
        if doubt is None or before in words_before("place"):
            return True
        return doubt is Doubt.WORD and self._is_named_by_capitals(naming)

    def _may_be_smaller(self, start: int) -> bool:
        smaller = words_before("smaller")
        if self._word(start - 1) in smaller:
            return True
        return self._word(start - 2) in smaller and self._words[start - 1][0].isupper()

    def _is_named_by_capitals(self, naming: Naming) -> bool:
        written = self._words[naming.start : naming.end]
        if naming.start == 0 and len(written) == 1:
            return False
        around = self._words[max(naming.start - _AROUND, 0) : naming.end + _AROUND]
        do_capitals_tell = sum(word[0].islower() for word in around) >= _FEWEST_SMALL * len(around)
        return do_capitals_tell and not any(word[0].islower() for word in written)


def _of_levels(naming: Naming, levels: Sequence[Level]) -> tuple[str, ...]:
    """The named regions of the given levels."""
    return tuple(code for code in _codes(naming) if regions()[code].level in levels) if levels else ()


def _codes(naming: Naming) -> tuple[str, ...]:
    return tuple(dict.fromkeys([name.owner for name in naming.names]))


def _weighed_by_neighbours(seen: Sequence[Sighting]) -> Iterator[Sighting]:
    """Drops "Kuningan" before "Jakarta Selatan", and is sure of "Bima" before "NTB"."""
    for before, sighting, behind in zip([None, *seen], seen, [*seen[1:], None], strict=False):
        beside = [other for other in (before, behind) if other and _is_beside(other, sighting)]
        if behind in beside and _contradicts(behind, sighting):
            continue
        supported = not sighting.sure and any(_shares_area(other, sighting) for other in beside)
        yield replace(sighting, sure=True) if supported else sighting


def _is_beside(one: Sighting, other: Sighting) -> bool:
    gap = other.start - one.end if one.start < other.start else one.start - other.end
    return gap <= 1


def _contradicts(behind: Sighting | None, sighting: Sighting) -> bool:
    if behind is None or sighting.doubt is not Doubt.NAME or sighting.levelled or behind.doubt:
        return False
    return not _shares_area(behind, sighting)


def _shares_area(one: Sighting, other: Sighting) -> bool:
    return not {area_of(code) for code in one.codes}.isdisjoint(map(area_of, other.codes))
