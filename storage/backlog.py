"""The backlog of the outbox, counted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, case, func, select

from news.backlog import Backlog
from news.delivery import DeliveryState
from news.pace import rate_of
from storage.database import Transaction
from storage.deliveries import OPEN
from storage.paces import look_at_pace
from storage.reach import awake
from storage.tables import chats, deliveries, digests


async def look_at_backlog(tx: Transaction, *, most: float, now: datetime, paid: bool = False) -> Backlog:
    """What waits by now, where at most so many messages a second are allowed, or `paid` for."""
    due = and_(deliveries.c.state == DeliveryState.PENDING.value, deliveries.c.ready_at <= now)
    later = and_(deliveries.c.state == DeliveryState.PENDING.value, deliveries.c.ready_at > now)
    waiting = select(
        func.count(case((due, 1))),
        func.count(case((later, 1))),
        func.count(case((deliveries.c.state == DeliveryState.SENDING.value, 1))),
        func.count(case((deliveries.c.doubts > 0, 1))),
        func.min(case((due, deliveries.c.due_at))),
    ).where(deliveries.c.state.in_(OPEN))
    counted = (await tx.execute(waiting)).one()
    pace = await look_at_pace(tx, paid=paid)
    undigested = select(func.count()).where(chats.c.next_digest_at <= now, awake(now))
    return Backlog(
        due=counted[0],
        later=counted[1],
        under_way=counted[2],
        in_doubt=counted[3],
        waiting_since=counted[4],
        undigested=await tx.scalar(undigested) or 0,
        rate=rate_of(pace, most=most, now=now),
        halted_until=pace.halted_until,
    )


async def ends_since(
    tx: Transaction, since: datetime, *, limit: int
) -> Sequence[tuple[DeliveryState, str, int]]:
    """How the messages written since then have ended, why, and how many did so: the most frequent first."""
    count = func.count().label("count")
    ended = (
        select(deliveries.c.state, deliveries.c.reason, count)
        .join(digests, digests.c.id == deliveries.c.digest_id)
        .where(digests.c.composed_at > since, deliveries.c.state.not_in(OPEN))
        .group_by(deliveries.c.state, deliveries.c.reason)
        .order_by(count.desc(), deliveries.c.state, deliveries.c.reason)
        .limit(limit)
    )
    return [(DeliveryState(state), reason, number) for state, reason, number in await tx.execute(ended)]
