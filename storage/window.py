"""The window of a search: the newest items that a query finds, and which of them are worth scoring.

Ranking all that a common word finds takes the longer the larger the archive is. So does the database's own
BM25 of a few of them, which counts all the others: 18 ms for a common word among 1,000,000 items, where these
questions take one.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import text

from news.ids import ItemId
from news.query import Field, Query, narrowed
from storage.database import Transaction
from storage.search import as_fts, as_tsquery
from storage.word_keys import DAY, item_of, key_after, key_before, slices_before

NEWEST = 1_000
"""Items that are looked at."""

SPANS = (4, 16, 64, 256)
"""Days; PostgreSQL, whose index knows no order, looks through each when the one before held too little."""


async def newest_matches(
    tx: Transaction, query: Query, *, since: datetime, until: datetime, limit: int = NEWEST
) -> list[ItemId]:
    """The newest `limit` items that `query` finds and that came out from the hour of `since` to that of
    `until`, the last hour first."""
    keys = await _newest_keys(tx, query, low=key_before(since), high=key_after(until), limit=limit)
    return [item_of(key) for key in keys]


async def best_matches(
    tx: Transaction, query: Query, *, since: datetime, until: datetime, limit: int, newest: int = NEWEST
) -> list[ItemId]:
    """Of the `newest` items that `newest_matches` finds at most `limit`: first those that hold all of the
    query in the headline, then those that hold it in headline and lead; of equals the newest."""
    keys = await _newest_keys(tx, query, low=key_before(since), high=key_after(until), limit=newest)
    held = dict.fromkeys(keys, 0)
    for field in (Field.TITLE, Field.OPENING) if len(keys) > limit else ():
        # Between the same ends: to count all that a common word finds would take its time.
        within = {"low": keys[-1] - 1, "high": keys[0] + 1}
        for key in await _newest_keys(tx, narrowed(query, field), **within, limit=newest):
            held[key] = held.get(key, 0) + 1
    return [item_of(key) for key in sorted(held, key=lambda key: -held[key])[:limit]]


async def count_matches(tx: Transaction, query: Query, *, since: datetime, until: datetime, most: int) -> int:
    """How many items `newest_matches` would find; `most` where they are more."""
    return len(await newest_matches(tx, query, since=since, until=until, limit=most))


async def _newest_keys(tx: Transaction, query: Query, *, low: int, high: int, limit: int) -> list[int]:
    """The keys between these (both excluded) of the newest matches, the highest first."""
    within = {"low": low, "high": high, "newest": limit}
    if tx.dialect.name == "sqlite":
        return list(await tx.scalars(_NEWEST_FTS, within | {"words": as_fts(query)}))
    # Every vector is kept apart from its row, which the planner leaves out of its reckoning.
    await tx.execute(_NO_SCANS)
    last = await tx.scalar(_LAST_KEY, {"high": high})
    words, found = as_tsquery(query), list[int]()
    for days in _spans(last, low) if last is not None else ():
        found = list(await tx.scalars(_NEWEST_VECTORS, within | {"words": _within(words, last, days)}))
        if len(found) >= limit:
            break
    return found


def _spans(last: int, low: int) -> Iterator[int | None]:
    """Days to look through, up to the key `last` and not before `low`; None: all."""
    for days in SPANS:
        yield days
        if last - days * DAY <= low:
            return
    yield None


def _within(words: str, last: int, days: int | None) -> str:
    return f"({words}) & ({' | '.join(slices_before(last, days=days))})" if days else words


_NEWEST_FTS = text(
    "SELECT rowid FROM item_words WHERE item_words MATCH :words AND rowid > :low AND rowid < :high "
    "ORDER BY rowid DESC LIMIT :newest"
)
_NEWEST_VECTORS = text(
    "WITH found AS MATERIALIZED (SELECT key FROM item_words WHERE words @@ CAST(:words AS tsquery)) "
    "SELECT key FROM found WHERE key > :low AND key < :high ORDER BY key DESC LIMIT :newest"
)
_NO_SCANS = text("SET LOCAL enable_seqscan = off")
_LAST_KEY = text("SELECT max(key) FROM item_words WHERE key < :high")
