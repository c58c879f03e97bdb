"""Looking up names: slow name servers hold up nothing but what is asked of them."""

import asyncio
import gc
import socket
from collections.abc import AsyncIterator, Sequence
from threading import Event, Semaphore

import pytest

from jobs.fetch import REQUESTS_AT_ONCE
from jobs.guard import AddrInfo
from jobs.lookups import LookUps
from news.failure import Failure
from tests.clocks import MORNING
from tests.jobs.wire import answer, failure_of, fetcher, saying

LONG = 30.0
"""Seconds that a test waits for what comes at once, before it fails."""


class SlowServer:
    """A name server that answers 127.0.0.1, `wakes` permitting, and says when it has been asked."""

    def __init__(self) -> None:
        self.wakes = Event()
        self.asked = Semaphore(0)

    def look_up(self, host: str, port: int, **_: object) -> Sequence[AddrInfo]:
        self.asked.release()
        self.wakes.wait()
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


@pytest.fixture
async def slow() -> AsyncIterator[SlowServer]:
    server = SlowServer()
    yield server
    server.wakes.set()


async def test_slow_name_servers_take_no_thread_from_others_and_hold_up_no_end(slow: SlowServer) -> None:
    async with asyncio.timeout(LONG):
        async with fetcher(resolver=LookUps(slow.look_up)) as fetch:
            requests = [
                asyncio.create_task(fetch.get(f"http://kabar{number}.example/", now=MORNING))
                for number in range(REQUESTS_AT_ONCE)
            ]
            for _ in requests:
                await asyncio.to_thread(slow.asked.acquire)
        await asyncio.wait(requests)
    assert not slow.wakes.is_set()


async def test_a_look_up_that_nobody_waits_for_any_more_keeps_its_room(slow: SlowServer) -> None:
    look_ups = LookUps(slow.look_up, at_once=1)
    first = asyncio.create_task(look_ups.resolve("kabar.example", 80))
    await asyncio.to_thread(slow.asked.acquire)
    first.cancel()
    second = asyncio.create_task(look_ups.resolve("warta.example", 80))
    await asyncio.gather(first, return_exceptions=True)
    assert not slow.asked.acquire(blocking=False)

    slow.wakes.set()
    async with asyncio.timeout(LONG):
        assert [found["host"] for found in await second] == ["127.0.0.1"]


def test_a_look_up_that_outlives_the_loop_ends_quietly() -> None:
    server = SlowServer()

    async def ask() -> None:
        asking = asyncio.create_task(LookUps(server.look_up).resolve("kabar.example", 80))
        await asyncio.to_thread(server.asked.acquire)
        asking.cancel()

    asyncio.run(ask())
    server.wakes.set()
    gc.collect()


async def test_a_name_is_looked_up_and_its_address_connected_to() -> None:
    async with saying(answer(b"<rss/>")) as wire, fetcher() as fetch:
        fetched = await fetch.get(f"http://localhost:{wire.port}/", now=MORNING)
    assert getattr(fetched, "body", None) == b"<rss/>"


async def test_a_name_that_nobody_knows_is_a_failure_in_words() -> None:
    def unknown(*_: object, **__: object) -> Sequence[AddrInfo]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    failure = await failure_of(fetcher(resolver=LookUps(unknown)), "http://kabar.example/")
    assert (failure.failure, failure.reason) == (Failure.TIMEOUT, "the name kabar.example is not known")
