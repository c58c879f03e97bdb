"""A newsroom open for business on a port of its own, and a reader at its door."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from sandbox.clock import SandboxClock
from sandbox.newsroom import Newsroom

MORNING = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads a newsroom over HTTP; addresses are taken as they are, dots and all."""

    newsroom: Newsroom
    base_url: str
    session: aiohttp.ClientSession

    async def get(self, url: str, **headers: str) -> Reply:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.get(URL(url, encoded=True), headers=sent) as response:
            return Reply(status=response.status, headers=response.headers, body=await response.read())


OpenNewsroom = Callable[[Newsroom], Awaitable[Reader]]


@pytest.fixture
def clock() -> SandboxClock:
    return SandboxClock(MORNING)


@pytest.fixture
async def opened() -> AsyncIterator[OpenNewsroom]:
    async with AsyncExitStack() as stack:

        async def open_newsroom(newsroom: Newsroom) -> Reader:
            return await stack.enter_async_context(_reader(newsroom))

        yield open_newsroom


@pytest.fixture
async def reader(opened: OpenNewsroom, clock: SandboxClock) -> Reader:
    return await opened(Newsroom.shipped(clock))


@asynccontextmanager
async def _reader(newsroom: Newsroom) -> AsyncIterator[Reader]:
    app = web.Application()
    app.add_routes(newsroom.routes())
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        yield Reader(newsroom=newsroom, base_url=str(server.make_url("")).rstrip("/"), session=session)
