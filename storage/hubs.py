"""What hubs answered and pushed, and whether they are relied on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, update

from news.feed import Feed
from news.ids import FeedId
from news.link import host_of
from news.websub import Confirmed, Denied, State, Subscription
from storage.database import Transaction
from storage.hosts import touch_hosts
from storage.subscriptions import of_feed, poll_sooner
from storage.tables import feeds, subscriptions


async def save_confirmed(
    tx: Transaction, subscription: Subscription, confirmed: Confirmed, *, now: datetime
) -> None:
    """The hub has promised to push. A renewal leaves open what it missed before."""
    is_running = subscription.lease_until is not None and now < subscription.lease_until
    saved = _mine(subscription).values(
        state=State.VERIFIED,
        attempts=0,
        verified_at=subscription.verified_at if is_running else now,
        lease_until=confirmed.lease_until,
        next_attempt_at=confirmed.next_attempt_at,
        reason="",
    )
    await tx.execute(saved)


async def save_denied(tx: Transaction, subscription: Subscription, denied: Denied, *, now: datetime) -> None:
    """The hub will not push, or no longer: the feed is polled in its own rhythm again."""
    await poll_sooner(tx, [subscription.feed], now=now)
    saved = _mine(subscription).values(
        state=State.DENIED,
        lease_until=None,
        verified_at=None,
        next_attempt_at=denied.next_attempt_at,
        reason=denied.reason,
    )
    await tx.execute(saved)
    await touch_hosts(tx, [host_of(subscription.feed.address)])


async def save_push(
    tx: Transaction,
    subscription: Subscription,
    feed: Feed,
    *,
    new: int,
    next_poll_at: datetime,
    now: datetime,
) -> None:
    """The hub has pushed a document of `feed`, with `new` articles; the next poll is not before
    `next_poll_at` while it may be relied on.

    What only polls know (validators, interval, the host that one of them may hold) stays as it is.
    """
    rhythm = feed.rhythm
    is_relied_on = subscription.lease_until is not None and now < subscription.lease_until
    later = case((feeds.c.next_poll_at < next_poll_at, next_poll_at), else_=feeds.c.next_poll_at)
    changed: dict[str, Any] = {"strikes": 0.0, "reason": "", "failure": ""}
    if new and rhythm.newest_at:
        changed |= {
            "newest_at": rhythm.newest_at,
            "longest_pause_seconds": int(rhythm.longest_pause.total_seconds()),
        }
    if is_relied_on and (new or feed.is_pushed(now=now)):
        changed["next_poll_at"] = later
    await tx.execute(update(feeds).where(feeds.c.id == feed.id).values(changed))
    pushed: dict[str, Any] = {"pushed_at": now, "method": subscription.method}
    if new:
        pushed["missed_at"] = None
    await tx.execute(_mine(subscription).values(pushed))


async def save_missed(tx: Transaction, missed: Sequence[FeedId], *, now: datetime) -> None:
    """Polls found what the hubs of these feeds should have pushed: they are not relied on for now."""
    if missed:
        of_feeds = update(subscriptions).where(subscriptions.c.feed_id.in_(missed))
        await tx.execute(of_feeds.values(missed_at=now))


def _mine(subscription: Subscription) -> Any:
    # In between, the feed may have named another hub.
    return of_feed(subscription.feed.id).where(subscriptions.c.token == subscription.token)
