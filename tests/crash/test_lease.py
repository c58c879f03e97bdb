"""A poller that is killed in the midst of a poll: its hosts are asked again once its lease has run out."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from datetime import timedelta

from storage.database import Database
from storage.hosts import HOST_LEASE
from tests.clocks import TestClock
from tests.conftest import OpenDatabase
from tests.jobs.polling import following, polled, rss, serving, titles


async def _kill_while_polling(database_url: str, *, asked: int) -> list[str]:
    """Another process polls, and is killed when it has asked so many feeds; answers with which."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.crash.hanging", database_url, stdout=PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(60):
        urls = [(await process.stdout.readline()).decode().strip() for _ in range(asked)]
    process.kill()
    assert await process.wait() == -9
    return sorted(urls)


async def test_what_a_killed_poller_held_is_polled_after_its_lease_and_once(
    database_url: str, open_database: OpenDatabase
) -> None:
    db: Database = open_database(database_url)
    clock = TestClock()
    await following(db, "a", "b", clock=clock)
    fetch = serving(a=rss("satu"), b=rss("dua"), c=rss("tiga"))

    held = await _kill_while_polling(database_url, asked=2)
    assert held == ["https://a.example/a", "https://b.example/b"]

    await following(db, "c", clock=clock)
    assert [poll.feed.url for poll in await polled(db, fetch, clock=clock)] == ["https://c.example/c"]
    clock.at += HOST_LEASE - timedelta(seconds=1)
    assert await polled(db, serving(), clock=clock) == []
    clock.at += timedelta(seconds=1)
    assert sorted(poll.feed.url for poll in await polled(db, fetch, clock=clock)) == held
    assert sorted(await titles(db)) == ["dua", "satu", "tiga"]
