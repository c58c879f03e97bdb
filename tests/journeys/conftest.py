"""The whole product standing on this machine, and people in front of its chat page."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from app.demo import standing_demo
from tests.journeys.chatting import Person, people
from tests.sandbox.judge import assert_telegram_takes

GROUP = -501


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with standing_demo() as demo, ClientSession(demo.url) as http:
        yield http
        assert_telegram_takes((await (await http.get("/sandbox/requests")).json())["requests"])


@pytest.fixture
async def sari(http: ClientSession) -> Person:
    """In her private chat with the bot, in Indonesian."""
    return (await people(http))["Sari"]


@pytest.fixture
async def emily(http: ClientSession) -> Person:
    """In her private chat with the bot, in English."""
    return (await people(http))["Emily"]
