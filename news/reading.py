"""What an item says: its words, the concepts it names and the regions it belongs to.

The one analyser: items are read like this when they are indexed and matched, and queries are made of the
same lemmas, concepts and regions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from news.abbreviations import abbreviations
from news.concepts import Found, find_in_parts
from news.regions import Placed, find_regions
from news.words import fold, forms, lemma


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


def read(
    title: str, lead: str = "", *, body: str = "", outlet: str = "", place: str = "", home: str = ""
) -> Reading:
    """Read an item. `place` is the dateline's, `home` the code of the outlet's region.

    Abbreviations that the item defines itself and whatever its parts say decide what shared short forms mean.
    """
    texts = (title, lead, body)
    words = tuple(tuple(forms(text)) for text in texts)
    concepts = find_in_parts(*words, defined=_defined(texts))
    passages = [_passage(part, found) for part, found in zip(words, concepts, strict=True)]
    return Reading(
        title=passages[0],
        lead=passages[1],
        body=passages[2],
        outlet=_outlet(outlet),
        regions=tuple(find_regions(*words, dateline=place or None, home=home or None)),
    )


def _passage(words: tuple[str, ...], concepts: Sequence[Found] = ()) -> Passage:
    return Passage(
        forms=words, lemmas=tuple(map(lemma, words)), folded=tuple(map(fold, words)), concepts=tuple(concepts)
    )


def _outlet(name: str) -> Passage:
    # "ANTARA News" is also looked for as antaranews, which is how its address is written.
    words = tuple(forms(name))
    return _passage((*words, "".join(words)) if len(words) > 1 else words)


def _defined(texts: Sequence[str]) -> Mapping[str, str]:
    return {found.short: found.long for text in texts if "(" in text for found in abbreviations(text)}
