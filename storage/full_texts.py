"""Full texts by their shingles, from when they come until they are too old to be compared with new ones."""

from collections.abc import Mapping
from datetime import datetime
from struct import pack, unpack
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from news.ids import ItemId
from news.shingles import Shingles
from storage.database import Transaction
from storage.tables import full_texts, items


async def save_full_texts(tx: Transaction, texts: Mapping[ItemId, Shingles]) -> None:
    """The items have these full texts, those that have any; they wait to be compared (`storage.copies`)."""
    rows = [{"item_id": id_, "shingles": packed(each), "waits": True} for id_, each in texts.items() if each]
    if rows:
        await tx.execute(_save(tx.dialect.name), rows)


async def forget_full_texts(tx: Transaction, *, before: datetime, limit: int) -> int:
    """Delete at most `limit` full texts of items first seen earlier than `before`."""
    # Items are numbered as they come: the first full texts are the oldest, and no more are looked at.
    first = select(full_texts.c.item_id).order_by(full_texts.c.item_id).limit(limit).subquery()
    old = select(items.c.id).join(first, first.c.item_id == items.c.id).where(items.c.first_seen_at < before)
    return (await tx.execute(delete(full_texts).where(full_texts.c.item_id.in_(old)))).rowcount


def packed(shingles: Shingles) -> bytes:
    return pack(f"<{len(shingles)}I", *shingles)


def unpacked(shingles: bytes) -> Shingles:
    return unpack(f"<{len(shingles) // 4}I", shingles)


def _save(dialect: str) -> Any:
    written = (sqlite if dialect == "sqlite" else postgresql).insert(full_texts)
    return written.on_conflict_do_update(
        index_elements=["item_id"], set_={"shingles": written.excluded.shingles, "waits": True}
    )
