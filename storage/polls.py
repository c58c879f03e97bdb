"""Polls: which feeds are due, shared among pollers without overlap, and how their polls ended."""

from collections.abc import Sequence, Set
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import RowMapping, bindparam, case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from news.feed import Feed, Hub, Rhythm, Validators
from news.ids import FeedId, OutletId
from news.link import host_of
from news.poll import EndedPoll, PollRecord
from news.raw_feed import MARK_LENGTH
from news.wishes import Wishes
from storage.database import Transaction
from storage.hosts import claim_hosts, free_hosts
from storage.instant import Instant
from storage.tables import feeds, hosts, outlets, polls, subscriptions

POLLS_KEPT = 20
"""Of each feed, the last ones."""


async def claim_due_feeds(tx: Transaction, *, now: datetime, limit: int) -> list[Feed]:
    """At most `limit` feeds whose time has come, longest due first and one of each host, which is then ours
    alone for HOST_LEASE; `save_polls` gives it back."""
    claimed = await claim_hosts(tx, now=now, limit=limit)
    if not claimed:
        return []
    found = await tx.execute(FEEDS.where(feeds.c.id.in_(_first_due(claimed, now))).order_by(_DUE_AT))
    rows = found.mappings().all()
    # Between being due and being claimed a host may lose a feed: it was forgotten, or polled by another.
    idle = set(claimed) - {row[feeds.c.host] for row in rows}
    await free_hosts(tx, dict.fromkeys(idle, now))
    return [as_feed(row) for row in rows]


async def save_polls(
    tx: Transaction, ended: Sequence[EndedPoll], *, followed: Set[FeedId], now: datetime, pause: timedelta
) -> None:
    """How the polls of feeds that are still `followed` ended, and what follows; the hosts of all are free
    after `pause`, or later if they ask for it."""
    saved = [poll for poll in ended if poll.feed.id in followed]
    if saved:
        await tx.execute(_SAVE_FEED, [_feed_row(poll) for poll in saved])
        await tx.execute(_save_poll(tx.dialect.name), [_poll_row(poll) for poll in saved])
    moved_to = {_host(poll) for poll in saved if poll.location != poll.feed.location}
    await free_hosts(tx, _free_at(ended, now=now, pause=pause), touched=moved_to)


async def next_feed_due_at(tx: Transaction) -> datetime | None:
    """When the next feed can be polled; None without feeds."""
    # A feed that is added while its host is held is due, but has to wait.
    at = case((hosts.c.due_at < hosts.c.free_at, hosts.c.free_at), else_=hosts.c.due_at)
    due_at: datetime | None = await tx.scalar(select(func.min(at)))
    return due_at


async def last_polls(tx: Transaction, feed_id: FeedId) -> list[PollRecord]:
    """The feed's last polls, the newest first."""
    found = await tx.execute(select(polls).where(polls.c.feed_id == feed_id).order_by(polls.c.at.desc()))
    return [_record(row) for row in found.mappings()]


_DUE_AT = feeds.c.next_poll_at


def _first_due(claimed: Sequence[str], now: datetime) -> Any:
    of_host = feeds.alias()
    due = of_host.c.host == hosts.c.name, of_host.c.next_poll_at <= now, of_host.c.gone_at.is_(None)
    first = select(of_host.c.id).where(*due).order_by(of_host.c.next_poll_at).limit(1)
    return select(first.correlate(hosts).scalar_subquery()).where(hosts.c.name.in_(claimed))


def _free_at(ended: Sequence[EndedPoll], *, now: datetime, pause: timedelta) -> dict[str, datetime]:
    times: dict[str, datetime] = {}
    for poll in ended:
        name = host_of(poll.feed.address)
        times[name] = max(times.get(name, now), now + max(pause, poll.halt))
    return times


def _host(poll: EndedPoll) -> str:
    return host_of(poll.location or poll.feed.url)


_SAVE_FEED = (
    update(feeds)
    .where(feeds.c.id == bindparam("feed"))
    .values({name: bindparam(f"to_{name}") for name in (
        "location", "host", "interval_seconds", "strikes", "polls", "etag", "modified", "body_hash",
        "body_read_at", "deceptive", "marks", "newest_at", "longest_pause_seconds", "wish_seconds",
        "skip_hours", "skip_days", "next_poll_at", "last_polled_at", "gone_at", "reason", "failure",
    )} | {"answered_at": func.coalesce(bindparam("to_answered_at", type_=Instant), feeds.c.answered_at)})
)  # fmt: skip


def _feed_row(poll: EndedPoll) -> dict[str, Any]:
    feed, record, next_poll, validators = poll.feed, poll.record, poll.next_poll, poll.validators
    return {
        "feed": feed.id,
        "to_location": poll.location,
        "to_host": _host(poll),
        "to_interval_seconds": int(next_poll.interval.total_seconds()),
        "to_strikes": next_poll.strikes,
        "to_polls": feed.polls + 1,
        "to_etag": validators.etag,
        "to_modified": validators.modified,
        "to_body_hash": validators.body_hash,
        "to_body_read_at": validators.read_at,
        "to_deceptive": validators.deceptive,
        "to_marks": b"".join(validators.marks),
        "to_newest_at": next_poll.rhythm.newest_at,
        "to_longest_pause_seconds": int(next_poll.rhythm.longest_pause.total_seconds()),
        "to_wish_seconds": int(poll.wishes.pause.total_seconds()),
        "to_skip_hours": sum(1 << hour for hour in poll.wishes.skip_hours),
        "to_skip_days": sum(1 << day for day in poll.wishes.skip_days),
        "to_next_poll_at": next_poll.at or record.at,
        "to_last_polled_at": record.at,
        "to_answered_at": None if record.reason else record.at,
        "to_gone_at": None if next_poll.at else record.at,
        "to_reason": record.reason,
        "to_failure": poll.failure or "",
    }


def _poll_row(poll: EndedPoll) -> dict[str, Any]:
    record = poll.record
    return {
        "feed_id": poll.feed.id,
        # The last ones take the places of those before: nothing has to be swept up.
        "turn": poll.feed.polls % POLLS_KEPT,
        "at": record.at,
        "seconds": record.took.total_seconds(),
        "status": record.status,
        "size": record.size,
        "listed": record.listed,
        "new": record.new,
        "reason": record.reason,
    }


@cache
def _save_poll(dialect: str) -> Any:
    written = (sqlite if dialect == "sqlite" else postgresql).insert(polls)
    replaced = {column.name: written.excluded[column.name] for column in polls.c if not column.primary_key}
    return written.on_conflict_do_update(index_elements=["feed_id", "turn"], set_=replaced)


FEEDS = (
    select(
        feeds, outlets.c.name, outlets.c.region, subscriptions.c.hub, subscriptions.c.topic,
        subscriptions.c.verified_at, subscriptions.c.lease_until, subscriptions.c.missed_at,
    )
    .join(outlets, outlets.c.id == feeds.c.outlet_id)
    .outerjoin(subscriptions, subscriptions.c.feed_id == feeds.c.id)
)  # fmt: skip
"""Rows for `as_feed`."""


def as_feed(row: RowMapping) -> Feed:
    return Feed(
        id=FeedId(row[feeds.c.id]),
        url=row[feeds.c.url],
        location=row[feeds.c.location],
        outlet_id=OutletId(row[feeds.c.outlet_id]),
        outlet=row[outlets.c.name],
        region=row[outlets.c.region],
        interval=timedelta(seconds=row[feeds.c.interval_seconds]),
        strikes=row[feeds.c.strikes],
        polls=row[feeds.c.polls],
        full_text=row[feeds.c.full_text],
        validators=Validators(
            etag=row[feeds.c.etag],
            modified=row[feeds.c.modified],
            body_hash=row[feeds.c.body_hash],
            read_at=row[feeds.c.body_read_at],
            deceptive=row[feeds.c.deceptive],
            marks=_marks(row[feeds.c.marks]),
        ),
        rhythm=Rhythm(
            newest_at=row[feeds.c.newest_at],
            longest_pause=timedelta(seconds=row[feeds.c.longest_pause_seconds]),
        ),
        wishes=Wishes(
            pause=timedelta(seconds=row[feeds.c.wish_seconds]),
            skip_hours=_bits(row[feeds.c.skip_hours]),
            skip_days=_bits(row[feeds.c.skip_days]),
        ),
        hub=_hub(row),
    )


def _marks(joined: bytes) -> frozenset[bytes]:
    return frozenset(joined[start : start + MARK_LENGTH] for start in range(0, len(joined), MARK_LENGTH))


def _bits(mask: int) -> frozenset[int]:
    return frozenset(bit for bit in range(mask.bit_length()) if mask >> bit & 1)


def _hub(row: RowMapping) -> Hub | None:
    if row[subscriptions.c.hub] is None:
        return None
    return Hub(
        url=row[subscriptions.c.hub],
        topic=row[subscriptions.c.topic],
        since=row[subscriptions.c.verified_at],
        # One that has missed something is not relied on until it pushes again.
        until=None if row[subscriptions.c.missed_at] else row[subscriptions.c.lease_until],
    )


def _record(row: RowMapping) -> PollRecord:
    return PollRecord(
        at=row[polls.c.at],
        took=timedelta(seconds=row[polls.c.seconds]),
        status=row[polls.c.status],
        size=row[polls.c.size],
        listed=row[polls.c.listed],
        new=row[polls.c.new],
        reason=row[polls.c.reason],
    )
