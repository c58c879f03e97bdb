"""The vocabulary's job: the words of new items are counted, and those forgotten that hardly anybody says."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from news.clock import Clock
from news.spelling import exact_words, is_spelled
from storage.database import Database
from storage.vocabulary import forget_rare_words, last_counted, save_counts, texts_after

ITEMS_AT_ONCE = 500
"""Items whose words are counted and written in one go: a tenth of a second on SQLite."""

LOTS = 10
"""So many times at most: whoever has an archive to count does other work in between."""

FORGOTTEN_AT_ONCE = 5_000

SETTLED = timedelta(minutes=1)
"""On PostgreSQL an item may be seen before one with a smaller id, whose transaction still goes on."""


async def count_words(db: Database, *, clock: Clock, stopping: Callable[[], bool] = lambda: False) -> int:
    """Count the words of at most LOTS times ITEMS_AT_ONCE items that came since they were counted last, and
    forget some; returns how many items that were."""
    counted = 0
    for _ in range(LOTS):
        if stopping() or (more := await _count_lot(db, until=_settled(db, clock))) is None:
            break
        counted += more
    if counted:
        async with db.writing() as tx:
            await forget_rare_words(tx, limit=FORGOTTEN_AT_ONCE)
    return counted


async def _count_lot(db: Database, *, until: datetime) -> int | None:
    """How many items were counted; None where there was none."""
    async with db.reading() as tx:
        after = await last_counted(tx)
        last, texts = await texts_after(tx, after, until=until, limit=ITEMS_AT_ONCE)
    if last == after:
        return None
    # Beside the event loop, on which somebody may be waiting for an answer.
    counts = await asyncio.to_thread(_counted, texts)
    async with db.writing() as tx:
        return len(texts) if await save_counts(tx, counts, after=after, last=last) else 0


def _counted(texts: Sequence[str]) -> dict[str, int]:
    said: Counter[str] = Counter()
    for text in texts:
        said.update(exact_words(text))
    return {word: items for word, items in said.items() if is_spelled(word)}


def _settled(db: Database, clock: Clock) -> datetime:
    return clock.now() if db.is_sqlite else clock.now() - SETTLED
