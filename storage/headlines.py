"""Headlines: what an item is called by now, and what it was called before."""

from collections.abc import Iterable, Sequence, Set
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from news.ids import ItemId
from news.item import Item
from news.poll import Change
from storage.database import Transaction
from storage.full_texts import save_full_texts
from storage.items import ITEMS, as_item
from storage.pages import kept_pages, with_body
from storage.search import forget_words, index_words
from storage.tables import headlines, items

HEADLINES_KEPT = 20
"""Of each item, the last ones: some outlets put the time of day into theirs."""


async def save_changes(
    tx: Transaction,
    changed: Sequence[Change],
    *,
    now: datetime,
    whole: Set[ItemId] = frozenset(),
) -> None:
    """Items under the headlines and addresses that they have by now; the headlines of before are kept.

    The drafts of `whole` items have been read with the bodies that we have of them.
    """
    if not changed:
        return
    kept = await _lock_items(tx, [change.item_id for change in changed])
    # As a rule there is nothing left to read here, where others wait: these were fetched just now.
    bodies = await kept_pages(tx, kept - whole)
    changed = [with_body(change, bodies.get(change.item_id)) for change in changed if change.item_id in kept]
    if not changed:
        return
    await tx.execute(_CHANGE, [_changed_row(change) for change in changed])
    await forget_words(tx, [change.item_id for change in changed])
    await index_words(tx, {change.item_id: change.draft.tokens for change in changed})
    await save_full_texts(tx, {change.item_id: change.draft.shingles for change in changed})
    former = {
        change.item_id: {"item_id": change.item_id, "title": change.former_title, "replaced_at": now}
        for change in changed
        if change.former_title != change.draft.entry.title
    }
    if former:
        await tx.execute(_save_headline(tx.dialect.name), list(former.values()))
        await tx.execute(_forget_headlines(former))


async def former_headlines(tx: Transaction, item_id: ItemId) -> list[str]:
    """The headlines that the item had before, the latest first."""
    of_item = select(headlines.c.title).where(headlines.c.item_id == item_id)
    return list(await tx.scalars(of_item.order_by(headlines.c.replaced_at.desc(), headlines.c.title)))


async def retitled_items(tx: Transaction, *, since: datetime) -> list[Item]:
    """The items whose headlines have changed from `since` on, as they are by now."""
    changed = select(headlines.c.item_id).where(headlines.c.replaced_at >= since)
    rows = await tx.execute(ITEMS.where(items.c.id.in_(changed)).order_by(items.c.id))
    return [as_item(row) for row in rows.mappings()]


async def _lock_items(tx: Transaction, ids: Sequence[ItemId]) -> set[ItemId]:
    # Some may have been forgotten since they were read.
    still = select(items.c.id).where(items.c.id.in_(ids)).order_by(items.c.id)
    return {ItemId(id_) for id_ in await tx.scalars(still.with_for_update(key_share=True))}


def _save_headline(dialect: str) -> Any:
    written = (sqlite if dialect == "sqlite" else postgresql).insert(headlines)
    # A headline that comes and goes is one line of the history.
    return written.on_conflict_do_update(
        index_elements=["item_id", "title"], set_={"replaced_at": written.excluded.replaced_at}
    )


def _forget_headlines(ids: Iterable[ItemId]) -> Any:
    key, latest = (headlines.c.item_id, headlines.c.title), headlines.c.replaced_at.desc()
    place = func.row_number().over(partition_by=headlines.c.item_id, order_by=latest).label("place")
    ranked = select(*key, place).where(headlines.c.item_id.in_(list(ids))).subquery()
    old = select(ranked.c.item_id, ranked.c.title).where(ranked.c.place > HEADLINES_KEPT)
    return delete(headlines).where(tuple_(*key).in_(old))


_CHANGED = ("title", "lead", "place", "regions", "concepts", "url", "link")
_CHANGE = (
    update(items)
    .where(items.c.id == bindparam("item"))
    .values({name: bindparam(f"to_{name}") for name in _CHANGED})
)


def _changed_row(change: Change) -> dict[str, Any]:
    draft = change.draft
    return {
        "item": change.item_id,
        "to_title": draft.entry.title,
        "to_lead": draft.lead,
        "to_place": draft.place,
        "to_regions": " ".join(draft.regions),
        "to_concepts": "\n".join(draft.concepts),
        "to_url": draft.entry.url,
        "to_link": draft.entry.link,
    }
