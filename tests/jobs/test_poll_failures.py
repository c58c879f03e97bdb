"""A feed that fails is noted and stops no other; it is asked again when its failure allows."""

from datetime import timedelta

import pytest

from news.errors import FetchError
from news.failure import Failure
from news.feed import Health
from storage.database import Database
from tests.clocks import TestClock
from tests.jobs.polling import SERVER_ERROR, followed, following, polled, rss, serving, titles


async def test_a_feed_that_fails_is_noted_and_the_others_go_on(db: Database, clock: TestClock) -> None:
    await following(db, "a", "b", "c", "d", clock=clock)

    polls = await polled(
        db, serving(a=SERVER_ERROR, b=b"<html>", c=rss("satu"), d=RuntimeError("ours")), clock=clock
    )

    assert sorted(poll.reason for poll in polls) == [
        "",
        "HTTP 500",
        "a web page, not a feed",
        "cannot be read: RuntimeError",
    ]
    assert await titles(db) == ["satu"]


async def test_a_feed_is_broken_after_three_failures_and_well_after_one_success(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", clock=clock)
    for _ in range(3):
        await polled(db, serving(a=SERVER_ERROR), clock=clock)
        clock.move(days=2)
    (broken,) = await followed(db, clock=clock)
    assert (broken.health, broken.reason) == (Health.BROKEN, "HTTP 500")

    await polled(db, serving(a=rss("satu")), clock=clock)

    (well,) = await followed(db, clock=clock)
    assert (well.health, well.reason, well.items) == (Health.OK, "", 1)


async def test_a_feed_that_is_gone_is_never_asked_again(db: Database, clock: TestClock) -> None:
    await following(db, "a", clock=clock)
    await polled(db, serving(a=FetchError("a", "HTTP 410", failure=Failure.GONE, status=410)), clock=clock)
    clock.move(days=400)

    assert await polled(db, serving(), clock=clock) == []
    (gone,) = await followed(db, clock=clock)
    assert (gone.health, gone.next_poll_at) == (Health.GONE, None)


async def test_a_server_that_asks_for_time_gets_it(db: Database, clock: TestClock) -> None:
    await following(db, "a", clock=clock)
    wish = FetchError("a", "HTTP 503", status=503, retry_after=timedelta(hours=9))
    await polled(db, serving(a=wish), clock=clock)
    clock.move(hours=8, minutes=59)

    assert await polled(db, serving(), clock=clock) == []


@pytest.mark.parametrize(("asked_for", "given"), [(minutes, min(minutes, 60)) for minutes in (5, 60, 300)])
async def test_a_host_that_says_too_many_is_left_alone_up_to_an_hour(
    db: Database, clock: TestClock, asked_for: int, given: int
) -> None:
    await following(db, "a", "b", host="kabar", clock=clock)
    too_many = FetchError("a", "HTTP 429", status=429, retry_after=timedelta(minutes=asked_for))
    await polled(db, serving(a=too_many, b=too_many), clock=clock)

    clock.move(minutes=given, seconds=-1)
    assert await polled(db, serving(), clock=clock) == []
    clock.move(seconds=1)
    assert len(await polled(db, serving(a=rss("satu"), b=rss("satu")), clock=clock)) >= 1
