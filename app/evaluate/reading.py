"""The evaluation of reading: one section after the other, from whatever of the data is there."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from app.documents import read_document
from app.evaluate.abbreviations import Abbreviations
from app.evaluate.families import family_section
from app.evaluate.leads import Leads
from app.evaluate.names import name_section
from app.evaluate.packs import Packs
from app.evaluate.recorded import (
    ARTICLES,
    FAMILIES,
    REGIONAL_ARTICLE,
    articles,
    families,
    regional_article,
)
from app.evaluate.regional import regional_section
from app.evaluate.regions import Regions
from app.evaluate.section import Measure, Section
from app.evaluate.speed import Speed

_TOLD_EVERY = 1_000


def evaluate_reading(folder: Path) -> Iterator[Section]:
    """The sections for which `folder` has the data."""
    yield name_section()
    if (folder / FAMILIES).exists():
        yield family_section(families(folder))
    if (folder / REGIONAL_ARTICLE).exists():
        yield regional_section(regional_article(folder))
    if (folder / ARTICLES).exists():
        yield from _measured(folder, (Speed(), Abbreviations(), Packs(), Regions(), Leads()))


def _measured(folder: Path, measures: Sequence[Measure]) -> Iterator[Section]:
    for number, article in enumerate(articles(folder), start=1):
        found = read_document(article)
        for measure in measures:
            measure.take(article, found)
        if number % _TOLD_EVERY == 0:
            click.echo(f"{number} articles read …", err=True)
    for measure in measures:
        yield measure.section()
