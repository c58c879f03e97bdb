"""`kliping concepts`: what is known as a concept, and what could become one."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TypeAlias

import click

from app.commands.running import with_database
from app.json_lines import print_json
from app.settings import Settings
from news.abbreviations import Abbreviation, abbreviations
from news.concepts import Concept
from news.concepts import concepts as known_concepts
from news.item import Item
from news.proposals import Proposal, Sighting, proposals
from news.words import fold
from storage.database import Database
from storage.items import items_after

_BATCH = 1_000

_Seen: TypeAlias = defaultdict[Abbreviation, Counter[str]]
"""In how many articles of each outlet an abbreviation was defined."""


@click.group()
def concepts() -> None:
    """Institutions and ideas that are found under all their names."""


@concepts.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_concepts(*, as_json: bool) -> None:
    """All concepts with their names."""
    for concept in known_concepts().values():
        if as_json:
            print_json(_object(concept))
        else:
            print(f"{concept.name}  ({concept.kind.value})  {', '.join(concept.names)}")


@concepts.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def proposed(*, as_json: bool) -> None:
    """Abbreviations that the articles define often and always alike, and that no concept has yet."""
    found = with_database(_proposed)
    for proposal in found:
        if as_json:
            print_json(_proposal(proposal))
        else:
            print(f"{proposal.articles:6}  {proposal.outlets:3} outlets  {proposal.short}: {proposal.long}")
    if not found and not as_json:
        print("No abbreviation is defined often enough to be proposed.")


async def _proposed(db: Database, _: Settings) -> list[Proposal]:
    seen: _Seen = defaultdict(Counter)
    last = None
    async with db.reading() as tx:
        while batch := await items_after(tx, last, limit=_BATCH):
            last = batch[-1].id
            for item in batch:
                _count(seen, item)
    known = {fold(name) for concept in known_concepts().values() for name in concept.names}
    return proposals(_sightings(seen), known=known)


def _count(seen: _Seen, item: Item) -> None:
    for abbreviation in abbreviations(f"{item.title}\n{item.lead}"):
        seen[abbreviation][item.outlet] += 1


def _sightings(seen: _Seen) -> Iterator[Sighting]:
    for defined, outlets in seen.items():
        yield Sighting(
            short=defined.short, long=defined.long, articles=outlets.total(), outlets=frozenset(outlets)
        )


def _object(concept: Concept) -> dict[str, object]:
    return {
        "name": concept.name,
        "full": concept.full,
        "kind": concept.kind.value,
        "names": list(concept.names),
    }


def _proposal(proposal: Proposal) -> dict[str, object]:
    return {
        "short": proposal.short,
        "long": proposal.long,
        "articles": proposal.articles,
        "outlets": proposal.outlets,
    }
