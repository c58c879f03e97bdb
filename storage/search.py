"""The word index: FTS5 on SQLite, `tsvector` on PostgreSQL; both hold the tokens that `news.tokens` made.

A query is compiled to the database's own query language; its tokens are quoted and consist of letters, digits
and signs of ours, so no text of a person can become an operator there.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from sqlalchemy import ColumnElement, Dialect, bindparam, text
from sqlalchemy.sql.expression import TextClause

from news.ids import ItemId
from news.query import And, Field, Inside, Named, Not, Or, Query, Words
from news.tokens import Tokens, concept_token, exact_token, region_token
from storage.database import Transaction

_FTS_COLUMNS = {
    Field.TEXT: "{title lead body}",
    Field.OPENING: "{title lead}",
    Field.TITLE: "{title}",
    Field.OUTLET: "{outlet}",
}
_WEIGHTS = {Field.TEXT: "ABC", Field.OPENING: "AB", Field.TITLE: "A", Field.OUTLET: "D"}
_LAST_POSITION = 16_383
"""tsvector counts no further (PostgreSQL, 12.11 Limitations)."""


async def index_words(tx: Transaction, found_as: Mapping[ItemId, Tokens]) -> None:
    """Make the items findable by these tokens."""
    if not found_as:
        return
    if tx.dialect.name == "sqlite":
        rows = [(id_, each.title, each.lead, each.body, each.outlet) for id_, each in found_as.items()]
        # By the driver itself: SQLAlchemy would take as long over the parameters as SQLite over the words.
        await tx.exec_driver_sql(_INSERT_FTS, rows)
    else:
        vectors = [{"id": id_, "words": " ".join(_lexemes(tokens))} for id_, tokens in found_as.items()]
        await tx.execute(_INSERT_VECTOR, vectors)


async def index_outlet(tx: Transaction, item_ids: Sequence[ItemId], tokens: str) -> None:
    """Make items that are indexed already findable under an outlet of these `tokens`, no longer of others."""
    if tx.dialect.name == "sqlite":
        rows = [{"id": id_, "words": tokens} for id_ in item_ids]
        statement = _UPDATE_FTS_OUTLET
    else:
        lexemes = " ".join(_lexemes(Tokens(outlet=tokens)))
        rows = [{"id": id_, "words": lexemes} for id_ in item_ids]
        statement = _UPDATE_VECTOR_OUTLET
    if rows:
        await tx.execute(statement, rows)


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
            return " OR ".join(f'lead : "{region_token(code)}"' for code in codes)
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
            return " | ".join(f"'{region_token(code)}'" for code in codes)
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
            yield tuple(map(exact_token, wanted)) if exact else wanted
        case Named(wanted=wanted, concept=concept):
            if wanted:
                yield wanted
            yield (concept_token(concept),)
        case _:
            assert_never(term)


def _lexemes(tokens: Tokens) -> Iterator[str]:
    position = 0
    # The body last, since of one that is too long only the last words may lose their places.
    for part, weight in ((tokens.title, "A"), (tokens.lead, "B"), (tokens.outlet, "D"), (tokens.body, "C")):
        for token in part.split():
            position = min(position + 1, _LAST_POSITION)
            yield f"'{token}':{position}{weight}"
        position += 1  # a gap, so that no phrase reaches from one part into the next


_INSERT_FTS = "INSERT INTO item_words (rowid, title, lead, body, outlet) VALUES (?, ?, ?, ?, ?)"
_UPDATE_FTS_OUTLET = text("UPDATE item_words SET outlet = :words WHERE rowid = :id")
_UPDATE_VECTOR_OUTLET = text(
    "UPDATE item_words SET words = ts_filter(words, '{a,b,c}') || CAST(:words AS tsvector) "
    "WHERE item_id = :id"
)
_INSERT_VECTOR = text("INSERT INTO item_words (item_id, words) VALUES (:id, CAST(:words AS tsvector))")
