"""What an item says: its words, the concepts it names and the regions it belongs to.

The one analyser: items are read like this when they are indexed and matched, and queries are made of the
same lemmas, concepts and regions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from news.abbreviations import Definitions
from news.concepts import Found, find_in_parts
from news.regions import Placed, find_regions
from news.words import Words, fold, forms, lemma, words

_OUTLETS = 1_000
"""Outlets whose names are kept as they were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One text: its words as written, their lemmas and folded forms (all of one length), its concepts."""

    forms: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    concepts: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An item: headline, lead and (where we have it) body; its outlet's name; its regions, the first most."""

    title: Passage = Passage()
    lead: Passage = Passage()
    body: Passage = Passage()
    outlet: Passage = Passage()
    regions: tuple[Placed, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """The names of the concepts, each once: those of the headline first, those of the body last."""
        parts = (self.title, self.lead, self.body)
        return tuple(dict.fromkeys(found.concept for part in parts for found in part.concepts))


def read(
    title: str, lead: str = "", *, body: str = "", outlet: str = "", place: str = "", home: str = ""
) -> Reading:
    """Read an item. `place` is the dateline's, `home` the code of the outlet's region.

    Abbreviations that the item defines itself and whatever its parts say decide what shared short forms mean.
    """
    texts = (title, lead, body)
    parts = [words(text) for text in texts]
    concepts = find_in_parts(*parts, defined=Definitions(texts).long_form)
    passages = [_passage(part, found) for part, found in zip(parts, concepts, strict=True)]
    return Reading(
        title=passages[0],
        lead=passages[1],
        body=passages[2],
        outlet=_outlet(outlet),
        regions=tuple(find_regions(*parts, dateline=place or None, home=home or None)),
    )


def _passage(part: Words, concepts: Sequence[Found]) -> Passage:
    return Passage(forms=part.forms, lemmas=part.lemmas, folded=part.folded, concepts=tuple(concepts))


@lru_cache(_OUTLETS)
def _outlet(name: str) -> Passage:
    written = forms(name)
    if len(written) > 1:
        # "ANTARA News" is also looked for as antaranews, which is how its address is written.
        written.append("".join(written))
    return Passage(forms=tuple(written), lemmas=tuple(map(lemma, written)), folded=tuple(map(fold, written)))
