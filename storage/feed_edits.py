"""What the operator changes of a feed that is followed: its outlet, that outlet's region, full text."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from news.ids import ItemId, OutletId
from news.reading import read
from news.tokens import tokens_of
from storage.database import Transaction
from storage.known_feeds import KnownFeed, find_feed
from storage.pages import set_full_text
from storage.search import index_outlet
from storage.tables import feeds, items, outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEdit:
    """The new values; None leaves what was. A `region` holds for the whole outlet."""

    outlet: str | None = None
    region: str | None = None
    full_text: bool | None = None


async def change_feed(tx: Transaction, url: str, edit: FeedEdit, *, now: datetime) -> KnownFeed | None:
    """Change the feed that `find_feed` finds at `url`; returns it as it was, None where there is none.

    An outlet without another feed gets the new name; otherwise the feed goes to the other outlet, with the
    articles that it brought, except for those that the other has as well. Both are found under the new name.
    """
    feed = await find_feed(tx, url)
    if feed is None:
        return None
    outlet_id = feed.outlet_id
    if edit.outlet is not None and edit.outlet != feed.outlet:
        outlet_id = await _rename_or_move(tx, feed, edit.outlet)
    if edit.region is not None:
        await tx.execute(update(outlets).where(outlets.c.id == outlet_id).values(region=edit.region))
    if edit.full_text is not None:
        await set_full_text(tx, feed.id, edit.full_text, now=now)
    return feed


async def _rename_or_move(tx: Transaction, feed: KnownFeed, name: str) -> OutletId:
    """The id of the outlet called `name`, to which the feed belongs from now on."""
    other = await tx.scalar(select(outlets.c.id).where(outlets.c.name == name))
    await _lock_outlets(tx, [feed.outlet_id] + ([] if other is None else [OutletId(other)]))
    alone = await tx.scalar(select(func.count()).where(feeds.c.outlet_id == feed.outlet_id)) == 1
    if other is None and alone:
        await tx.execute(update(outlets).where(outlets.c.id == feed.outlet_id).values(name=name))
        await _index(tx, select(items.c.id).where(items.c.outlet_id == feed.outlet_id), name)
        return feed.outlet_id
    if other is None:
        made = insert(outlets).values(name=name, region=feed.region).returning(outlets.c.id)
        other = (await tx.execute(made)).scalar_one()
    await tx.execute(update(feeds).where(feeds.c.id == feed.id).values(outlet_id=other))
    its = select(items.c.link).where(items.c.outlet_id == other)
    brought = items.c.feed_id == feed.id, items.c.outlet_id == feed.outlet_id, items.c.link.not_in(its)
    await _index(tx, update(items).where(*brought).values(outlet_id=other).returning(items.c.id), name)
    return OutletId(other)


async def _index(tx: Transaction, found: Select[int] | ReturningUpdate[int], name: str) -> None:
    ids = [ItemId(id_) for id_ in await tx.scalars(found)]
    await index_outlet(tx, ids, tokens_of(read("", outlet=name)).outlet)


async def _lock_outlets(tx: Transaction, ids: list[OutletId]) -> None:
    # Before the feed, as pollers do: whoever adds to these outlets waits, and so do we for them.
    locked = select(outlets.c.id).where(outlets.c.id.in_(ids)).order_by(outlets.c.id)
    await tx.execute(locked.with_for_update(key_share=True))
