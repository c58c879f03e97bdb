"""Copies: full texts that wait to be compared, those that may be the same, and what was found.

come (waits) ─texts_of | late_texts→ compared with texts_like ─save_copies→ found by their keys from now on

A text is compared when its item is placed, or after that where it comes later; so all that it is compared
with belong to stories. Whoever compares does so in the turn of grouping (`storage.grouping`).
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import RowMapping, and_, bindparam, delete, func, insert, or_, select, update

from news.copies import FullText
from news.grouping import REACH
from news.ids import ItemId, StoryId
from news.item import Item
from news.shingles import keys
from storage.database import Transaction
from storage.full_texts import packed, unpacked
from storage.items import ITEMS, as_item
from storage.tables import full_texts, items, text_keys

_LOOKED_UP = 10
"""Items of each key, the newest: a key that more have is furniture, or belongs to copies of one text."""


async def texts_of(tx: Transaction, told_by: Sequence[Item]) -> list[FullText]:
    """The full texts of these items that wait, in the items' order."""
    ids = [item.id for item in told_by]
    found = await tx.execute(_TEXTS.where(full_texts.c.waits, full_texts.c.item_id.in_(ids)))
    by_id = {text.item.id: text for text in map(_text, found.mappings())}
    return [by_id[id_] for id_ in ids if id_ in by_id]


async def late_texts(tx: Transaction, *, limit: int) -> list[FullText]:
    """At most `limit` full texts that wait although their items have stories: they came after these."""
    late = _TEXTS.where(full_texts.c.waits, items.c.story_id.is_not(None))
    found = await tx.execute(late.order_by(full_texts.c.item_id).limit(limit))
    return list(map(_text, found.mappings()))


async def texts_like(tx: Transaction, texts: Sequence[FullText]) -> list[FullText]:
    """The texts compared before that share a key with one of these and came out in their time, in the order
    in which their items came; of each key the newest."""
    wanted = {key for text in texts for key in keys(text.shingles)}
    if not wanted:
        return []
    newest = func.row_number().over(partition_by=text_keys.c.key, order_by=text_keys.c.item_id.desc())
    ranked = select(text_keys.c.item_id, newest.label("place")).where(text_keys.c.key.in_(wanted)).subquery()
    near = select(ranked.c.item_id).where(ranked.c.place <= _LOOKED_UP)
    came_out = [text.item.published_at for text in texts]
    in_time = items.c.published_at.between(min(came_out) - REACH, max(came_out) + REACH)
    found = await tx.execute(
        _TEXTS.where(full_texts.c.item_id.in_(near), in_time).order_by(full_texts.c.item_id)
    )
    return list(map(_text, found.mappings()))


async def stories_told_by(tx: Transaction, item_ids: Iterable[ItemId]) -> dict[ItemId, StoryId]:
    """The stories of those of the items that have any."""
    known = select(items.c.id, items.c.story_id).where(items.c.id.in_(list(item_ids)))
    rows = await tx.execute(known.where(items.c.story_id.is_not(None)))
    return {ItemId(id_): StoryId(story_id) for id_, story_id in rows if story_id is not None}


async def save_copies(tx: Transaction, compared: Sequence[FullText], copies: Mapping[ItemId, ItemId]) -> None:
    """The texts have been compared; each item of `copies`, and what was a copy of it, is one of the other."""
    # Items before their texts, as everywhere: two that lock in another order wait for one another.
    if copies:
        await tx.execute(_COPY, [{"item": item_id, "first": first} for item_id, first in copies.items()])
    if not compared:
        return
    ids = [text.item.id for text in compared]
    await tx.execute(_COMPARED, [{"item": text.item.id, "same": packed(text.shingles)} for text in compared])
    await tx.execute(delete(text_keys).where(text_keys.c.item_id.in_(ids)))
    known = set(await tx.scalars(select(full_texts.c.item_id).where(full_texts.c.item_id.in_(ids))))
    rows = [
        {"key": key, "item_id": text.item.id}
        for text in compared
        if text.item.id in known  # else it has been forgotten meanwhile
        for key in keys(text.shingles)
    ]
    if rows:
        await tx.execute(insert(text_keys), rows)


_original = items.alias("original")
_TEXTS = (
    ITEMS.add_columns(full_texts.c.shingles, _original.c.published_at.label("original_at"))
    .join(full_texts, full_texts.c.item_id == items.c.id)
    .outerjoin(_original, _original.c.id == items.c.copy_of)
)
_COPY = (
    update(items)
    .where(or_(items.c.id == bindparam("item"), items.c.copy_of == bindparam("item")))
    .values(copy_of=bindparam("first"))
)
_COMPARED = (
    update(full_texts)
    # One that has been read anew meanwhile waits on.
    .where(and_(full_texts.c.item_id == bindparam("item"), full_texts.c.shingles == bindparam("same")))
    .values(waits=False)
)


def _text(row: RowMapping) -> FullText:
    item = as_item(row)
    original_at = row["original_at"] or item.published_at
    return FullText(item=item, shingles=unpacked(row[full_texts.c.shingles]), original_at=original_at)
