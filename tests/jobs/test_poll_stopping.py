"""Polling that stops, breaks or is cancelled keeps what has come and gives back what it has not asked."""

import asyncio
from datetime import timedelta

import pytest

from jobs.fetch import Fetched
from jobs.keep import Poll
from jobs.poll import Poller, poll_due_feeds
from storage.database import Database
from tests.clocks import TestClock
from tests.jobs.polling import (
    fetched,
    following,
    never,
    other_tasks,
    polled,
    read_here,
    rss,
    serving,
    titles,
)


async def test_when_stopping_nothing_more_is_asked_and_what_is_under_way_is_kept(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", "b", host="kabar", clock=clock)
    stop = asyncio.Event()

    async def last() -> Fetched:
        stop.set()
        return fetched(rss("satu"))

    polls = await polled(db, serving(a=last, b=last), clock=clock, stopping=stop.is_set)
    clock.move(seconds=1)

    assert len(polls) == 1
    assert await polled(db, serving(), clock=clock, stopping=stop.is_set) == []
    assert await titles(db) == ["satu"]


async def test_a_host_that_hangs_when_we_stop_is_given_back_for_another_poller(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", clock=clock)
    stop = asyncio.Event()

    async def hanging() -> Fetched:
        stop.set()
        return await never()

    fetch = serving(a=hanging)
    poller = Poller(db=db, fetch=fetch, read=read_here, clock=clock, last_wait=timedelta())
    async with asyncio.timeout(30):
        assert await poll_due_feeds(poller, stopping=stop.is_set) == 0

    assert await polled(db, serving(a=rss("satu")), clock=clock) == []
    clock.move(seconds=1)
    assert len(await polled(db, serving(a=rss("satu")), clock=clock)) == 1


async def test_a_poll_that_would_outlive_its_claim_is_a_failure(db: Database, clock: TestClock) -> None:
    await following(db, "a", clock=clock)
    polls: list[Poll] = []
    poller = Poller(db=db, fetch=serving(a=never), read=read_here, clock=clock, patience=timedelta())

    async with asyncio.timeout(30):
        await poll_due_feeds(poller, tell=polls.append)

    assert [poll.reason for poll in polls] == ["took too long altogether"]


async def test_polls_that_were_not_kept_when_polling_broke_are_due_after_the_pause(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", "b", "c", clock=clock)
    told = asyncio.Event()

    async def late() -> Fetched:
        await told.wait()
        return fetched(rss("satu"))

    def tell(poll: Poll) -> None:
        told.set()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await polled(db, serving(a=late, b=late, c=rss("satu")), clock=clock, tell=tell)
    clock.move(seconds=1)

    polls = await polled(db, serving(a=rss("satu"), b=rss("satu")), clock=clock)
    assert sorted(poll.feed.url for poll in polls) == ["https://a.example/a", "https://b.example/b"]


async def test_polling_that_is_cancelled_leaves_no_task_and_no_claim_behind(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", "b", clock=clock)
    asked_for = asyncio.Semaphore(0)

    async def hanging() -> Fetched:
        asked_for.release()
        return await never()

    before = other_tasks()
    polling = asyncio.create_task(polled(db, serving(a=hanging, b=hanging), clock=clock))
    for _ in "ab":
        await asked_for.acquire()
    polling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await polling

    assert other_tasks() == before
    clock.move(seconds=1)
    assert len(await polled(db, serving(a=rss("satu"), b=rss("dua")), clock=clock)) == 2
