"""Rebuilding the word index: every item is read again in processes of their own, some hundreds at a time.

Polls, digests and searches go on meanwhile: each transaction is short, and the others get their turn.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from jobs.reading import Run
from news.clock import Clock
from news.errors import FeedUnreadable
from news.ids import ItemId
from news.reread import Reread, Written
from storage.database import BREATHER, Database
from storage.rebuild import finish_rebuilding, index_state, save_rebuilt, written_after

log = logging.getLogger(__name__)

ITEMS_AT_ONCE = 400
ITEMS_A_PROCESS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """How many items have been read again, of so many."""

    done: int
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """So many items up to `last`, and what those of them say that could be read."""

    last: ItemId
    items: int = 0
    read: Sequence[tuple[Written, Reread]] = ()


async def rebuild_index(db: Database, run: Run, *, clock: Clock, tell: Callable[[Rebuilt], None]) -> int:
    """Read every item again that an older analyser has read; returns how many those were. `tell` hears of
    each step.

    Where it was stopped before, it goes on from there. Raises DatabaseTrouble.
    """
    async with db.reading() as tx:
        state = await index_state(tx)
    progress = Rebuilt(done=0, items=state.left)
    step = await _read_after(db, run, state.rebuilt_to) if state.left else _Step(last=state.rebuilt_to)
    while step.items:
        # While these are written, the next are being read.
        following = asyncio.create_task(_read_after(db, run, step.last))
        try:
            async with db.writing() as tx:
                await save_rebuilt(tx, step.read, last=step.last)
            progress = replace(progress, done=progress.done + step.items)
            tell(progress)
            if db.is_sqlite:
                await clock.sleep(BREATHER.total_seconds())
            step = await following
        finally:
            following.cancel()
    async with db.writing() as tx:
        await finish_rebuilding(tx)
    return progress.done


async def _read_after(db: Database, run: Run, last: ItemId) -> _Step:
    async with db.reading() as tx:
        written = await written_after(tx, last, limit=ITEMS_AT_ONCE)
    parts = [written[start : start + ITEMS_A_PROCESS] for start in range(0, len(written), ITEMS_A_PROCESS)]
    read = await asyncio.gather(*(_read(run, part) for part in parts))
    return _Step(items=len(written), last=written[-1].item_id if written else last, read=[*chain(*read)])


async def _read(run: Run, some: Sequence[Written]) -> list[tuple[Written, Reread]]:
    """The items, read; without those that cannot be, which stay findable as they were."""
    try:
        return list(zip(some, await run("reread", some, url="the index"), strict=True))
    except FeedUnreadable as unreadable:
        if len(some) == 1:
            log.warning("item %s is not read again: %s", some[0].item_id, unreadable.reason)
            return []
    return [*chain(*[await _read(run, [one]) for one in some])]
