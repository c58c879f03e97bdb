"""Hosts: each is asked by one poller at a time, with a pause in between, however many feeds it has.

free ─claim_hosts→ held ─free_hosts→ free after a pause. A claim that is not given back ends with its lease.

A host's `due_at` follows its feeds: whoever changes when one of them is polled next says so here, in the same
transaction and last of all. Pollers lock outlets, then feeds, items, subscriptions and hosts, each kind in
the order of its keys: so none waits for one that waits for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.tables import feeds, hosts

HOST_LEASE = timedelta(minutes=5)
"""How long a poller may hold a host; longer than any request may take."""

_HOSTS_AT_ONCE = 1_000
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


async def claim_hosts(tx: Transaction, *, now: datetime, limit: int) -> list[str]:
    """At most `limit` hosts that have feeds due, those first that wait longest; ours alone for HOST_LEASE."""
    waiting = select(hosts.c.name).where(hosts.c.due_at <= now, hosts.c.free_at <= now)
    first = waiting.order_by(hosts.c.due_at).limit(limit).with_for_update(skip_locked=True)
    return await _hold(tx, list(await tx.scalars(first)), now=now)


async def claim_free_hosts(tx: Transaction, wanted: Sequence[str], *, now: datetime, limit: int) -> list[str]:
    """Those of the `wanted` hosts that are free, the first `limit`, for another end than polling; ours alone
    for HOST_LEASE."""
    await know_hosts(tx, wanted)
    free = select(hosts.c.name).where(hosts.c.name.in_(wanted), hosts.c.free_at <= now)
    found = set(await tx.scalars(free.order_by(hosts.c.name).with_for_update(skip_locked=True)))
    return await _hold(tx, [name for name in wanted if name in found][:limit], now=now)


async def _hold(tx: Transaction, names: Sequence[str], *, now: datetime) -> list[str]:
    until = now + HOST_LEASE
    if names:
        # In a statement of its own: as a subquery PostgreSQL joins it with all hosts.
        held = update(hosts).where(hosts.c.name.in_(names))
        await tx.execute(held.values(due_at=until, free_at=until))
    return list(names)


async def know_hosts(tx: Transaction, names: Iterable[str]) -> None:
    """Make the hosts ones that can be claimed; those that are known already are not even locked."""
    wanted = set(names)
    known = set(await tx.scalars(select(hosts.c.name).where(hosts.c.name.in_(wanted)))) if wanted else set()
    rows = [{"name": name, "free_at": _ALWAYS} for name in sorted(wanted - known)]
    if rows:
        dialect = sqlite if tx.dialect.name == "sqlite" else postgresql
        await tx.execute(dialect.insert(hosts).on_conflict_do_nothing(), rows)


async def free_hosts(
    tx: Transaction, free_at: Mapping[str, datetime], *, touched: Iterable[str] = ()
) -> None:
    """Give claims back: each host may be asked again from its time on, once a feed of it is due. Feeds of the
    `touched` hosts have changed as well."""
    times = {**dict.fromkeys(touched, _ALWAYS), **free_at}
    if not times:
        return
    rows: list[dict[str, Any]] = [{"name": name, "free_at": times[name]} for name in sorted(times)]
    # This locks them: the next statement then sees whatever others have done to their feeds.
    await tx.execute(_save_host(tx.dialect.name), rows)
    for start in range(0, len(rows), _HOSTS_AT_ONCE):
        await tx.execute(_reschedule([row["name"] for row in rows[start : start + _HOSTS_AT_ONCE]]))


async def touch_hosts(tx: Transaction, names: Iterable[str]) -> None:
    """Feeds of these hosts have changed: they are due when the first of their feeds is."""
    await free_hosts(tx, {}, touched=names)


@cache
def _save_host(dialect: str) -> Any:
    written = (sqlite if dialect == "sqlite" else postgresql).insert(hosts)
    given = written.excluded.free_at
    kept = case((given > _ALWAYS, given), else_=hosts.c.free_at)
    return written.on_conflict_do_update(index_elements=["name"], set_={"free_at": kept})


def _reschedule(names: Sequence[str]) -> Any:
    of_host = feeds.c.host == hosts.c.name, feeds.c.gone_at.is_(None)
    soonest = select(func.min(feeds.c.next_poll_at)).where(*of_host).scalar_subquery()
    # Not before it is free, so that one with many feeds queues behind those that wait longer.
    due_at = case((soonest < hosts.c.free_at, hosts.c.free_at), else_=soonest)
    return update(hosts).where(hosts.c.name.in_(names)).values(due_at=due_at)
