"""The word index: FTS5 on SQLite, `tsvector` on PostgreSQL; both hold the lemmas that `news` read.

A query is compiled to the database's own query language. Every lemma consists of letters and digits and is
quoted, so no text of a person can become an operator there.
"""

from collections.abc import Iterator, Sequence
from typing import assert_never

from sqlalchemy import ColumnElement, Dialect, bindparam, text
from sqlalchemy.sql.expression import TextClause

from news.ids import ItemId
from news.query import And, Field, Not, Or, Query, Words
from news.reading import Reading
from storage.database import Transaction

_FTS_COLUMNS = {Field.TEXT: "{title lead}", Field.TITLE: "{title}", Field.OUTLET: "{outlet}"}
_WEIGHTS = {Field.TEXT: "AB", Field.TITLE: "A", Field.OUTLET: "D"}
_LAST_POSITION = 16_383
"""tsvector counts no further (PostgreSQL, 12.11 Limitations)."""


async def index_words(tx: Transaction, item_id: ItemId, reading: Reading) -> None:
    """Make the item findable by its words."""
    if tx.dialect.name == "sqlite":
        values = {field: " ".join(getattr(reading, field)) for field in ("title", "lead", "outlet")}
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
        case Words():
            phrase = " ".join(query.lemmas)
            return f'{_FTS_COLUMNS[query.field]} : "{phrase}"'
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
        case Words():
            weights = _WEIGHTS[query.field]
            return " <-> ".join(f"'{lemma}':{weights}" for lemma in query.lemmas)
        case And(parts):
            return " & ".join(f"({_tsquery(part)})" for part in parts)
        case Or(parts):
            return " | ".join(f"({_tsquery(part)})" for part in parts)
        case Not(part):
            return f"!({_tsquery(part)})"
        case _:
            assert_never(query)


def _lexemes(reading: Reading) -> Iterator[str]:
    position = 0
    for weight, lemmas in (("A", reading.title), ("B", reading.lead), ("D", reading.outlet)):
        for lemma in lemmas:
            position = min(position + 1, _LAST_POSITION)
            yield f"'{lemma}':{position}{weight}"
        position += 1  # a gap, so that no phrase reaches from one text into the next


_INSERT_FTS = text("INSERT INTO item_words (rowid, title, lead, outlet) VALUES (:id, :title, :lead, :outlet)")
_INSERT_VECTOR = text("INSERT INTO item_words (item_id, words) VALUES (:id, CAST(:words AS tsvector))")
