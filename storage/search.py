"""The word index: FTS5 on SQLite, `tsvector` on PostgreSQL.

Both hold the tokens that `news.tokens` made: in an index by which items are found, and as they are, to be
scored. A query is compiled to the database's own query language; its tokens are quoted and consist of
letters, digits and signs of ours, so no text of a person can become an operator there.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import assert_never

from sqlalchemy import ColumnElement, Dialect, bindparam, select, text
from sqlalchemy.sql.expression import TextClause

from news.ids import ItemId
from news.query import And, Field, Inside, Named, Not, Or, Query, Words
from news.tokens import Tokens, concept_token, exact_token, region_token
from storage.database import Transaction
from storage.tables import items
from storage.word_keys import (
    DAY,
    LAST_ID,
    WordKey,
    item_of,
    key_after,
    key_before,
    slices_before,
    slices_of,
    word_key,
)

_FTS_COLUMNS = {
    Field.TEXT: "{title lead body}",
    Field.OPENING: "{title lead}",
    Field.TITLE: "{title}",
    Field.OUTLET: "{outlet}",
}
_WEIGHTS = {Field.TEXT: "", Field.OPENING: ":AB", Field.TITLE: ":A", Field.OUTLET: ""}
_OUTLET = "@"
"""Stands before the words of an outlet's name in a tsvector, whose index knows no weights: for a query that
names some, PostgreSQL reads every vector with its words."""

_GATHERED = 16 * 1024 * 1024
"""Bytes of words of one transaction that FTS5 keeps in memory."""

_BEGINNING, _END = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Before and after all that comes out."""

_MOST_DAYS = 300
"""Days that are looked for by their slices in a tsvector: of more, nearly all would be found."""

_LAST_POSITION = 16_383
"""tsvector counts no further (PostgreSQL, 12.11 Limitations)."""


async def index_words(tx: Transaction, found_as: Mapping[ItemId, Tokens]) -> None:
    """Make the items findable by these tokens."""
    if not found_as:
        return
    keys = await _keys(tx, list(found_as))
    if tx.dialect.name == "sqlite":
        rows = [(keys[id_], each.title, each.lead, each.body, each.outlet) for id_, each in found_as.items()]
        # By the driver itself: SQLAlchemy would take as long over the parameters as SQLite over the words.
        # In the order of their keys: before one that is out of it, FTS5 writes out all it has gathered.
        await tx.exec_driver_sql(_INSERT_FTS, sorted(rows))
    else:
        vectors = [
            {
                "key": keys[id_],
                "title": each.title,
                "lead": each.lead,
                "body": each.body,
                "words": _vector(each, keys[id_]),
            }
            for id_, each in found_as.items()
        ]
        await tx.execute(_INSERT_VECTOR, vectors)


async def expect_many_words(tx: Transaction) -> None:
    """From now on gather the words of a large lot in memory, and write them out at once: piece by piece, they
    would be merged again and again."""
    if tx.dialect.name == "sqlite":
        await tx.execute(_GATHER, {"bytes": _GATHERED})


async def index_outlet(tx: Transaction, item_ids: Sequence[ItemId], tokens: str) -> None:
    """Make items that are indexed already findable under an outlet of these `tokens`, no longer of others."""
    keys = (await _keys(tx, item_ids)).values()
    if not keys:
        return
    if tx.dialect.name == "sqlite":
        await tx.execute(_UPDATE_FTS_OUTLET, [{"key": key, "words": tokens} for key in keys])
    else:
        outlet = Tokens(outlet=tokens)
        await tx.execute(_UPDATE_VECTOR_OUTLET, [{"key": key, "words": _vector(outlet, key)} for key in keys])


async def forget_words(tx: Transaction, item_ids: Sequence[ItemId]) -> None:
    """Make items that there are still no longer findable."""
    keys = await _keys(tx, item_ids)
    column = "rowid" if tx.dialect.name == "sqlite" else "key"
    gone = text(f"DELETE FROM item_words WHERE {column} IN :keys")  # noqa: S608 - no text from outside
    await tx.execute(gone.bindparams(bindparam("keys", list(keys.values()), expanding=True)))


async def tokens_of_items(tx: Transaction, item_ids: Sequence[ItemId]) -> dict[ItemId, Tokens]:
    """The tokens under which the items are found, without those of their outlets."""
    keys = await _keys(tx, item_ids)
    statement = text(_TOKENS.format(key="rowid" if tx.dialect.name == "sqlite" else "key"))
    rows = await tx.execute(statement.bindparams(bindparam("keys", list(keys.values()), expanding=True)))
    return {item_of(key): Tokens(title=title, lead=lead, body=body) for key, title, lead, body in rows}


async def _keys(tx: Transaction, item_ids: Sequence[ItemId]) -> dict[ItemId, WordKey]:
    rows = await tx.execute(select(items.c.id, items.c.published_at).where(items.c.id.in_(item_ids)))
    return {ItemId(id_): word_key(ItemId(id_), published_at) for id_, published_at in rows}


def found_by(
    query: Query, dialect: Dialect, *, since: datetime | None = None, until: datetime | None = None
) -> ColumnElement[bool] | TextClause:
    """The condition on `items.id` that holds for what `query` finds and that came out from the hour of
    `since` to that of `until`."""
    low, high = key_before(since or _BEGINNING), key_after(until or _END)
    if dialect.name == "sqlite":
        return _IN_FTS.bindparams(words=as_fts(query), low=low, high=high)
    words = as_tsquery(query)
    if (days := (high - low) // DAY + 2) <= _MOST_DAYS:
        words = f"({words}) & ({' | '.join(slices_before(high, days=days))})"
    return _IN_VECTORS.bindparams(words=words, low=low, high=high)


def as_fts(query: Query) -> str:
    """The query in the language of FTS5."""
    match query:
        case Words() | Named():
            alternatives = " OR ".join(f'"{" ".join(run)}"' for run in _runs(query))
            return f"{_FTS_COLUMNS[query.field]} : ({alternatives})"
        case Inside(codes=codes):
            return " OR ".join(f'lead : "{region_token(code)}"' for code in codes)
        case And(parts):
            wanted = " AND ".join(f"({as_fts(part)})" for part in parts if not isinstance(part, Not))
            excluded = "".join(f" NOT ({as_fts(part.part)})" for part in parts if isinstance(part, Not))
            return f"({wanted}){excluded}"
        case Or(parts):
            return " OR ".join(f"({as_fts(part)})" for part in parts)
        case Not():
            raise AssertionError("a Not stands in an And only")
        case _:
            assert_never(query)


def as_tsquery(query: Query) -> str:
    """The query in the language of `tsquery`."""
    match query:
        case Words() | Named():
            sign, weights = _OUTLET if query.field is Field.OUTLET else "", _WEIGHTS[query.field]
            runs = (" <-> ".join(f"'{sign}{token}'{weights}" for token in run) for run in _runs(query))
            return " | ".join(runs)
        case Inside(codes=codes):
            return " | ".join(f"'{region_token(code)}'" for code in codes)
        case And(parts):
            return " & ".join(f"({as_tsquery(part)})" for part in parts)
        case Or(parts):
            return " | ".join(f"({as_tsquery(part)})" for part in parts)
        case Not(part):
            return f"!({as_tsquery(part)})"
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


def _vector(tokens: Tokens, key: int) -> str:
    """The tsvector of an item with these tokens."""
    return " ".join([*_lexemes(tokens), *(f"'{token}'" for token in slices_of(key))])


def _lexemes(tokens: Tokens) -> Iterator[str]:
    position = 0
    # The body last, since of one that is too long only the last words may lose their places.
    parts = (
        (tokens.title, "A", ""),
        (tokens.lead, "B", ""),
        (tokens.outlet, "D", _OUTLET),
        (tokens.body, "C", ""),
    )
    for part, weight, sign in parts:
        for token in part.split():
            position = min(position + 1, _LAST_POSITION)
            yield f"'{sign}{token}':{position}{weight}"
        position += 1  # a gap, so that no phrase reaches from one part into the next


_IN_FTS = text(
    "items.id IN (SELECT rowid & :last_id FROM item_words "
    "WHERE item_words MATCH :words AND rowid > :low AND rowid < :high)"
).bindparams(last_id=LAST_ID)
_IN_VECTORS = text(
    "items.id IN (SELECT key & :last_id FROM item_words "
    "WHERE words @@ CAST(:words AS tsquery) AND key > :low AND key < :high)"
).bindparams(last_id=LAST_ID)
_INSERT_FTS = "INSERT INTO item_words (rowid, title, lead, body, outlet) VALUES (?, ?, ?, ?, ?)"
_GATHER = text("INSERT INTO item_words (item_words, rank) VALUES ('hashsize', :bytes)")
_UPDATE_FTS_OUTLET = text("UPDATE item_words SET outlet = :words WHERE rowid = :key")
_UPDATE_VECTOR_OUTLET = text(
    "UPDATE item_words SET words = ts_filter(words, '{a,b,c}') || CAST(:words AS tsvector) WHERE key = :key"
)
_INSERT_VECTOR = text(
    "INSERT INTO item_words (key, title, lead, body, words) "
    "VALUES (:key, :title, :lead, :body, CAST(:words AS tsvector))"
)
_TOKENS = "SELECT {key}, title, lead, body FROM item_words WHERE {key} IN :keys"
