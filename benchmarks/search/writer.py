"""Writes new items into an archive as polls do, until it is stopped.

`python -m benchmarks.search.writer URL RATE`
"""

import asyncio
import sys
from datetime import UTC, datetime
from itertools import count, islice

from sqlalchemy import func, select

from app.wiring import SystemClock
from benchmarks.search.archive import keep
from benchmarks.search.corpus import Corpus
from storage.database import Database
from storage.tables import items

A_POLL = 10
"""Items in a transaction."""


async def write(url: str, rate: float) -> None:
    """Keep `rate` new items a second, and say so once the first ones are kept."""
    db, clock = Database.at(url), SystemClock()
    corpus = Corpus(8, outlets=60)
    async with db.reading() as tx:
        last = await tx.scalar(select(func.max(items.c.id))) or 0
    for poll in count():
        until = datetime(2026, 11, 23, 1, poll // 3600 % 60, tzinfo=UTC)
        articles = corpus.articles(A_POLL, since=until, until=until)
        async with db.writing() as tx:
            await keep(tx, dict(enumerate(islice(articles, A_POLL), start=last + 1 + poll * A_POLL)))
        if poll == 0:
            print("writing", flush=True)
        await clock.sleep(A_POLL / rate)


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], float(sys.argv[2])))
