"""The window of a search: the newest items that a query finds.

Ranking all that a common word finds takes the longer the larger the archive is. So does the database's own
BM25 of a few of them, which counts all the others: 18 ms for a common word among 1,000,000 items, where these
questions take one.
"""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sqlalchemy import text

from news.query import Query
from storage.database import Transaction
from storage.fts5 import as_fts
from storage.tsvector import MOST_DAYS, as_tsquery, reads_vectors, within_days
from storage.word_keys import DAY, WordKey, key_after, key_before

NEWEST = 1_000
"""Items that are looked at."""

_FIRST_DAYS, _GROWTH = 4, 4
"""PostgreSQL, whose index knows no order, looks through the last days first, and then through up to four
times as many until it has found enough."""

_MARGIN = 1.5
"""For how much more than what is missing it looks."""


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


async def newest_matches(
    tx: Transaction, query: Query, span: Span, *, limit: int = NEWEST, enough: int | None = None
) -> list[WordKey]:
    """The newest `limit` items that `query` finds and that came out in the hours of the span, by their keys,
    the last hour first. Of what takes long to find, `enough` of them will do, where that is given."""
    within = {"low": span.low, "high": span.high, "newest": limit}
    if tx.dialect.name == "sqlite":
        return [WordKey(key) for key in await tx.scalars(_NEWEST_FTS, within | {"words": as_fts(query)})]
    last: int | None = (await tx.execute(_LAST_KEY, {"high": span.high})).scalar()
    words, found, days = as_tsquery(query), list[WordKey](), _FIRST_DAYS
    if enough is None or not reads_vectors(words):
        enough = limit
    while last is not None:
        asked = within | {"words": within_days(words, last, days=days)}
        found = list(await tx.scalars(_NEWEST_VECTORS, asked))
        if len(found) >= enough or days > MOST_DAYS or last - days * DAY <= span.low:
            break
        days = _more_days(days, len(found), enough)
    return found


async def count_matches(tx: Transaction, query: Query, span: Span, *, most: int) -> int:
    """How many items `newest_matches` would find; `most` where they are more."""
    return len(await newest_matches(tx, query, span, limit=most))


def _more_days(days: int, found: int, enough: int) -> int:
    """How many days to look through after so many, in which so much was `found`."""
    return ceil(days * min(_GROWTH, max(1.0, enough / max(found, 1)) * _MARGIN))


NEWEST_FTS = (
    "SELECT rowid AS key FROM item_words WHERE item_words MATCH :words AND rowid > :low AND rowid < :high "
    "ORDER BY rowid DESC LIMIT :newest"
)
_NEWEST_FTS = text(NEWEST_FTS)
_NEWEST_VECTORS = text(
    "WITH found AS MATERIALIZED (SELECT key FROM item_words WHERE words @@ CAST(:words AS tsquery)) "
    "SELECT key FROM found WHERE key > :low AND key < :high ORDER BY key DESC LIMIT :newest"
)
# Every vector is kept apart from its row, which the planner leaves out of its reckoning: no scans.
_LAST_KEY = text(
    "SELECT (SELECT max(key) FROM item_words WHERE key < :high), set_config('enable_seqscan', 'off', true)"
)
