"""The tokens under which the word index finds an item: plain text, so that they can be made in any process.

Beside lemmas there are tokens with a sign that no word contains: exact forms, concepts and regions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from news.reading import Passage, Reading
from news.words import fold

ANALYSER = 1
"""The version of the analyser. It is raised where the same text gives other tokens than before: the index is
then of an older version, until `kliping index rebuild` has made it anew."""

EXACT, _CONCEPT, _REGION = "¤", "§", "¶"


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """What the index holds of an item: the tokens of each part in its order, with spaces between them."""

    title: str = ""
    lead: str = ""
    body: str = ""
    outlet: str = ""


def tokens_of(reading: Reading) -> Tokens:
    """The tokens of what an item says; its regions stand with its lead."""
    return Tokens(
        title=" ".join(_tokens(reading.title)),
        lead=" ".join([*_tokens(reading.lead), *_region_tokens(reading)]),
        body=" ".join(_tokens(reading.body)),
        outlet=" ".join(_tokens(reading.outlet)),
    )


def exact_token(word: str) -> str:
    """The token of a folded form as it is written."""
    return f"{EXACT}{word}"


def concept_token(concept: str) -> str:
    """The token of a concept, by its name."""
    return f"{_CONCEPT}{fold(concept)}"


def region_token(code: str) -> str:
    """The token of a region, by its code."""
    return f"{_REGION}{code.replace('.', '')}"


def _tokens(passage: Passage) -> tuple[str, ...]:
    """The tokens in their order, those of the exact forms in one string."""
    if not passage.folded:
        return ()
    exact = EXACT + f" {EXACT}".join(passage.folded)
    concepts = dict.fromkeys([concept_token(found.concept) for found in passage.concepts])
    return (*passage.lemmas, exact, *concepts)


def _region_tokens(reading: Reading) -> Iterator[str]:
    codes = [placed.code for placed in reading.regions]
    # A part belongs to the whole: 19.02 is found as 19 too.
    yield from {region_token(code): None for whole in codes for code in (whole, whole.partition(".")[0])}
