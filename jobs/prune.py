"""Pruning: what is older than the operator's limit goes, a bounded number at a time."""

from datetime import datetime, timedelta

from news.grouping import REACH
from storage.database import Database
from storage.deliveries import forget_digests
from storage.full_texts import forget_full_texts
from storage.items import forget_items
from storage.updates import forget_updates

ROWS_AT_ONCE = 500

UPDATES_AT_ONCE = 10_000
"""They are small, and a storm brings thousands."""

COMPARED = REACH + timedelta(days=1)
"""For how long the full text of an item is kept: what comes later is not compared with it."""


async def prune(db: Database, *, retention: timedelta, now: datetime) -> int:
    """Forget at most ROWS_AT_ONCE items, as many digests and full texts, and UPDATES_AT_ONCE updates that are
    done; returns how many rows that were."""
    before = now - retention
    async with db.writing() as tx:
        digests = await forget_digests(tx, before=before, limit=ROWS_AT_ONCE)
        items = await forget_items(tx, before=before, limit=ROWS_AT_ONCE)
        texts = await forget_full_texts(tx, before=now - COMPARED, limit=ROWS_AT_ONCE)
        updates = await forget_updates(tx, now=now, limit=UPDATES_AT_ONCE)
    return digests + items + texts + updates
