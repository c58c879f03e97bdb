"""The word index: FTS5 on SQLite, `tsvector` on PostgreSQL; both hold what `news.reading` read.

Beside lemmas the index holds tokens with a sign that no word contains: exact forms, concepts and regions. A
query is compiled to the database's own query language; its tokens are quoted and consist of letters, digits
and these signs, so no text of a person can become an operator there.
"""

from collections.abc import Iterator, Sequence
from typing import assert_never

from sqlalchemy import ColumnElement, Dialect, bindparam, text
from sqlalchemy.sql.expression import TextClause

from news.ids import ItemId
from news.query import And, Field, Inside, Named, Not, Or, Query, Words
from news.reading import Passage, Reading
from news.words import fold
from storage.database import Transaction

_EXACT, _CONCEPT, _REGION = "¤", "§", "¶"
_FTS_COLUMNS = {Field.TEXT: "{title lead}", Field.TITLE: "{title}", Field.OUTLET: "{outlet}"}
_WEIGHTS = {Field.TEXT: "AB", Field.TITLE: "A", Field.OUTLET: "D"}
_LAST_POSITION = 16_383
"""tsvector counts no further (PostgreSQL, 12.11 Limitations)."""


async def index_words(tx: Transaction, item_id: ItemId, reading: Reading) -> None:
    """Make the item findable by what it says."""
    if tx.dialect.name == "sqlite":
        values = {column: " ".join(tokens) for column, _, tokens in _columns(reading)}
        await tx.execute(_INSERT_FTS, {"id": item_id, **values})
    else:
        await tx.execute(_INSERT_VECTOR, {"id": item_id, "words": " ".join(_lexemes(reading))})


async def forget_words(tx: Transaction, item_ids: Sequence[ItemId]) -> None:
    column = "rowid" if tx.dialect.name == "sqlite" else "item_id"
    gone = text(f"DELETE FROM item_words WHERE {column} IN :ids")  # noqa: S608 - no text from outside
    await tx.execute(gone.bindparams(bindparam("ids", list(item_ids), expanding=True)))


def found_by(query: Query, dialect: Dialect) -> ColumnElement[bool] | TextClause:
    """The condition on `items.id` that holds for what `query` finds."""
    if dialect.name == "sqlite":
        match = "items.id IN (SELECT rowid FROM item_words WHERE item_words MATCH :words)"
        return text(match).bindparams(words=_fts(query))
    match = "items.id IN (SELECT item_id FROM item_words WHERE words @@ CAST(:words AS tsquery))"
    return text(match).bindparams(words=_tsquery(query))


def _fts(query: Query) -> str:
    match query:
        case Words() | Named():
            alternatives = " OR ".join(f'"{" ".join(run)}"' for run in _runs(query))
            return f"{_FTS_COLUMNS[query.field]} : ({alternatives})"
        case Inside(codes=codes):
            return " OR ".join(f'lead : "{_region_token(code)}"' for code in codes)
        case And(parts):
            wanted = " AND ".join(f"({_fts(part)})" for part in parts if not isinstance(part, Not))
            excluded = "".join(f" NOT ({_fts(part.part)})" for part in parts if isinstance(part, Not))
            return f"({wanted}){excluded}"
        case Or(parts):
            return " OR ".join(f"({_fts(part)})" for part in parts)
        case Not():
            raise AssertionError("a Not stands in an And only")
        case _:
            assert_never(query)


def _tsquery(query: Query) -> str:
    match query:
        case Words() | Named():
            weights = _WEIGHTS[query.field]
            return " | ".join(" <-> ".join(f"'{token}':{weights}" for token in run) for run in _runs(query))
        case Inside(codes=codes):
            return " | ".join(f"'{_region_token(code)}'" for code in codes)
        case And(parts):
            return " & ".join(f"({_tsquery(part)})" for part in parts)
        case Or(parts):
            return " | ".join(f"({_tsquery(part)})" for part in parts)
        case Not(part):
            return f"!({_tsquery(part)})"
        case _:
            assert_never(query)


def _runs(term: Words | Named) -> Iterator[tuple[str, ...]]:
    """The runs of tokens, next to one another, any of which is the term."""
    match term:
        case Words(wanted=wanted, exact=exact):
            yield tuple(f"{_EXACT}{word}" for word in wanted) if exact else wanted
        case Named(wanted=wanted, concept=concept):
            if wanted:
                yield wanted
            yield (_concept_token(concept),)
        case _:
            assert_never(term)


def _columns(reading: Reading) -> Iterator[tuple[str, str, list[str]]]:
    """The column of FTS5, the weight in tsvector, and the tokens of each part that is indexed."""
    yield "title", "A", list(_tokens(reading.title))
    yield "lead", "B", [*_tokens(reading.lead), *_region_tokens(reading)]
    yield "outlet", "D", list(_tokens(reading.outlet))


def _tokens(passage: Passage) -> Iterator[str]:
    yield from passage.lemmas
    yield from (f"{_EXACT}{form}" for form in passage.folded)
    yield from {_concept_token(found.concept): None for found in passage.concepts}


def _region_tokens(reading: Reading) -> Iterator[str]:
    codes = [placed.code for placed in reading.regions]
    # A part belongs to the whole: 19.02 is found as 19 too.
    yield from {_region_token(code): None for whole in codes for code in (whole, whole.partition(".")[0])}


def _concept_token(concept: str) -> str:
    return f"{_CONCEPT}{fold(concept)}"


def _region_token(code: str) -> str:
    return f"{_REGION}{code.replace('.', '')}"


def _lexemes(reading: Reading) -> Iterator[str]:
    position = 0
    for _, weight, tokens in _columns(reading):
        for token in tokens:
            position = min(position + 1, _LAST_POSITION)
            yield f"'{token}':{position}{weight}"
        position += 1  # a gap, so that no phrase reaches from one part into the next


_INSERT_FTS = text("INSERT INTO item_words (rowid, title, lead, outlet) VALUES (:id, :title, :lead, :outlet)")
_INSERT_VECTOR = text("INSERT INTO item_words (item_id, words) VALUES (:id, CAST(:words AS tsvector))")
