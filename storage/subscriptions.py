"""Subscriptions at WebSub hubs: which feeds name one, what it was asked, and what it has promised."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from news.feed import Feed
from news.ids import FeedId
from news.link import host_of
from news.websub import Advertised, State, Subscription, retry_pause
from storage.database import Transaction
from storage.hosts import claim_free_hosts, free_hosts, know_hosts, touch_hosts
from storage.polls import FEEDS, as_feed
from storage.tables import feeds, hosts, subscriptions

_LONGEST_DUE = 2_000
"""Subscriptions among which hosts are chosen: hubs are few, and one may serve most feeds."""


async def save_advertised(
    tx: Transaction, seen: Sequence[tuple[Feed, Advertised | None]], *, now: datetime
) -> None:
    """The hubs that feeds name by now: another one is to be asked, and where there is none any more, the
    subscription is forgotten."""
    changed = [(feed, named) for feed, named in seen if named != _known(feed)]
    await know_hosts(tx, [host_of(named.hub) for _, named in changed if named])
    gone = [feed.id for feed, named in changed if named is None]
    if gone:
        await tx.execute(delete(subscriptions).where(subscriptions.c.feed_id.in_(gone)))
    # A feed that names another one every time is as patiently asked as one whose hub is out.
    rows = [
        {"feed_id": feed.id, **_wanted(named, at=now + retry_pause(feed, 1) if feed.hub else now)}
        for feed, named in changed
        if named
    ]
    if rows:
        await tx.execute(_save_wanted(tx.dialect.name), rows)


async def claim_due_subscriptions(
    tx: Transaction, *, now: datetime, limit: int, base: str, chance: Callable[[], str]
) -> list[Subscription]:
    """At most `limit` subscriptions whose hubs are to be asked, one of each host, which is then ours alone
    for HOST_LEASE; from now on they are ASKED, and listened for below `base`.

    `chance` gives texts that nobody can guess: the token and the secret of what has none yet. A claim that is
    not given back is due again after the pause of a failure.
    """
    wanted = list(await tx.scalars(_hosts_due(now, limit)))
    claimed = await claim_free_hosts(tx, wanted, now=now, limit=limit)
    if not claimed:
        return []
    place = func.row_number().over(
        partition_by=subscriptions.c.host,
        order_by=(subscriptions.c.next_attempt_at, subscriptions.c.feed_id),
    )
    ranked = _due(select(subscriptions.c.feed_id, place.label("place")), now)
    first = ranked.where(subscriptions.c.host.in_(claimed)).subquery()
    ids = select(first.c.feed_id).where(first.c.place == 1)
    found = await tx.execute(_SUBSCRIPTIONS.where(subscriptions.c.feed_id.in_(ids)))
    due = [_subscription(row) for row in found.mappings()]
    # A host may have been claimed whose feeds somebody else has just asked for.
    asked_hosts = {host_of(one.hub) for one in due}
    await free_hosts(tx, {name: now for name in claimed if name not in asked_hosts})
    return [await _ask(tx, one, now=now, base=base, chance=chance) for one in due]


async def save_asked(tx: Transaction, asked: Subscription, *, free_at: datetime) -> None:
    """The hub has taken the request, and may be asked for others from `free_at` on."""
    await free_hosts(tx, {host_of(asked.hub): free_at})


async def save_failed(
    tx: Transaction, asked: Subscription, *, reason: str, next_attempt_at: datetime, free_at: datetime
) -> None:
    """The hub did not take the request, unless it has answered it already."""
    unanswered = subscriptions.c.state == State.ASKED, subscriptions.c.token == asked.token
    failed = {"state": State.FAILED, "reason": reason, "next_attempt_at": next_attempt_at}
    await tx.execute(of_feed(asked.feed.id).where(*unanswered).values(failed))
    await free_hosts(tx, {host_of(asked.hub): free_at})


async def find_subscription(tx: Transaction, token: str) -> Subscription | None:
    """The subscription of a feed that is still followed and polled for which we listen at `token`."""
    at_token = _SUBSCRIPTIONS.where(subscriptions.c.token == token, feeds.c.gone_at.is_(None))
    row = (await tx.execute(at_token)).mappings().first()
    return _subscription(row) if row else None


async def subscription_of(tx: Transaction, feed_id: FeedId) -> Subscription | None:
    """The feed's subscription, if it names a hub."""
    of_feed = _SUBSCRIPTIONS.where(subscriptions.c.feed_id == feed_id)
    row = (await tx.execute(of_feed)).mappings().first()
    return _subscription(row) if row else None


async def end_subscriptions(tx: Transaction, *, but_at: str, now: datetime) -> int:
    """Forget what was asked for another address of ours than `but_at`, at which nobody listens any more;
    where that is empty, another process may listen: only what has run out is forgotten."""
    of_others = subscriptions.c.base != but_at if but_at else subscriptions.c.lease_until <= now
    found = await tx.execute(_SUBSCRIPTIONS.where(subscriptions.c.token.is_not(None), of_others))
    ended = [as_feed(row) for row in found.mappings()]
    if not ended:
        return 0
    await poll_sooner(tx, ended, now=now)
    is_ended = subscriptions.c.feed_id.in_([feed.id for feed in ended]), of_others
    await tx.execute(update(subscriptions).where(*is_ended).values(_unasked(at=now)))
    await touch_hosts(tx, {host_of(feed.address) for feed in ended})
    return len(ended)


async def _ask(
    tx: Transaction, due: Subscription, *, now: datetime, base: str, chance: Callable[[], str]
) -> Subscription:
    attempts = due.attempts + 1
    asked = replace(
        due,
        state=State.ASKED,
        token=due.token or chance(),
        secret=due.secret or chance(),
        attempts=attempts,
        next_attempt_at=now + retry_pause(due.feed, attempts),
    )
    saved = of_feed(due.feed.id).values(
        state=asked.state, token=asked.token, secret=asked.secret, attempts=attempts, base=base,
        next_attempt_at=asked.next_attempt_at,
    )  # fmt: skip
    await tx.execute(saved)
    return asked


async def poll_sooner(tx: Transaction, wanted: Iterable[Feed], *, now: datetime) -> None:
    """Poll the feeds in their own rhythm, however late their next polls had been put off; their hosts are to
    be touched last."""
    soon = sorted((feed.id, now + feed.interval) for feed in wanted)
    ids = [id_ for id_, _ in soon]
    # In the order in which those lock them who keep polls.
    locked = select(feeds.c.id).where(feeds.c.id.in_(ids)).order_by(feeds.c.id)
    await tx.execute(locked.with_for_update(key_share=True))
    await tx.execute(_POLL_SOONER, [{"feed": id_, "soon": at} for id_, at in soon])


_POLL_SOONER = (
    update(feeds)
    .where(
        feeds.c.id == bindparam("feed"),
        feeds.c.next_poll_at > bindparam("soon", type_=feeds.c.next_poll_at.type),
    )
    .values(next_poll_at=bindparam("soon", type_=feeds.c.next_poll_at.type))
)


def _known(feed: Feed) -> Advertised | None:
    return Advertised(hub=feed.hub.url, topic=feed.hub.topic) if feed.hub else None


def _wanted(named: Advertised, *, at: datetime) -> dict[str, Any]:
    return {
        "hub": named.hub,
        "topic": named.topic,
        "host": host_of(named.hub),
        **_unasked(at=at),
    }


def _unasked(*, at: datetime) -> dict[str, Any]:
    return {
        "state": State.WANTED,
        "base": "",
        "token": None,
        "secret": "",
        "method": "",
        "attempts": 0,
        "next_attempt_at": at,
        "verified_at": None,
        "lease_until": None,
        "pushed_at": None,
        "missed_at": None,
        "reason": "",
    }


def of_feed(feed_id: FeedId) -> Any:
    """An update of the feed's subscription."""
    return update(subscriptions).where(subscriptions.c.feed_id == feed_id)


def _save_wanted(dialect: str) -> Any:
    written = (sqlite if dialect == "sqlite" else postgresql).insert(subscriptions)
    replaced = {
        column.name: written.excluded[column.name] for column in subscriptions.c if not column.primary_key
    }
    return written.on_conflict_do_update(index_elements=["feed_id"], set_=replaced)


def _due(asked: Any, now: datetime) -> Any:
    followed = asked.join(feeds, feeds.c.id == subscriptions.c.feed_id)
    return followed.where(subscriptions.c.next_attempt_at <= now, feeds.c.gone_at.is_(None))


def _hosts_due(now: datetime, limit: int) -> Any:
    longest = (
        _due(select(subscriptions.c.host, subscriptions.c.next_attempt_at), now)
        .join(hosts, hosts.c.name == subscriptions.c.host)
        .where(hosts.c.free_at <= now)
        .order_by(subscriptions.c.next_attempt_at)
        .limit(_LONGEST_DUE)
        .subquery()
    )
    since = func.min(longest.c.next_attempt_at)
    return select(longest.c.host).group_by(longest.c.host).order_by(since).limit(limit)


_OF_FEEDS = ("hub", "topic", "verified_at", "lease_until", "missed_at")
"""What FEEDS has already."""

_SUBSCRIPTIONS = FEEDS.add_columns(
    *(column for column in subscriptions.c if column.name not in _OF_FEEDS)
).where(subscriptions.c.feed_id.is_not(None))


def _subscription(row: RowMapping) -> Subscription:
    return Subscription(
        feed=as_feed(row),
        hub=row[subscriptions.c.hub],
        topic=row[subscriptions.c.topic],
        state=State(row[subscriptions.c.state]),
        token=row[subscriptions.c.token] or "",
        secret=row[subscriptions.c.secret],
        method=row[subscriptions.c.method],
        attempts=row[subscriptions.c.attempts],
        next_attempt_at=row[subscriptions.c.next_attempt_at],
        verified_at=row[subscriptions.c.verified_at],
        lease_until=row[subscriptions.c.lease_until],
        pushed_at=row[subscriptions.c.pushed_at],
        polled_at=row[feeds.c.last_polled_at],
        reason=row[subscriptions.c.reason],
    )
