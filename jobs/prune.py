"""Pruning: what is older than the operator's limit goes, a bounded number at a time."""

from datetime import datetime, timedelta

from news.grouping import REACH
from storage.database import Database
from storage.deliveries import forget_digests
from storage.full_texts import forget_full_texts
from storage.items import forget_items

ROWS_AT_ONCE = 500

COMPARED = REACH + timedelta(days=1)
"""For how long the full text of an item is kept: what comes later is not compared with it."""


async def prune(db: Database, *, retention: timedelta, now: datetime) -> int:
    """Forget at most ROWS_AT_ONCE items, as many digests and full texts; returns how many rows that were."""
    before = now - retention
    async with db.writing() as tx:
        digests = await forget_digests(tx, before=before, limit=ROWS_AT_ONCE)
        items = await forget_items(tx, before=before, limit=ROWS_AT_ONCE)
        texts = await forget_full_texts(tx, before=now - COMPARED, limit=ROWS_AT_ONCE)
    return digests + items + texts
