"""What an item says, as lemmas: the form in which items are indexed and matched."""

from dataclasses import dataclass

from news.words import lemmas


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The lemmas of a headline, a lead and an outlet's name, each in the order of the text."""

    title: tuple[str, ...]
    lead: tuple[str, ...]
    outlet: tuple[str, ...]


def read(title: str, lead: str, *, outlet: str) -> Reading:
    return Reading(title=tuple(lemmas(title)), lead=tuple(lemmas(lead)), outlet=tuple(lemmas(outlet)))
