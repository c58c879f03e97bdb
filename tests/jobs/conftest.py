"""Servers on this machine that answer as a test wants, and what asks them."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web

from jobs.full_text import PageFetcher
from jobs.reading import Readers
from storage.database import Database
from tests.clocks import TestClock
from tests.jobs.desk import Desk, standing_desk
from tests.jobs.site import Site, page_fetcher

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Handler], Awaitable[str]]


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """`await serve(handler)` answers with the address at which `handler` serves every path."""
    runners: list[web.AppRunner] = []

    async def start(handler: Handler) -> str:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", handler)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        return f"http://{host}:{port}"

    yield start
    for runner in runners:
        await runner.cleanup()


@pytest.fixture
async def readers() -> AsyncIterator[Readers]:
    async with Readers(processes=1) as readers:
        yield readers


@pytest.fixture
async def site(serve: Serve) -> tuple[Site, str]:
    site = Site()
    return site, await serve(site.answer)


@pytest.fixture
async def pages(sqlite_db: Database, readers: Readers, clock: TestClock) -> AsyncIterator[PageFetcher]:
    async with page_fetcher(sqlite_db, readers, clock) as pages:
        yield pages


@pytest.fixture
async def desk(db: Database, clock: TestClock) -> AsyncIterator[Desk]:
    async with standing_desk(db, clock) as desk:
        yield desk


@pytest.fixture
async def greedy() -> AsyncIterator[Readers]:
    """One process, which can be asked to go beyond its limits."""
    async with Readers(processes=1, module="tests.jobs.greedy") as readers:
        yield readers
