"""`kliping read`: what a text says, as Kliping reads it."""

import sys
from collections.abc import Iterable, Iterator

import click

from app.documents import Document, ReadDocument, document_in, read_document
from app.json_lines import STANDARD_INPUT, print_json, records
from news.gazetteer import regions
from news.reading import Passage
from news.words import fold, forms, lemma


@click.command()
@click.option("--lines", "as_lines", is_flag=True, help="Read JSON lines: a document on each.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def read(*, as_lines: bool, as_json: bool) -> None:
    """Words, concepts, abbreviations and regions of the text on standard input.

    The text is one document with a paragraph a line; a first line that an empty one follows is its headline,
    unless it ends in a full stop. With --lines each line is an object with `text` and, if wanted, `title`,
    `outlet` and `id`, which is given back.

    The words are those of headline and text as given, in their order. Concepts, abbreviations, regions and
    the lead are found in what remains without dateline, links elsewhere and credits.
    """
    stdin = sys.stdin.buffer
    for given, document in _documents(stdin) if as_lines else [({}, _document(stdin.read()))]:
        found = read_document(document)
        if as_json:
            print_json({**given, **_object(document, found)})
        else:
            click.echo("\n".join(_lines(document, found)).encode("utf-8", "replace"))


def _document(text: bytes) -> Document:
    return document_in(text.decode("utf-8-sig", "replace"))


def _documents(lines: Iterable[bytes]) -> Iterator[tuple[dict[str, object], Document]]:
    """Each document with what its object gives back."""
    for record in records(lines, source=STANDARD_INPUT):
        if "text" not in record.values:
            raise record.wrong("'text' is missing")
        document = Document(**{key: record.text(key) for key in ("title", "text", "outlet")})
        yield {"id": record.values.get("id")}, document


def _object(document: Document, found: ReadDocument) -> dict[str, object]:
    return {
        "words": [{"form": form, "lemma": lemma(form)} for form in _words(document)],
        "concepts": [{"name": name, "matched": matched} for name, matched in _concepts(found)],
        "abbreviations": [{"short": each.short, "long": each.long} for each in found.abbreviations],
        "regions": [{"code": code, "name": name} for code, name in _regions(found)],
        "lead": found.lead,
    }


def _lines(document: Document, found: ReadDocument) -> Iterator[str]:
    yield f"Lead: {found.lead}"
    yield f"Regions: {', '.join(f'{name} ({code})' for code, name in _regions(found))}"
    yield "Concepts:"
    yield from (f"  {name}: {matched}" for name, matched in _concepts(found))
    yield "Abbreviations:"
    yield from (f"  {each.short}: {each.long}" for each in found.abbreviations)
    yield f"Words: {' '.join(map(_word, _words(document)))}"
    yield ""


def _words(document: Document) -> list[str]:
    return forms(document.title) + forms(document.text)


def _word(form: str) -> str:
    return form if lemma(form) == fold(form) else f"{form}[{lemma(form)}]"


def _concepts(found: ReadDocument) -> list[tuple[str, str]]:
    """The concepts, each once for every name that the document has for it."""
    reading = found.reading
    passages = (reading.title, reading.lead, reading.body)
    return list(dict.fromkeys(pair for passage in passages for pair in _named_in(passage)))


def _named_in(passage: Passage) -> Iterator[tuple[str, str]]:
    for found in passage.concepts:
        yield found.concept, " ".join(passage.forms[found.start : found.end])


def _regions(found: ReadDocument) -> list[tuple[str, str]]:
    return [(placed.code, regions()[placed.code].name) for placed in found.reading.regions]
