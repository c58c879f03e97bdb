"""The word index: FTS5 on SQLite, `tsvector` on PostgreSQL.

Both hold the tokens that `news.tokens` made: in an index by which items are found, and as they are, to be
scored. A query is compiled to the database's own query language; its tokens are quoted and consist of
letters, digits and signs of ours, so no text of a person can become an operator there.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Dialect, bindparam, select, text
from sqlalchemy.sql.expression import TextClause

from news.ids import ItemId
from news.query import Query
from news.tokens import Tokens
from storage.database import Transaction
from storage.fts5 import as_fts
from storage.tables import items
from storage.tsvector import as_tsquery, vector_of, within_days
from storage.word_keys import DAY, LAST_ID, WordKey, item_of, key_after, key_before, word_key

_GATHERED = 16 * 1024 * 1024
"""Bytes of words of one transaction that FTS5 keeps in memory."""

_BEGINNING, _END = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Before and after all that comes out."""


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
                "words": vector_of(each, keys[id_]),
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
        await tx.execute(
            _UPDATE_VECTOR_OUTLET, [{"key": key, "words": vector_of(outlet, key)} for key in keys]
        )


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
    words = within_days(as_tsquery(query), high, days=(high - low) // DAY + 2)
    return _IN_VECTORS.bindparams(words=words, low=low, high=high)


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
    "UPDATE item_words SET words = CAST(:words AS tsvector) || ts_delete(words, "
    "ARRAY(SELECT lexeme FROM unnest(words) WHERE starts_with(lexeme, '@'))) WHERE key = :key"
)
_INSERT_VECTOR = text(
    "INSERT INTO item_words (key, title, lead, body, words) "
    "VALUES (:key, :title, :lead, :body, CAST(:words AS tsvector))"
)
_TOKENS = "SELECT {key}, title, lead, body FROM item_words WHERE {key} IN :keys"
