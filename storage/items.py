"""Items: the articles that feeds brought, each once per outlet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Text, column, delete, func, insert, select, update, values

from news.feed import Feed
from news.ids import FeedId, ItemId, OutletId
from news.item import Draft, Entry, Item
from news.page import page_due_at
from news.poll import Known
from storage.database import Transaction
from storage.full_texts import save_full_texts
from storage.search import forget_words, index_words
from storage.tables import items, outlets

_ROWS_A_STATEMENT = 100

KnownLinks = Mapping[OutletId, Mapping[str, Known]]
"""The articles that each outlet is known for, by link."""


async def known_articles(tx: Transaction, listed: Sequence[tuple[Feed, Sequence[Entry]]]) -> KnownLinks:
    """Which of the `listed` articles we keep already: by the same link in any feed of the outlet, or else by
    the same guid and time of publication in the same feed, where an article has a new address."""
    known: dict[OutletId, dict[str, Known]] = defaultdict(dict)
    links = {entry.link for _, entries in listed for entry in entries}
    for row in (await tx.execute(_KNOWN.where(items.c.link.in_(links)))).mappings():
        known[row[items.c.outlet_id]][row[items.c.link]] = _known(row)
    moved = _perhaps_moved(listed, known)
    for row in (await tx.execute(_with_guids(moved))).mappings() if moved else ():
        key = row[items.c.feed_id], row[items.c.guid], row[items.c.published_at]
        # Listed under its old address as well, it has not moved: there are two with one guid.
        if key in moved and row[items.c.link] not in links:
            outlet_id, link = moved[key]
            known[outlet_id][link] = _known(row)
    return known


async def save_drafts(
    tx: Transaction, brought: Sequence[tuple[Feed, Sequence[Draft]]], *, now: datetime
) -> Mapping[FeedId, list[Item]]:
    """Keep and index those of the drafts that their feed's outlet has not brought before; returns these."""
    links = [draft.entry.link for _, drafts in brought for draft in drafts]
    same = select(items.c.outlet_id, items.c.link).where(items.c.link.in_(links))
    known = {tuple(row) for row in await tx.execute(same)} if links else set()
    fresh: dict[tuple[int, str], tuple[Feed, Draft]] = {}
    for feed, drafts in brought:
        for draft in drafts:
            key = feed.outlet_id, draft.entry.link
            if key not in known:
                fresh.setdefault(key, (feed, draft))
    return await _insert(tx, fresh, now=now) if fresh else {}


async def forget_items(tx: Transaction, *, before: datetime, limit: int) -> int:
    """Delete at most `limit` items first seen earlier than `before`, the earliest first."""
    old = list(
        await tx.scalars(
            select(items.c.id)
            .where(items.c.first_seen_at < before)
            .order_by(items.c.first_seen_at)
            .limit(limit)
            # One that changes just now can wait for the next time.
            .with_for_update(skip_locked=True)
        )
    )
    if old:
        await forget_words(tx, [ItemId(id_) for id_ in old])
        await tx.execute(update(items).where(items.c.copy_of.in_(old)).values(copy_of=None))
        await tx.execute(delete(items).where(items.c.id.in_(old)))
    return len(old)


async def items_by_id(tx: Transaction, item_ids: Sequence[ItemId]) -> list[Item]:
    """Those of the items that there are, in no order."""
    if not item_ids:
        return []
    return [as_item(row) for row in (await tx.execute(ITEMS.where(items.c.id.in_(item_ids)))).mappings()]


async def count_items(tx: Transaction) -> int:
    return await tx.scalar(select(func.count()).select_from(items)) or 0


async def items_after(tx: Transaction, last: ItemId | None, *, limit: int) -> list[Item]:
    """The next `limit` items after `last`, or the first ones, in the order in which they came."""
    following = ITEMS.where(items.c.id > (last or 0)).order_by(items.c.id).limit(limit)
    return [as_item(row) for row in (await tx.execute(following)).mappings()]


async def watched_since(tx: Transaction, *, earliest: datetime) -> datetime | None:
    """When the first of the items from `earliest` on was seen; None where there is none.

    What was seen before may be an archive's, that ends long before anything was watched.
    """
    return await tx.scalar(select(func.min(items.c.first_seen_at)).where(items.c.first_seen_at >= earliest))


async def insert_items(tx: Transaction, rows: Sequence[dict[str, Any]]) -> dict[tuple[int, str], ItemId]:
    """New items, whose outlets and links are known in no item; returns their ids by these."""
    saved = insert(items).returning(items.c.id, items.c.outlet_id, items.c.link)
    # A driver reads a statement of a thousand rows for a tenth of a second, and nobody else gets a turn.
    saved = saved.execution_options(insertmanyvalues_page_size=_ROWS_A_STATEMENT)
    return {(outlet_id, link): ItemId(id_) for id_, outlet_id, link in await tx.execute(saved, rows)}


async def _insert(
    tx: Transaction, fresh: Mapping[tuple[int, str], tuple[Feed, Draft]], *, now: datetime
) -> Mapping[FeedId, list[Item]]:
    ids = await insert_items(tx, [_row(feed, draft, now=now) for feed, draft in fresh.values()])
    kept: dict[FeedId, list[Item]] = defaultdict(list)
    for key, (feed, draft) in fresh.items():
        kept[feed.id].append(_item(ids[key], feed, draft, now=now))
    await index_words(tx, {ids[key]: draft.tokens for key, (_, draft) in fresh.items()})
    await save_full_texts(tx, {ids[key]: draft.shingles for key, (_, draft) in fresh.items()})
    return kept


def _row(feed: Feed, draft: Draft, *, now: datetime) -> dict[str, Any]:
    due_at = page_due_at(draft.published_at, now=now) if feed.full_text else None
    brought = {"feed_id": feed.id, "outlet_id": feed.outlet_id, "first_seen_at": now, "page_due_at": due_at}
    return drafted_row(draft) | brought


def drafted_row(draft: Draft) -> dict[str, Any]:
    """What a draft says, by the columns of items."""
    return {
        "url": draft.entry.url,
        "link": draft.entry.link,
        "guid": draft.entry.guid,
        "title": draft.entry.title,
        "lead": draft.lead,
        "place": draft.place,
        "regions": " ".join(draft.regions),
        "concepts": "\n".join(draft.concepts),
        "published_at": draft.published_at,
    }


def _item(item_id: ItemId, feed: Feed, draft: Draft, *, now: datetime) -> Item:
    return Item(
        id=item_id,
        outlet=feed.outlet,
        url=draft.entry.url,
        link=draft.entry.link,
        title=draft.entry.title,
        lead=draft.lead,
        published_at=draft.published_at,
        first_seen_at=now,
        regions=draft.regions,
        concepts=draft.concepts,
    )


def _perhaps_moved(
    listed: Sequence[tuple[Feed, Sequence[Entry]]], known: KnownLinks
) -> dict[tuple[int, str, datetime], tuple[OutletId, str]]:
    # A guid alone tells nothing: some feeds number theirs 1, 2, 3 anew every day.
    return {
        (feed.id, entry.guid, entry.published_at): (feed.outlet_id, entry.link)
        for feed, entries in listed
        for entry in entries
        if feed.polls and entry.guid and entry.published_at
        if entry.link not in known.get(feed.outlet_id, {})
    }


def _with_guids(keys: Iterable[tuple[int, str, datetime]]) -> Any:
    pairs = values(column("feed_id", items.c.feed_id.type), column("guid", Text), name="listed")
    listed = pairs.data([(feed_id, guid) for feed_id, guid, _ in keys]).cte("listed")
    same = (items.c.feed_id == listed.c.feed_id) & (items.c.guid == listed.c.guid)
    # As a list of pairs in WHERE, SQLite would compare every item with all of them.
    return _KNOWN.join_from(listed, items, same)


_KNOWN = select(
    items.c.id, items.c.feed_id, items.c.outlet_id, items.c.link, items.c.guid, items.c.title,
    items.c.published_at,
)  # fmt: skip


def _known(row: RowMapping) -> Known:
    return Known(
        id=ItemId(row[items.c.id]),
        feed_id=row[items.c.feed_id],
        link=row[items.c.link],
        title=row[items.c.title],
    )


ITEMS = select(*(each for each in items.c if each is not items.c.body), outlets.c.name).join(
    outlets, outlets.c.id == items.c.outlet_id
)
"""Rows for `as_item`; a body is long, and an item does without."""


def as_item(row: RowMapping) -> Item:
    return Item(
        id=ItemId(row[items.c.id]),
        outlet=row[outlets.c.name],
        url=row[items.c.url],
        link=row[items.c.link],
        title=row[items.c.title],
        lead=row[items.c.lead],
        published_at=row[items.c.published_at],
        first_seen_at=row[items.c.first_seen_at],
        regions=tuple(row[items.c.regions].split()),
        concepts=tuple(row[items.c.concepts].splitlines()),
        copy_of=None if (copy_of := row[items.c.copy_of]) is None else ItemId(copy_of),
    )
