"""The window of a search: the newest items that a query finds, and which of them fit it best.

Ranking all that a common word finds takes the longer the larger the archive is; ranking the newest few
thousand does not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, TextClause, text

from news.ids import ItemId
from news.query import Query
from storage.database import Transaction
from storage.search import as_fts, as_tsquery
from storage.word_keys import DAY, item_of, key_after, key_before, slices_before

NEWEST = 2_000
"""Items that are ranked at most."""

SPANS = (4, 16, 64, 256)
"""Days; PostgreSQL, whose index knows no order, looks through each when the one before held too little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An item that a query finds, and how well it fits: the higher the better.

    Ranks of two databases, or of two queries, cannot be compared.
    """

    item_id: ItemId
    rank: float


async def newest_matches(
    tx: Transaction, query: Query, *, since: datetime, until: datetime, limit: int
) -> list[ItemId]:
    """The newest `limit` items that `query` finds and that came out from the hour of `since` to that of
    `until`, the last hour first."""
    if tx.dialect.name == "sqlite":
        words = {"words": as_fts(query), "newest": limit}
        rows = (await tx.execute(_NEWEST_FTS, words | _keys(since, until))).all()
    else:
        rows = await _newest_vectors(tx, _NEWEST_VECTORS, query, {"newest": limit}, since, until)
    return [item_of(row[0]) for row in rows]


async def best_matches(
    tx: Transaction, query: Query, *, since: datetime, until: datetime, limit: int, newest: int = NEWEST
) -> list[Match]:
    """Of the `newest` items that `query` finds and that came out from the hour of `since` to that of `until`,
    the `limit` that fit it best, the best first."""
    window = {"newest": newest, "limit": limit}
    if tx.dialect.name == "sqlite":
        rows = (await tx.execute(_BEST_FTS, window | {"words": as_fts(query)} | _keys(since, until))).all()
    else:
        rows = await _newest_vectors(tx, _BEST_VECTORS, query, window, since, until)
    return [Match(item_id=item_of(row.key), rank=row.rank) for row in rows]


async def count_matches(tx: Transaction, query: Query, *, since: datetime, until: datetime, most: int) -> int:
    """How many items `newest_matches` would find; `most` where they are more."""
    return len(await newest_matches(tx, query, since=since, until=until, limit=most))


async def _newest_vectors(
    tx: Transaction,
    statement: TextClause,
    query: Query,
    window: dict[str, int],
    since: datetime,
    until: datetime,
) -> Sequence[Row[Any]]:
    # Every vector is kept apart from its row, which the planner leaves out of its reckoning.
    await tx.execute(_NO_SCANS)
    last = await tx.scalar(_LAST_KEY, {"high": key_after(until)})
    rows: Sequence[Row[Any]] = []
    if last is None:
        return rows
    words = as_tsquery(query)
    asked = window | _keys(since, until) | {"words": words}
    for days in _spans(last, since):
        rows = (await tx.execute(statement, asked | {"within": _within(words, last, days)})).all()
        if rows and rows[0].found >= window["newest"]:
            break
    return rows


def _spans(last: int, since: datetime) -> Iterator[int | None]:
    """Days to look through, up to that key and not before `since`; None: all."""
    for days in SPANS:
        yield days
        if last - days * DAY <= key_before(since):
            return
    yield None


def _within(words: str, last: int, days: int | None) -> str:
    return f"({words}) & ({' | '.join(slices_before(last, days=days))})" if days else words


def _keys(since: datetime, until: datetime) -> dict[str, int]:
    return {"low": key_before(since), "high": key_after(until)}


_NEWEST_FTS = text(
    "SELECT rowid FROM item_words WHERE item_words MATCH :words AND rowid > :low AND rowid < :high "
    "ORDER BY rowid DESC LIMIT :newest"
)
_BEST_FTS = text(
    "SELECT key, rank FROM (SELECT rowid AS key, -bm25(item_words, 4.0, 2.0, 1.0, 0.0) AS rank "
    "FROM item_words WHERE item_words MATCH :words AND rowid > :low AND rowid < :high "
    "ORDER BY rowid DESC LIMIT :newest) ORDER BY rank DESC, key DESC LIMIT :limit"
)
_NEWEST = (
    "WITH found AS MATERIALIZED (SELECT key, words FROM item_words WHERE words @@ CAST(:within AS tsquery)), "
    "newest AS (SELECT * FROM found WHERE key > :low AND key < :high ORDER BY key DESC LIMIT :newest) "
    "SELECT key, count(*) OVER () AS found"
)
_NEWEST_VECTORS = text(_NEWEST + " FROM newest ORDER BY key DESC")
_BEST_VECTORS = text(
    _NEWEST + ", ts_rank('{0, 0.2, 0.5, 1}', words, CAST(:words AS tsquery), 1) AS rank "
    "FROM newest ORDER BY rank DESC, key DESC LIMIT :limit"
)
_NO_SCANS = text("SET LOCAL enable_seqscan = off")
_LAST_KEY = text("SELECT max(key) FROM item_words WHERE key < :high")
