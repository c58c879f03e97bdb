"""Reading again what is kept of items, when the analyser has learned something."""

from collections.abc import Sequence
from dataclasses import dataclass

from news.ids import ItemId
from news.page import without_lead
from news.reading import read
from news.tokens import Tokens, tokens_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What is kept of an item; `home` is the code of its outlet's region."""

    item_id: ItemId
    title: str
    lead: str
    body: str
    place: str
    outlet: str
    home: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What the analyser says of an item now: tokens, codes of its regions, names of its concepts."""

    tokens: Tokens
    regions: tuple[str, ...]
    concepts: tuple[str, ...]


def reread(written: Sequence[Written]) -> list[Reread]:
    return [_reread(each) for each in written]


def _reread(written: Written) -> Reread:
    reading = read(
        written.title,
        written.lead,
        body=without_lead(written.body, written.lead),
        outlet=written.outlet,
        place=written.place,
        home=written.home,
    )
    return Reread(
        tokens=tokens_of(reading),
        regions=tuple(placed.code for placed in reading.regions),
        concepts=reading.named,
    )
