"""Feeds: which are followed, which are due, and how their polls ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from news.feed import FIRST_INTERVAL, Feed, Health, NextPoll, Source, health
from news.ids import FeedId, OutletId
from storage.database import Database, Transaction
from storage.tables import feeds, items, outlets

POLL_LEASE = timedelta(minutes=5)
"""How long a poller may hold a feed; longer than any poll may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedFeed:
    """A feed as the operator sees it; `items` is how many of its articles we keep."""

    url: str
    outlet: str
    region: str
    health: Health
    reason: str
    last_polled_at: datetime | None
    next_poll_at: datetime
    items: int


async def follow_feed(tx: Transaction, source: Source, *, now: datetime) -> bool:
    """Follow `source` from `now` on; False where its address was followed already."""
    if await tx.scalar(select(feeds.c.id).where(feeds.c.url == source.url)):
        return False
    outlet_id = await _outlet(tx, source)
    await tx.execute(
        insert(feeds).values(
            url=source.url, outlet_id=outlet_id, interval_seconds=int(FIRST_INTERVAL.total_seconds()),
            failures=0, etag="", modified="", next_poll_at=now, reason="",
        )
    )  # fmt: skip
    return True


async def follow_feeds(db: Database, sources: Sequence[Source], *, now: datetime) -> int:
    """Follow all of `sources`; returns how many were new."""
    try:
        return await _follow_all(db, sources, now=now)
    except IntegrityError:
        # Another poller, started at the same moment, has just followed the same feeds.
        return await _follow_all(db, sources, now=now)


async def claim_due_feeds(tx: Transaction, *, now: datetime, limit: int) -> list[Feed]:
    """At most `limit` feeds whose time has come, longest due first; ours alone for POLL_LEASE."""
    due = (
        select(feeds.c.id)
        .where(feeds.c.next_poll_at <= now, or_(feeds.c.leased_until.is_(None), feeds.c.leased_until <= now))
        .order_by(feeds.c.next_poll_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = await tx.scalars(
        update(feeds).where(feeds.c.id.in_(due)).values(leased_until=now + POLL_LEASE).returning(feeds.c.id)
    )
    found = await tx.execute(_FEEDS.where(feeds.c.id.in_(claimed.all())).order_by(feeds.c.next_poll_at))
    return [_feed(row) for row in found.mappings()]


async def save_poll(
    tx: Transaction, feed: Feed, next_poll: NextPoll, *, reason: str, polled_at: datetime,
    etag: str = "", modified: str = "",
) -> None:  # fmt: skip
    """How the poll of `feed` ended (`reason` is empty when well); gives the claim back."""
    await tx.execute(
        update(feeds)
        .where(feeds.c.id == feed.id)
        .values(
            interval_seconds=int(next_poll.interval.total_seconds()),
            failures=next_poll.failures,
            next_poll_at=next_poll.at,
            etag=etag,
            modified=modified,
            reason=reason,
            last_polled_at=polled_at,
            leased_until=None,
        )
    )


async def next_feed_due_at(tx: Transaction) -> datetime | None:
    """When the next feed is due for a poll; None without feeds."""
    return await tx.scalar(select(func.min(feeds.c.next_poll_at)))


async def followed_feeds(tx: Transaction) -> list[FollowedFeed]:
    """All feeds, by outlet."""
    kept = select(func.count()).where(items.c.feed_id == feeds.c.id).scalar_subquery()
    found = await tx.execute(
        select(feeds, outlets.c.name, outlets.c.region, kept.label("kept"))
        .join(outlets, outlets.c.id == feeds.c.outlet_id)
        .order_by(outlets.c.name, feeds.c.url)
    )
    return [_followed(row) for row in found.mappings()]


async def broken_outlets(tx: Transaction) -> tuple[str, ...]:
    """The outlets none of whose feeds can be polled, by name."""
    found = await tx.execute(
        select(outlets.c.name, func.min(feeds.c.failures))
        .join(feeds, feeds.c.outlet_id == outlets.c.id)
        .group_by(outlets.c.name)
        .order_by(outlets.c.name)
    )
    return tuple(name for name, failures in found if health(failures) is Health.BROKEN)


async def forget_feed(tx: Transaction, url: str) -> bool:
    """Follow the feed no more; the articles it brought stay. False where it was not followed."""
    gone = await tx.execute(delete(feeds).where(feeds.c.url == url))
    return bool(gone.rowcount)


async def _follow_all(db: Database, sources: Sequence[Source], *, now: datetime) -> int:
    async with db.writing() as tx:
        return sum([await follow_feed(tx, source, now=now) for source in sources])


async def _outlet(tx: Transaction, source: Source) -> OutletId:
    known = await tx.scalar(select(outlets.c.id).where(outlets.c.name == source.outlet))
    if known is not None:
        return OutletId(known)
    made = insert(outlets).values(name=source.outlet, region=source.region).returning(outlets.c.id)
    return OutletId((await tx.execute(made)).scalar_one())


_FEEDS = select(feeds, outlets.c.name, outlets.c.region).join(outlets, outlets.c.id == feeds.c.outlet_id)


def _feed(row: RowMapping) -> Feed:
    return Feed(
        id=FeedId(row[feeds.c.id]),
        url=row[feeds.c.url],
        outlet=row[outlets.c.name],
        region=row[outlets.c.region],
        interval=timedelta(seconds=row[feeds.c.interval_seconds]),
        failures=row[feeds.c.failures],
        etag=row[feeds.c.etag],
        modified=row[feeds.c.modified],
    )


def _followed(row: RowMapping) -> FollowedFeed:
    return FollowedFeed(
        url=row[feeds.c.url],
        outlet=row[outlets.c.name],
        region=row[outlets.c.region],
        health=health(row[feeds.c.failures]),
        reason=row[feeds.c.reason],
        last_polled_at=row[feeds.c.last_polled_at],
        next_poll_at=row[feeds.c.next_poll_at],
        items=row["kept"],
    )
