"""Documents: whole articles as they stand on their pages, and how they are read."""

from dataclasses import dataclass

from news.abbreviations import Abbreviation, abbreviations
from news.boilerplate import lead, without_boilerplate
from news.dateline import dateline
from news.page import without_lead
from news.reading import Reading, read

_LONGEST_HEADLINE = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article with all that its page put around it; `lead` is what a feed gave, where there is one."""

    title: str = ""
    lead: str = ""
    text: str = ""
    outlet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """What a document says: the text of its lead, its reading, the abbreviations that it defines."""

    lead: str
    reading: Reading
    abbreviations: tuple[Abbreviation, ...]


def document_in(text: str) -> Document:
    """A plain text as a document; a first line that looks like a headline is one if an empty line follows."""
    first, _, rest = text.strip().replace("\r\n", "\n").partition("\n")
    after, _, _ = rest.partition("\n")
    if after.strip() or not rest.strip() or not _is_headline(first):
        return Document(text=text)
    return Document(title=first.strip(), text=rest.lstrip())


def read_document(document: Document) -> ReadDocument:
    """Read a document: words around the news (dateline, links elsewhere, credits) say nothing in it."""
    news = without_boilerplate(document.text)
    top = lead(document.lead) or lead(document.text)
    return ReadDocument(
        lead=top,
        reading=read(
            document.title,
            top,
            body=without_lead(news, top),
            outlet=document.outlet,
            place=_place(document.text) or _place(document.lead),
        ),
        abbreviations=tuple(abbreviations("\n".join((document.title, document.lead, news)))),
    )


def _is_headline(line: str) -> bool:
    return len(line) <= _LONGEST_HEADLINE and not line.rstrip().endswith(".") and not dateline(line)


def _place(text: str) -> str:
    found = dateline(text)
    return (found.place if found else None) or ""
