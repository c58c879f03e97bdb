"""Troubles: what the operator is told of a feed, and which kind of failure it was."""

from dataclasses import replace
from datetime import timedelta

import pytest

from news.errors import FetchError
from news.failure import Failure
from news.feed import Feed
from news.poll import EndedPoll, PollRecord, failed
from news.rhythm import STRIKES_UNTIL_BROKEN, NextPoll
from storage.database import Database
from storage.following import follow_feed
from storage.outlets import watched_outlets
from storage.polls import save_polls
from storage.troubles import FeedChange, untold_changes
from tests.clocks import MORNING
from tests.make import make_source
from tests.storage.given import asked, changed_feeds, given_feed

URL = "https://kabar.example/rss"


async def _save(db: Database, ended: EndedPoll) -> None:
    async with db.writing() as tx:
        await save_polls(tx, [ended], followed={ended.feed.id}, now=MORNING, pause=timedelta())


def _failed(feed: Feed, failure: Failure) -> EndedPoll:
    error = FetchError(URL, "HTTP 404", failure=failure, status=404)
    tired = replace(feed, strikes=STRIKES_UNTIL_BROKEN)
    return failed(tired, error, took=timedelta(), now=MORNING)


async def _change(db: Database) -> FeedChange:
    async with db.reading() as tx:
        (change,) = await untold_changes(tx)
    return change


@pytest.mark.parametrize("failure", Failure)
async def test_the_operator_is_told_which_kind_of_failure_it_was(db: Database, failure: Failure) -> None:
    feed = await given_feed(db, url=URL)
    await _save(db, _failed(feed, failure))

    assert await _change(db) == FeedChange(
        id=feed.id,
        url=URL,
        outlet="Kabar Pagi",
        is_broken=True,
        is_gone=failure is Failure.GONE,
        reason="HTTP 404",
        failure=failure,
    )


async def test_of_a_feed_that_works_again_no_failure_is_left(db: Database) -> None:
    feed = await given_feed(db, url=URL)
    await _save(db, _failed(feed, Failure.NOT_FOUND))
    works = EndedPoll(
        feed=feed,
        record=PollRecord(at=MORNING, status=200),
        next_poll=NextPoll(at=MORNING, interval=feed.interval),
        validators=feed.validators,
    )
    await _save(db, works)

    assert await asked(db, "SELECT failure, reason FROM feeds") == [("", "")]


async def test_of_a_feed_that_is_followed_again_no_failure_is_left(db: Database) -> None:
    await _save(db, _failed(await given_feed(db, url=URL), Failure.GONE))
    async with db.writing() as tx:
        assert await follow_feed(tx, make_source(url=URL), now=MORNING)

    assert await asked(db, "SELECT failure FROM feeds") == [("",)]


async def test_a_feed_that_broke_before_kinds_were_noted_has_none(db: Database) -> None:
    await changed_feeds(db, await given_feed(db, url=URL), strikes=STRIKES_UNTIL_BROKEN, reason="HTTP 404")

    assert (await _change(db)).failure is None


async def test_an_outlet_fails_as_the_first_of_its_broken_feeds_does(db: Database) -> None:
    for number, failure in enumerate((Failure.GONE, Failure.TIMEOUT, Failure.NOT_FOUND)):
        await _save(db, _failed(await given_feed(db, url=f"https://kabar.example/{number}"), failure))

    async with db.reading() as tx:
        (outlet,) = await watched_outlets(tx, now=MORNING)

    assert outlet.failure is Failure.TIMEOUT


async def test_an_outlet_that_another_feed_lets_us_watch_does_not_fail(db: Database) -> None:
    await _save(db, _failed(await given_feed(db, url=URL), Failure.TIMEOUT))
    await given_feed(db, url="https://kabar.example/2")

    async with db.reading() as tx:
        (outlet,) = await watched_outlets(tx, now=MORNING)

    assert outlet.failure is None
