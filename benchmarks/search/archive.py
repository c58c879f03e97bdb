"""An archive in a database: filled from a corpus, and indexed as items are when they are kept."""

import time
from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert

from benchmarks.search.corpus import Article, Corpus
from news.ids import ItemId
from storage.database import Database, Transaction
from storage.search import index_words
from storage.tables import items, outlets, stories

_AT_ONCE = 1_000
_STEPS = 20
"""How often the progress of filling is told."""


async def fill(db: Database, corpus: Corpus, number: int, *, since: datetime, until: datetime) -> float:
    """Keep so many articles, each a story of its own; returns the seconds that the database took."""
    async with db.writing() as tx:
        names = [{"id": id_ + 1, "name": f"media{id_}", "region": ""} for id_ in range(corpus.outlets)]
        await tx.execute(insert(outlets), names)
    keeping = 0.0
    articles = corpus.articles(number, since=since, until=until)
    for first in range(1, number + 1, _AT_ONCE):
        rows = dict(enumerate(islice(articles, _AT_ONCE), start=first))
        begun = time.perf_counter()
        async with db.writing() as tx:
            await keep(tx, rows)
        keeping += time.perf_counter() - begun
        if (done := first + len(rows) - 1) % max(number // _STEPS, _AT_ONCE) == 0:
            print(
                f"  {done:9,} of {number:,} items kept and indexed, {done / keeping:.0f} a second", flush=True
            )
    return keeping


async def keep(tx: Transaction, rows: Mapping[int, Article]) -> None:
    """Articles by their ids, each a story of its own."""
    seen = [(id_, each.published_at) for id_, each in rows.items()]
    await tx.execute(
        insert(stories), [{"id": id_, "first_seen_at": at, "last_seen_at": at} for id_, at in seen]
    )
    await tx.execute(insert(items), [_row(id_, each) for id_, each in rows.items()])
    await index_words(tx, {ItemId(id_): article.tokens for id_, article in rows.items()})


def _row(id_: int, article: Article) -> dict[str, Any]:
    address = f"//media{article.outlet}.example/{id_}"
    return {
        "id": id_,
        "outlet_id": article.outlet + 1,
        "story_id": id_,
        "url": f"https:{address}",
        "link": address,
        "title": article.title,
        "lead": article.lead,
        "body": article.body,
        "published_at": article.published_at,
        "first_seen_at": article.published_at,
    }
