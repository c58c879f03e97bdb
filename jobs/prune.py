"""Pruning: what is older than the operator's limit goes, a bounded number at a time, until nothing is left.

Each lot is a transaction of its own, with a pause behind it in which others get their turn; so whoever lowers
the limit, or comes back after months, waits for nothing. Then the space is given back (`storage.space`).
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from news.clock import Clock
from news.grouping import REACH
from storage.database import BREATHER, Database
from storage.digests import forget_digests
from storage.full_texts import forget_full_texts
from storage.items import count_items, forget_items
from storage.space import give_pages_back, merge_words
from storage.stories import forget_stories
from storage.updates import forget_updates

ROWS_AT_ONCE = 500

UPDATES_AT_ONCE = 10_000
"""They are small, and a storm brings thousands."""

COMPARED = REACH + timedelta(days=1)
"""For how long the full text of an item is kept: what comes later is not compared with it."""


_MERGED_AT_ONCE = 500
_CUT_AT_ONCE = 1_000
"""Pages of 4 KB: either takes a tenth of a second or so."""

_SHARE_FORGOTTEN = 0.1
"""Of all items: when so many have gone, the word index is merged, which writes all of it anew."""


class Pruner:
    """Forgets what is old of one database, and knows how much has gone since its index was merged."""

    def __init__(self, db: Database, *, retention: timedelta, clock: Clock) -> None:
        self._db, self._retention, self._clock = db, retention, clock
        self._unmerged = 0

    async def prune(self, *, stopping: Callable[[], bool] = lambda: False) -> int:
        """Forget all that is old, unless we are stopping; returns how many rows that were."""
        forgotten = 0
        more = True
        while more and not stopping():
            rows, more = await self._forget_some()
            forgotten += rows
            if more:
                await self._let_others()
        if forgotten and not stopping():
            await self._merge_words(stopping)
            await self._repeat(self._cut_pages, stopping)
        return forgotten

    async def _forget_some(self) -> tuple[int, bool]:
        """How many rows went, and whether there may be more."""
        now = self._clock.now()
        before = now - self._retention
        async with self._db.writing() as tx:
            digests = await forget_digests(tx, before=before, limit=ROWS_AT_ONCE)
            items = await forget_items(tx, before=before, limit=ROWS_AT_ONCE)
            # While items are old, few stories of their days are left without one: they are sought after them.
            stories = (
                0 if items == ROWS_AT_ONCE else await forget_stories(tx, before=before, limit=ROWS_AT_ONCE)
            )
            texts = await forget_full_texts(tx, before=now - COMPARED, limit=ROWS_AT_ONCE)
            updates = await forget_updates(tx, now=now, limit=UPDATES_AT_ONCE)
        self._unmerged += items
        more = ROWS_AT_ONCE in (digests, items, stories, texts) or updates == UPDATES_AT_ONCE
        return digests + items + stories + texts + updates, more

    async def _merge_words(self, stopping: Callable[[], bool]) -> None:
        async with self._db.reading() as tx:
            left = await count_items(tx)
        if self._unmerged < _SHARE_FORGOTTEN * (self._unmerged + left):
            return
        async with self._db.writing() as tx:
            more = await merge_words(tx, pages=_MERGED_AT_ONCE, begin=True)
        self._unmerged = 0
        if more:
            await self._repeat(self._go_on_merging, stopping)

    async def _go_on_merging(self) -> bool:
        async with self._db.writing() as tx:
            return await merge_words(tx, pages=_MERGED_AT_ONCE, begin=False)

    async def _cut_pages(self) -> bool:
        return await give_pages_back(self._db, pages=_CUT_AT_ONCE)

    async def _repeat(self, step: Callable[[], Awaitable[bool]], stopping: Callable[[], bool]) -> None:
        """Until nothing is left to do."""
        while not stopping() and await step():
            await self._let_others()

    async def _let_others(self) -> None:
        await self._clock.sleep(BREATHER.total_seconds())
