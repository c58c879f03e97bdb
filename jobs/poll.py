"""Polling: fetch the feeds that are due, and keep what is new."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from jobs.fetch import Fetched, NotModified
from news.clock import Clock
from news.errors import FeedError, FetchError
from news.feed import FAILURES_UNTIL_BROKEN, Feed, after_failure, after_success
from news.item import Entry
from news.parse import parse
from storage.database import Database
from storage.feeds import claim_due_feeds, save_poll
from storage.items import save_entries

FEEDS_AT_ONCE = 20

log = logging.getLogger(__name__)


class Fetch(Protocol):
    """How a feed is fetched."""

    async def __call__(self, feed: Feed, *, now: datetime) -> Fetched | NotModified: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """How one poll ended: what the feed listed, how much of it was new, and what went wrong."""

    feed: Feed
    listed: int = 0
    new: int = 0
    reason: str = ""


async def poll_due_feeds(db: Database, fetch: Fetch, *, clock: Clock) -> Sequence[Poll]:
    """Poll at most FEEDS_AT_ONCE feeds whose time has come, side by side."""
    async with db.writing() as tx:
        due = await claim_due_feeds(tx, now=clock.now(), limit=FEEDS_AT_ONCE)
    return await asyncio.gather(*(poll_feed(db, fetch, feed, clock=clock) for feed in due))


async def poll_feed(db: Database, fetch: Fetch, feed: Feed, *, clock: Clock) -> Poll:
    """Fetch, read and keep one feed; a feed that fails is noted, never raised."""
    try:
        fetched = await fetch(feed, now=clock.now())
        entries = await _entries(fetched)
    except FeedError as error:
        return await _note_failure(db, feed, error, now=clock.now())
    return await _keep(db, feed, fetched, entries, now=clock.now())


async def _entries(fetched: Fetched | NotModified) -> tuple[Entry, ...]:
    if isinstance(fetched, NotModified):
        return ()
    document = await asyncio.to_thread(parse, fetched.body, url=fetched.url)
    return document.entries


async def _keep(
    db: Database, feed: Feed, fetched: Fetched | NotModified, entries: Sequence[Entry], *, now: datetime
) -> Poll:
    async with db.writing() as tx:
        kept = await save_entries(tx, feed, entries, now=now)
        await save_poll(
            tx,
            feed,
            after_success(feed, listed=len(entries), new=len(kept), now=now),
            reason="",
            polled_at=now,
            etag=feed.etag if isinstance(fetched, NotModified) else fetched.etag,
            modified=feed.modified if isinstance(fetched, NotModified) else fetched.modified,
        )
    if feed.failures >= FAILURES_UNTIL_BROKEN:
        log.info("feed works again: %s", feed.url)
    return Poll(feed=feed, listed=len(entries), new=len(kept))


async def _note_failure(db: Database, feed: Feed, error: FeedError, *, now: datetime) -> Poll:
    wish = error.retry_after if isinstance(error, FetchError) else None
    async with db.writing() as tx:
        # Without validators, what was missed comes in full once the feed works again.
        await save_poll(
            tx, feed, after_failure(feed, retry_after=wish, now=now), reason=error.reason, polled_at=now
        )
    log.warning("feed failed: %s", error)
    return Poll(feed=feed, reason=error.reason)
