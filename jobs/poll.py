"""Polling: fetch the feeds that are due, many side by side, and keep what is new.

due ─claim→ fetched and read, each by itself ─gather→ kept together, with their next polls and their health
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Protocol

from jobs.claims import LAST_WAIT, PATIENCE, Claims
from jobs.fetch import Fetched, NotModified
from jobs.keep import Answer, Outcome, Poll, keep
from news.clock import Clock
from news.edition import Edition
from news.errors import FeedError, FeedUnreadable, FetchError
from news.failure import Failure
from news.feed import Feed, Validators
from news.link import host_of
from news.poll import PollRecord, failed
from news.websub import advertised
from storage.database import Database
from storage.polls import claim_due_feeds

FEEDS_AT_ONCE = 100
HOST_PAUSE = timedelta(seconds=1)
"""Between two requests to one host."""

_FEEDS_A_CLAIM = 20
"""Fewer are not asked for while others are under way."""

_DRAFTS_A_TRANSACTION = 1_000
"""Bounds how long others wait to write; a single feed may bring more."""

log = logging.getLogger(__name__)


class Fetch(Protocol):
    """How a feed is fetched."""

    async def __call__(self, feed: Feed, *, now: datetime) -> Fetched | NotModified: ...


class Read(Protocol):
    """How what was fetched is read: what `feed` had not listed before."""

    async def __call__(
        self, body: bytes, *, feed: Feed, url: str, charset: str, now: datetime
    ) -> Edition: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Poller:
    """What polling needs. `pause` is left between two requests to one host; each poll has `patience`
    altogether, and what is under way when we stop has `last_wait`."""

    db: Database
    fetch: Fetch
    read: Read
    clock: Clock
    pause: timedelta = HOST_PAUSE
    patience: timedelta = PATIENCE
    last_wait: timedelta = LAST_WAIT


async def poll_due_feeds(
    poller: Poller,
    *,
    stopping: Callable[[], bool] = lambda: False,
    tell: Callable[[Poll], None] = lambda poll: None,
) -> int:
    """Poll until no feed is due whose host is free, or we are stopping; returns how many were polled. However
    it ends, hosts whose polls have not been kept may be asked again after the pause.

    Each poll is handed to `tell` when it has been kept.
    """
    polled = 0
    async with Claims[Outcome](poller.db, clock=poller.clock, pause=poller.pause) as claims:
        while True:
            if not stopping():
                await _ask_more(poller, claims)
            if claims.is_over(stopping, last_wait=poller.last_wait):
                return polled
            # While one lot is written, the next one gathers: the busier, the larger the transactions.
            for lot in _lots(await claims.finished()):
                now = poller.clock.now()
                polls = await keep(poller.db, lot, now=now, pause=poller.pause)
                claims.kept(host_of(outcome.feed.address) for outcome in lot)
                polled += len(polls)
                for poll in polls:
                    tell(poll)


async def _ask_more(poller: Poller, claims: Claims[Outcome]) -> None:
    """Begin to ask feeds that are due, as many as there is room for."""
    room = FEEDS_AT_ONCE - len(claims)
    if claims.is_due(room=room, least=_FEEDS_A_CLAIM):
        async with poller.db.writing() as tx:
            claimed = await claim_due_feeds(tx, now=poller.clock.now(), limit=room)
        claims.begin(((host_of(feed.address), _ask(poller, feed)) for feed in claimed), room=room)


async def _ask(poller: Poller, feed: Feed) -> Outcome:
    """Fetch and read a feed; one that fails is an outcome, never raised."""
    time, now = asyncio.get_running_loop().time, poller.clock.now()
    begun = time()
    timeout = asyncio.timeout(poller.patience.total_seconds())
    try:
        async with timeout:
            return await _fetch(poller, feed, now=now)
    except Exception as raised:  # noqa: BLE001 - `_failure` logs what is a mistake of ours
        error = _failure(feed, raised, is_late=timeout.expired())
        return failed(feed, error, took=timedelta(seconds=time() - begun), now=now)


def _failure(feed: Feed, raised: Exception, *, is_late: bool) -> FeedError:
    if is_late:
        return FetchError(feed.url, "took too long altogether", failure=Failure.TIMEOUT)
    if isinstance(raised, FeedError):
        return raised
    # A mistake of ours: it must cost this feed only, or it would end every poll in which that is due.
    log.error("feed failed: %s", feed.url, exc_info=raised)
    return FeedUnreadable(feed.url, f"cannot be read: {type(raised).__name__}")


async def _fetch(poller: Poller, feed: Feed, *, now: datetime) -> Answer:
    time = asyncio.get_running_loop().time
    begun = time()
    fetched = await poller.fetch(feed, now=now)
    took = timedelta(seconds=time() - begun)
    if isinstance(fetched, NotModified):
        return _unchanged(feed, fetched, PollRecord(at=now, took=took, status=304))
    return await _read(poller, feed, fetched, PollRecord(at=now, took=took, status=200))


def _unchanged(feed: Feed, fetched: NotModified, record: PollRecord) -> Answer:
    return Answer(
        feed=feed,
        record=record,
        validators=feed.validators,
        location=feed.location,
        wishes=feed.wishes,
        fresh_for=fetched.fresh_for,
    )


async def _read(poller: Poller, feed: Feed, fetched: Fetched, record: PollRecord) -> Answer:
    before, body_hash = feed.validators, blake2b(fetched.body, digest_size=12).hexdigest()
    got = Validators(
        etag=fetched.etag,
        modified=fetched.modified,
        body_hash=body_hash,
        read_at=record.at,
        marks=before.marks,
    )
    answer = Answer(
        feed=feed,
        record=replace(record, size=len(fetched.body)),
        validators=got,
        location=fetched.moved_to or feed.location,
        wishes=feed.wishes,
        fresh_for=fetched.fresh_for,
    )
    if body_hash == before.body_hash:
        return answer
    edition = await poller.read(
        fetched.body, feed=feed, url=fetched.url, charset=fetched.charset, now=record.at
    )
    document = edition.document
    named = advertised(hub=document.hub, topic=document.topic, header=fetched.link, url=fetched.url)
    return replace(
        answer,
        edition=edition,
        validators=replace(got, marks=document.marks),
        wishes=document.wishes,
        hub=named,
    )


def _lots(outcomes: Sequence[Outcome]) -> Iterator[list[Outcome]]:
    """`outcomes` in lots for one transaction each."""
    lot: list[Outcome] = []
    drafts = 0
    for outcome in outcomes:
        lot.append(outcome)
        drafts += len(outcome.drafts) if isinstance(outcome, Answer) else 0
        if drafts >= _DRAFTS_A_TRANSACTION:
            yield lot
            lot, drafts = [], 0
    if lot:
        yield lot
