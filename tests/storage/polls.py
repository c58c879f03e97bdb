"""Feeds that are followed, claimed and polled as the tests of storage need them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from news.feed import Feed
from news.ids import FeedId
from news.poll import EndedPoll, PollRecord
from news.rhythm import NextPoll
from storage.database import Database
from storage.following import follow_feed
from storage.polls import claim_due_feeds, save_polls
from tests.clocks import MORNING
from tests.make import make_source

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


async def follow(db: Database, *urls: str, at: datetime = MORNING) -> None:
    async with db.writing() as tx:
        for url in urls:
            await follow_feed(tx, make_source(url=url), now=at)


async def claim(db: Database, *, after: timedelta = timedelta(), limit: int = 100) -> list[Feed]:
    async with db.writing() as tx:
        return await claim_due_feeds(tx, now=MORNING + after, limit=limit)


async def due_urls(db: Database, *, after: timedelta = timedelta(), limit: int = 100) -> list[str]:
    return [feed.url for feed in await claim(db, after=after, limit=limit)]


def ended_poll(
    feed: Feed, *, after: timedelta = timedelta(), next_in: timedelta = HOUR, halt: timedelta = timedelta(),
    location: str | None = None,
) -> EndedPoll:  # fmt: skip
    at = MORNING + after
    return EndedPoll(
        feed=feed,
        record=PollRecord(at=at, status=200),
        next_poll=NextPoll(at=at + next_in, interval=next_in),
        validators=feed.validators,
        location=feed.location if location is None else location,
        halt=halt,
    )


async def save(
    db: Database, *ended: EndedPoll, after: timedelta = timedelta(), pause: timedelta = SECOND
) -> None:
    async with db.writing() as tx:
        await save_polls(tx, ended, followed=_ids(ended), now=MORNING + after, pause=pause)


def _ids(ended: Sequence[EndedPoll]) -> set[FeedId]:
    return {poll.feed.id for poll in ended}
