"""Pruning: what is older than the operator's limit goes, a bounded number at a time."""

from datetime import datetime, timedelta

from storage.database import Database
from storage.deliveries import forget_digests
from storage.items import forget_items

ROWS_AT_ONCE = 500


async def prune(db: Database, *, retention: timedelta, now: datetime) -> int:
    """Forget at most ROWS_AT_ONCE items and as many digests; returns how many rows that were."""
    before = now - retention
    async with db.writing() as tx:
        digests = await forget_digests(tx, before=before, limit=ROWS_AT_ONCE)
        items = await forget_items(tx, before=before, limit=ROWS_AT_ONCE)
    return digests + items
