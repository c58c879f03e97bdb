"""The regional article: everything that is read in it, and the packs that find it."""

from collections.abc import Iterator, Mapping, Sequence

from app.documents import Document, ReadDocument, read_document
from app.evaluate.packs import pack_queries
from app.evaluate.regions import why_placed
from app.evaluate.section import Section
from news.query import Reason, matches, reasons


def regional_section(article: Document) -> Section:
    found = read_document(article)
    packs = dict(_packs(found))
    return Section(
        name="regional_article",
        title="The regional article",
        lines=[*_lines(found), *_pack_lines(packs)],
        figures={
            "regions": [placed.code for placed in found.reading.regions],
            "abbreviations": [each.short for each in found.abbreviations],
            "packs": list(packs),
        },
    )


def _lines(found: ReadDocument) -> Iterator[str]:
    yield f"lead: {found.lead}"
    yield from (f"region: {why_placed(placed)}" for placed in found.reading.regions)
    yield from (f"abbreviation: {each.short}: {each.long}" for each in found.abbreviations)


def _packs(found: ReadDocument) -> Iterator[tuple[str, list[Reason]]]:
    for key, query in pack_queries().items():
        if matches(query, found.reading):
            yield key, reasons(query, found.reading)


def _pack_lines(packs: Mapping[str, Sequence[Reason]]) -> Iterator[str]:
    for key, why in packs.items():
        matched = ", ".join(f"{reason.matched!r} in the {reason.field}" for reason in why)
        yield f"pack: {key}: {matched}"
