"""The window of a search: the newest items that a query finds.

Ranking all that a common word finds takes the longer the larger the archive is. So does the database's own
BM25 of a few of them, which counts all the others: 18 ms for a common word among 1,000,000 items, where these
questions take one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from news.query import Query
from storage.database import Transaction
from storage.search import as_fts, as_tsquery
from storage.word_keys import DAY, WordKey, key_after, key_before, slices_before

NEWEST = 1_000
"""Items that are looked at."""

SPANS = (4, 16, 64, 256)
"""Days; PostgreSQL, whose index knows no order, looks through each when the one before held too little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """After which instant and until which items came out."""

    since: datetime
    until: datetime

    @property
    def low(self) -> int:
        """A key before all of the hour in which it begins."""
        return key_before(self.since)

    @property
    def high(self) -> int:
        """A key after all of the hour in which it ends."""
        return key_after(self.until)


async def newest_matches(tx: Transaction, query: Query, span: Span, *, limit: int = NEWEST) -> list[WordKey]:
    """The newest `limit` items that `query` finds and that came out in the hours of the span, by their keys,
    the last hour first."""
    within = {"low": span.low, "high": span.high, "newest": limit}
    if tx.dialect.name == "sqlite":
        return [WordKey(key) for key in await tx.scalars(_NEWEST_FTS, within | {"words": as_fts(query)})]
    # Every vector is kept apart from its row, which the planner leaves out of its reckoning.
    await tx.execute(_NO_SCANS)
    last = await tx.scalar(_LAST_KEY, {"high": span.high})
    words, found = as_tsquery(query), list[WordKey]()
    for days in _days(last, span.low) if last is not None else ():
        found = list(await tx.scalars(_NEWEST_VECTORS, within | {"words": _within(words, last, days)}))
        if len(found) >= limit:
            break
    return found


async def count_matches(tx: Transaction, query: Query, span: Span, *, most: int) -> int:
    """How many items `newest_matches` would find; `most` where they are more."""
    return len(await newest_matches(tx, query, span, limit=most))


def _days(last: int, low: int) -> Iterator[int | None]:
    """Days to look through, up to the key `last` and not before `low`; None: all."""
    for days in SPANS:
        yield days
        if last - days * DAY <= low:
            return
    yield None


def _within(words: str, last: int, days: int | None) -> str:
    return f"({words}) & ({' | '.join(slices_before(last, days=days))})" if days else words


NEWEST_FTS = (
    "SELECT rowid AS key FROM item_words WHERE item_words MATCH :words AND rowid > :low AND rowid < :high "
    "ORDER BY rowid DESC LIMIT :newest"
)
_NEWEST_FTS = text(NEWEST_FTS)
_NEWEST_VECTORS = text(
    "WITH found AS MATERIALIZED (SELECT key FROM item_words WHERE words @@ CAST(:words AS tsquery)) "
    "SELECT key FROM found WHERE key > :low AND key < :high ORDER BY key DESC LIMIT :newest"
)
_NO_SCANS = text("SET LOCAL enable_seqscan = off")
_LAST_KEY = text("SELECT max(key) FROM item_words WHERE key < :high")
