"""The real bot at a real desk, in conversation with people of the sandbox."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from app.conversing import desk_of
from bot.application import Conversation, build_application
from bot.desk import Desk
from bot.listening import listen
from bot.pulse import Pulse
from sandbox.server import Sandbox
from storage.database import Database
from tests.bot.people import BUDI, EMILY, GROUP, SARI, Person
from tests.clocks import TestClock
from tests.sandbox.judge import judged_sandbox

TOKEN = "42:conversation"


@pytest.fixture
def clock() -> TestClock:
    """Monday, 23 November 2026, 07.00 WIB."""
    return TestClock()


@pytest.fixture
def desk(sqlite_db: Database, clock: TestClock) -> Desk:
    return desk_of(sqlite_db, clock, most=1_000)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """Telegram, which lets the bot talk as fast as the tests do, and judges whatever the bot says."""
    async with judged_sandbox(token=TOKEN, limits=False) as running:
        yield running


@pytest.fixture
def application(sandbox: Sandbox, desk: Desk) -> Conversation:
    return build_application(token=TOKEN, base_url=sandbox.url, desk=desk)


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[ClientSession]:
    async with ClientSession(sandbox.url) as session:
        yield session


@pytest.fixture
async def listening(application: Conversation, desk: Desk, clock: TestClock) -> AsyncIterator[None]:
    """The bot takes what Telegram brings until the test is over."""
    stopping = asyncio.Event()
    task = asyncio.create_task(
        listen(application, db=desk.db, clock=clock, stopping=stopping, pulse=Pulse(clock))
    )
    yield
    stopping.set()
    await task


@pytest.fixture
def sari(http: ClientSession, listening: None) -> Person:
    """In her private chat with the bot, in Indonesian; she owns the group."""
    return Person(http, SARI, SARI)


@pytest.fixture
def emily(http: ClientSession, listening: None) -> Person:
    """In her private chat with the bot, in English."""
    return Person(http, EMILY, EMILY)


@pytest.fixture
def budi(http: ClientSession, listening: None) -> Person:
    """In the group, where he is nothing but a member."""
    return Person(http, BUDI, GROUP)
