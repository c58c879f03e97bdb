"""Feeds: how those are that are followed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, func, select

from news.feed import Feed, Health
from news.ids import FeedId
from storage.database import Transaction
from storage.outlets import health_of
from storage.tables import feeds, items, outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedFeed:
    """A feed as the operator sees it; `items` is how many of its articles we keep.

    A feed that is gone is polled no more: its `next_poll_at` is None.
    """

    id: FeedId
    url: str
    location: str
    outlet: str
    region: str
    health: Health
    reason: str
    last_polled_at: datetime | None
    next_poll_at: datetime | None
    newest_at: datetime | None
    items: int
    full_text: bool = False


async def followed_feeds(tx: Transaction, *, now: datetime) -> list[FollowedFeed]:
    """All feeds, by outlet."""
    kept = select(func.count()).where(items.c.feed_id == feeds.c.id).scalar_subquery()
    found = await tx.execute(
        select(feeds, outlets.c.name, outlets.c.region, kept.label("kept"))
        .join(outlets, outlets.c.id == feeds.c.outlet_id)
        .order_by(outlets.c.name, feeds.c.url)
    )
    return [_followed(row, now=now) for row in found.mappings()]


async def lock_feeds(tx: Transaction, polled: Iterable[Feed]) -> set[FeedId]:
    """Those of the feeds that are still followed; no other poller adds to their outlets in this transaction.

    Two feeds of one outlet often list the same article: whoever polls the second one waits here.
    """
    ids = {feed.id for feed in polled}
    of_feeds = select(feeds.c.outlet_id).where(feeds.c.id.in_(ids))
    locked = select(outlets.c.id).where(outlets.c.id.in_(of_feeds)).order_by(outlets.c.id)
    # Without their keys: who merely refers to an outlet or a feed need not wait.
    await tx.execute(locked.with_for_update(key_share=True))
    followed = select(feeds.c.id).where(feeds.c.id.in_(ids)).order_by(feeds.c.id)
    return {FeedId(id_) for id_ in await tx.scalars(followed.with_for_update(key_share=True))}


def _followed(row: RowMapping, *, now: datetime) -> FollowedFeed:
    return FollowedFeed(
        id=FeedId(row[feeds.c.id]),
        url=row[feeds.c.url],
        location=row[feeds.c.location],
        outlet=row[outlets.c.name],
        region=row[outlets.c.region],
        health=health_of(row, now=now),
        reason=row[feeds.c.reason],
        last_polled_at=row[feeds.c.last_polled_at],
        next_poll_at=None if row[feeds.c.gone_at] else row[feeds.c.next_poll_at],
        newest_at=row[feeds.c.newest_at],
        items=row["kept"],
        full_text=row[feeds.c.full_text],
    )
