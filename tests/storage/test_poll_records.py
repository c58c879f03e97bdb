"""What a poll has taught is there at the next one, and the last polls of each feed are kept."""

from dataclasses import replace

from sqlalchemy import select

from news.feed import Feed, Rhythm, Validators
from news.poll import EndedPoll, PollRecord
from news.rhythm import NextPoll
from news.wishes import Wishes
from storage.database import Database
from storage.feeds import followed_feeds
from storage.polls import POLLS_KEPT, last_polls
from storage.tables import feeds
from tests.clocks import MORNING
from tests.storage.polls import HOUR, SECOND, claim, ended_poll, follow, save


async def test_everything_that_a_poll_teaches_is_there_at_the_next_one(db: Database) -> None:
    await follow(db, "https://kabar.example/rss")
    (feed,) = await claim(db)
    validators = Validators(
        etag='"42"',
        modified="Mon, 23 Nov 2026 00:00:00 GMT",
        body_hash="abc",
        read_at=MORNING,
        marks=frozenset({b"\0" * 8, b"12345678"}),
        deceptive=True,
    )
    wishes = Wishes(pause=HOUR / 2, skip_hours=frozenset({0, 23}), skip_days=frozenset({0, 6}))
    rhythm = Rhythm(newest_at=MORNING - HOUR, longest_pause=2 * HOUR)
    ended = EndedPoll(
        feed=feed,
        record=PollRecord(at=MORNING, status=200),
        next_poll=NextPoll(at=MORNING + HOUR, interval=HOUR, strikes=1.25, rhythm=rhythm),
        validators=validators,
        location="https://baru.example/rss",
        wishes=wishes,
    )
    await save(db, ended)

    assert await claim(db, after=HOUR - SECOND) == []
    assert await claim(db, after=HOUR) == [
        Feed(
            id=feed.id,
            url=feed.url,
            location="https://baru.example/rss",
            outlet_id=feed.outlet_id,
            outlet=feed.outlet,
            interval=HOUR,
            strikes=1.25,
            polls=1,
            validators=validators,
            rhythm=rhythm,
            wishes=wishes,
        )
    ]


async def test_when_a_feed_last_answered_outlives_its_failures(db: Database) -> None:
    await follow(db, "https://kabar.example/rss")
    (feed,) = await claim(db)
    await save(db, ended_poll(feed))
    failed = replace(ended_poll(feed), record=PollRecord(at=MORNING + HOUR, reason="HTTP 500"))
    await save(db, failed)

    async with db.reading() as tx:
        assert await tx.scalar(select(feeds.c.answered_at)) == MORNING


async def test_of_each_feed_the_last_polls_are_kept(db: Database) -> None:
    await follow(db, "https://kabar.example/rss")
    records = [
        PollRecord(
            at=MORNING + turn * HOUR, took=SECOND / 4, status=200, size=9, listed=turn, new=1, reason="x"
        )
        for turn in range(POLLS_KEPT + 3)
    ]
    for record in records:
        (feed,) = await claim(db, after=record.at - MORNING)
        await save(db, replace(ended_poll(feed, after=record.at - MORNING), record=record))

    async with db.reading() as tx:
        (known,) = await followed_feeds(tx, now=MORNING)
        assert await last_polls(tx, known.id) == records[:2:-1]
