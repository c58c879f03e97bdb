"""Items: the articles that feeds brought, each once per outlet."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, delete, exists, insert, select

from news.feed import Feed
from news.ids import ItemId
from news.item import Entry, Item, publication
from news.reading import read
from storage.database import Transaction
from storage.search import forget_words, index_words
from storage.tables import feeds, items, outlets, stories


async def save_entries(tx: Transaction, feed: Feed, entries: Sequence[Entry], *, now: datetime) -> list[Item]:
    """Keep and index those of `entries` that the feed's outlet has not brought before; returns these."""
    outlet_id = await _locked_outlet(tx, feed) if entries else None
    if outlet_id is None:
        return []
    links = [entry.link for entry in entries]
    same = select(items.c.link).where(items.c.outlet_id == outlet_id, items.c.link.in_(links))
    known = set(await tx.scalars(same))
    fresh = [entry for entry in reversed(entries) if entry.link not in known]
    return [await _save(tx, entry, feed, outlet_id, now=now) for entry in fresh]


async def forget_items(tx: Transaction, *, before: datetime, limit: int) -> int:
    """Delete at most `limit` items first seen earlier than `before`, and the stories they leave empty."""
    old = list(
        await tx.scalars(
            select(items.c.id)
            .where(items.c.first_seen_at < before)
            .order_by(items.c.first_seen_at)
            .limit(limit)
        )
    )
    await forget_words(tx, [ItemId(id_) for id_ in old])
    await tx.execute(delete(items).where(items.c.id.in_(old)))
    untold = ~exists().where(items.c.story_id == stories.c.id)
    await tx.execute(delete(stories).where(stories.c.last_seen_at < before, untold))
    return len(old)


async def items_after(tx: Transaction, last: ItemId | None, *, limit: int) -> list[Item]:
    """The next `limit` items after `last`, or the first ones, in the order in which they came."""
    following = ITEMS.where(items.c.id > (last or 0)).order_by(items.c.id).limit(limit)
    return [as_item(row) for row in (await tx.execute(following)).mappings()]


async def _locked_outlet(tx: Transaction, feed: Feed) -> int | None:
    """None where the feed was forgotten while it was polled."""
    # Two feeds of one outlet often list the same article: whoever polls the second one waits here.
    of_feed = select(feeds.c.outlet_id).where(feeds.c.id == feed.id).scalar_subquery()
    locked = select(outlets.c.id).where(outlets.c.id == of_feed).with_for_update()
    return await tx.scalar(locked)


async def _save(tx: Transaction, entry: Entry, feed: Feed, outlet_id: int, *, now: datetime) -> Item:
    published_at = publication(entry, now=now)
    saved = insert(items).values(
        feed_id=feed.id,
        outlet_id=outlet_id,
        url=entry.url,
        link=entry.link,
        title=entry.title,
        lead=entry.lead,
        place=entry.place,
        published_at=published_at,
        first_seen_at=now,
    )
    item_id = ItemId((await tx.execute(saved.returning(items.c.id))).scalar_one())
    reading = read(entry.title, entry.lead, outlet=feed.outlet, place=entry.place, home=feed.region)
    await index_words(tx, item_id, reading)
    return Item(
        id=item_id,
        outlet=feed.outlet,
        url=entry.url,
        link=entry.link,
        title=entry.title,
        lead=entry.lead,
        published_at=published_at,
        first_seen_at=now,
    )


ITEMS = select(items, outlets.c.name).join(outlets, outlets.c.id == items.c.outlet_id)
"""Rows for `as_item`."""


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
    )
