"""Candidates: the items of a window that are worth scoring, with all that this takes, in one question.

A search is asked for while a person waits, and what it costs is the asking more than the answering: the
database finds and reads a hundred items in two milliseconds, and each question more takes half of one.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from json import dumps
from typing import Any, NamedTuple

from sqlalchemy import TextualSelect, column, text

from news.ids import ItemId, StoryId
from news.query import Field, Query, narrowed
from news.relevance import Article
from news.tokens import Tokens
from storage.database import Transaction
from storage.fts5 import as_fts
from storage.tables import items
from storage.tsvector import as_tsquery, within_days
from storage.window import NEWEST, NEWEST_FTS, Span, newest_matches
from storage.word_keys import LAST_ID, WordKey, days_between


class Candidate(NamedTuple):
    """An item that may be told, as it is scored. Until it is grouped, it is a story of its own."""

    key: WordKey
    item_id: ItemId
    story_id: StoryId
    first_seen_at: datetime
    article: Article

    def was_known(self, span: Span, *, at: datetime) -> bool:
        """Whether it came out within the span, of which the index knows the hours only, and we knew it."""
        return span.since < self.article.published_at <= span.until and self.first_seen_at <= at


async def best_matches(
    tx: Transaction, query: Query, span: Span, *, limit: int, newest: int = NEWEST
) -> list[Candidate]:
    """Of the `newest` items that `newest_matches` finds at most `limit`: first those that hold all of the
    query in the headline, then those that hold it in headline and lead; of equals the newest."""
    titled, opened = narrowed(query, Field.TITLE), narrowed(query, Field.OPENING)
    if tx.dialect.name == "sqlite":
        window = {"words": as_fts(query), "low": span.low, "high": span.high, "newest": newest}
        fits = {"title": as_fts(titled), "opening": as_fts(opened), "limit": limit}
        return _candidates(await tx.execute(_BEST_FTS, window | fits))
    keys = await newest_matches(tx, query, span, limit=newest, enough=limit)
    if len(keys) <= limit:
        return await candidates(tx, keys)
    days = days_between(keys[-1], keys[0])
    fits = {
        "title": within_days(as_tsquery(titled), keys[0], days=days),
        "opening": within_days(as_tsquery(opened), keys[0], days=days),
        "limit": limit,
    }
    return _candidates(await tx.execute(_BEST_VECTORS, {"keys": keys} | fits))


async def candidates(
    tx: Transaction, keys: Sequence[WordKey], *, with_tokens: bool = True
) -> list[Candidate]:
    """The items with these keys, in no order."""
    asked = _GIVEN if with_tokens else _TIMES
    is_sqlite = tx.dialect.name == "sqlite"
    return _candidates(
        await tx.execute(asked[tx.dialect.name], {"keys": dumps(keys) if is_sqlite else list(keys)})
    )


def _candidates(rows: Iterable[Any]) -> list[Candidate]:
    return [
        Candidate(
            WordKey(key),
            ItemId(id_),
            StoryId(story_id or -id_),
            first_seen_at,
            Article(
                published_at,
                regions.split(),
                concepts.splitlines(),
                Tokens(title=title, lead=lead, body=body),
            ),
        )
        for key, id_, story_id, first_seen_at, published_at, regions, concepts, title, lead, body in rows
    ]


def _read(best: str, *, key: str, with_tokens: bool = True) -> TextualSelect:
    """The question for the items whose keys are those of the rows of `best`."""
    columns = (
        items.c.id, items.c.story_id, items.c.first_seen_at, items.c.published_at, items.c.regions,
        items.c.concepts,
    )  # fmt: skip
    tokens = "words.title, words.lead, words.body" if with_tokens else "'', '', ''"
    # CROSS: SQLite reads the tables in this order, whatever it thinks of the sizes of the first one.
    joined = f"CROSS JOIN item_words AS words WHERE words.{key} = best.key AND" if with_tokens else "WHERE"
    asked = text(
        f"{best} SELECT best.key, {', '.join(f'items.{each.name}' for each in columns)}, {tokens} "  # noqa: S608
        f"FROM best CROSS JOIN items {joined} items.id = (best.key & {LAST_ID})"
    )
    return asked.columns(column("key"), *columns, column("title"), column("lead"), column("body"))


_WITHIN = "AND rowid BETWEEN (SELECT min(key) FROM newest) AND (SELECT max(key) FROM newest)"
"""To look through all that a common word finds would take its time."""

# Only what does not fit into the limit is asked about: SQLite answers the parts of a CASE when it gets there.
_BEST_FTS = _read(
    f"WITH newest AS MATERIALIZED ({NEWEST_FTS}), opening AS MATERIALIZED ("  # noqa: S608
    f"SELECT rowid AS key FROM item_words WHERE item_words MATCH :opening {_WITHIN}), "
    "best AS MATERIALIZED (SELECT key, "
    "CASE WHEN (SELECT count(*) FROM newest) > :limit THEN key IN (SELECT key FROM opening) END AS opens, "
    "CASE WHEN (SELECT count(*) FROM newest) > :limit AND (SELECT count(*) FROM opening) > :limit THEN "
    f"key IN (SELECT rowid FROM item_words WHERE item_words MATCH :title {_WITHIN}) END AS heads "
    "FROM newest ORDER BY heads DESC, opens DESC, key DESC LIMIT :limit)",
    key="rowid",
)
_BEST_VECTORS = _read(
    "WITH title AS MATERIALIZED (SELECT key FROM item_words WHERE words @@ CAST(:title AS tsquery)), "
    "opening AS MATERIALIZED (SELECT key FROM item_words WHERE words @@ CAST(:opening AS tsquery)), "
    "best AS MATERIALIZED (SELECT key FROM unnest(CAST(:keys AS bigint[])) AS newest (key) ORDER BY "
    "key IN (SELECT key FROM title) DESC, key IN (SELECT key FROM opening) DESC, key DESC LIMIT :limit)",
    key="key",
)
_KEYS_FTS = "WITH best AS MATERIALIZED (SELECT value AS key FROM json_each(:keys))"
_KEYS_VECTORS = "WITH best AS MATERIALIZED (SELECT unnest(CAST(:keys AS bigint[])) AS key)"
_GIVEN = {"sqlite": _read(_KEYS_FTS, key="rowid"), "postgresql": _read(_KEYS_VECTORS, key="key")}
_TIMES = {
    "sqlite": _read(_KEYS_FTS, key="rowid", with_tokens=False),
    "postgresql": _read(_KEYS_VECTORS, key="key", with_tokens=False),
}
