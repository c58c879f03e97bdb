"""The terms of a query: what its words stand for, and how they are written."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeGuard, assert_never

from news.concepts import concept_named
from news.errors import Expected, QueryError
from news.query import Field, Inside, Named, Query, Term, Words
from news.query_tokens import FIELDS, OPERATORS, Token
from news.regions import regions_named, suggest_regions
from news.text import clean
from news.words import fold, forms, lemma

_FIELDS = {"": Field.TEXT, "judul": Field.TITLE, "media": Field.OUTLET}
_NAMES = {field: name for name, field in _FIELDS.items()}
_LONGEST_NAME = 8
"""Words of a concept's name that may be written without quotation marks."""

_SAFE = frozenset("./-")


def term(query: str, token: Token) -> Term:
    """What the words of `token` stand for. Raises QueryError."""
    text = clean(token.text)
    words = forms(text)
    if not words:
        raise QueryError(query, token.position, Expected.WORD)
    if token.field == "wilayah":
        return _inside(query, token, text)
    field = _FIELDS[token.field]
    if token.exact:
        return Words(text=text, wanted=tuple(map(fold, words)), field=field, exact=True)
    return _words_or_concept(text, words, field)


def day(query: str, token: Token) -> date:
    """The date that `token` holds: 2026-11-23 or 23-11-2026, with any of - / . between. Raises QueryError."""
    parts = token.text.replace("/", "-").replace(".", "-").split("-")
    ordered = parts if len(parts[0]) == 4 else parts[::-1]
    try:
        year, month, of_month = map(int, ordered)
        return date(year, month, of_month)
    except ValueError:
        raise QueryError(query, token.position, Expected.DATE) from None


def with_concepts(parts: Sequence[Query]) -> list[Query]:
    """`parts` of an And, where single words side by side that are a concept's name become that concept."""
    joined: list[Query] = []
    start = 0
    while start < len(parts):
        size, part = next(_named_runs(parts, start), (1, parts[start]))
        joined.append(part)
        start += size
    return joined


def write_term(term: Term) -> str:
    """The canonical text of a term."""
    quoted = term.text if _is_plain(term.text) else f'"{term.text}"'
    match term:
        case Words(field=field, exact=exact):
            return f"{_prefix(field)}{'=' if exact else ''}{quoted}"
        case Named(field=field):
            return f"{_prefix(field)}{quoted}"
        case Inside():
            return f"wilayah:{quoted}"
        case _:
            assert_never(term)


def _words_or_concept(text: str, words: Sequence[str], field: Field) -> Words | Named:
    lemmas = tuple(map(lemma, words))
    concept = concept_named(text) if field is not Field.OUTLET else None
    if concept is None:
        return Words(text=text, wanted=lemmas, field=field)
    # In small letters a cased name is another word: pan is a frying pan, bin a part of names.
    cased = tuple(map(fold, words)) in {tuple(map(fold, forms(name))) for name in concept.cased}
    return Named(text=text, concept=concept.name, wanted=() if cased else lemmas, field=field)


def _inside(query: str, token: Token, text: str) -> Inside:
    found = regions_named(text)
    if not found:
        raise QueryError(query, token.position, Expected.REGION, suggestions=tuple(suggest_regions(text)))
    return Inside(text=text, codes=tuple(region.code for region in found))


def _named_runs(parts: Sequence[Query], start: int) -> Iterator[tuple[int, Named]]:
    """Runs of single words from `start` on that name a concept, the longest first."""
    run: list[Words | Named] = []
    for part in parts[start : start + _LONGEST_NAME]:
        if not _is_single(part) or (run and part.field is not run[0].field):
            break
        run.append(part)
    for size in range(len(run), 1, -1):
        text = " ".join(part.text for part in run[:size])
        found = _words_or_concept(text, forms(text), run[0].field)
        if isinstance(found, Named):
            yield size, found


def _is_single(part: Query) -> TypeGuard[Words | Named]:
    if not isinstance(part, Words | Named) or part.field is Field.OUTLET or " " in part.text:
        return False
    return not (isinstance(part, Words) and part.exact)


def _prefix(field: Field) -> str:
    name = _NAMES[field]
    return f"{name}:" if name else ""


def _is_plain(text: str) -> bool:
    """Whether `text` means the same without quotation marks."""
    if text in OPERATORS or not text[:1].isalnum():
        return False
    return text.lower() not in FIELDS and all(char.isalnum() or char in _SAFE for char in text)
