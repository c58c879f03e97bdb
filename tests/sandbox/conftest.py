"""A running sandbox without rate limits, and a driver for both ends of its conversations."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest

from sandbox.clock import SandboxClock
from sandbox.server import Sandbox
from tests.sandbox.driver import SARI, TOKEN, Driver

BEGINNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(token=TOKEN, clock=SandboxClock(BEGINNING), limits=False) as running:
        yield running


@pytest.fixture
async def driver(sandbox: Sandbox) -> AsyncIterator[Driver]:
    async with aiohttp.ClientSession() as http:
        yield Driver(sandbox, http)


@pytest.fixture
async def started(driver: Driver) -> Driver:
    """A driver whose Sari has started the bot, with no update waiting."""
    await driver.write(SARI, "/start")
    await driver.forget_updates()
    return driver
