"""The conversation put together: people are answered at the rate that the operator sets."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from app.conversing import converse
from app.settings import Settings
from bot.pulse import Pulse
from storage.database import Database
from storage.paces import look_at_pace
from tests.bot.people import SARI, Person
from tests.clocks import MORNING, TestClock
from tests.sandbox.judge import judged_sandbox

TOKEN = "42:conversing"


@pytest.mark.parametrize("rate", [2.0, 20.0])
async def test_people_are_answered_at_the_rate_that_is_set(sqlite_db: Database, rate: float) -> None:
    async with judged_sandbox(token=TOKEN) as sandbox, ClientSession(sandbox.url) as http:
        settings = Settings(token=TOKEN, api_url=sandbox.url, send_rate=rate)
        clock, stopping = TestClock(), asyncio.Event()
        talking = asyncio.create_task(
            converse(sqlite_db, settings, clock=clock, stopping=stopping, pulse=Pulse(clock))
        )
        await Person(http, SARI, SARI).writes("/start")
        stopping.set()
        await talking

    async with sqlite_db.reading() as tx:
        pace = await look_at_pace(tx)
    assert pace.next_at - MORNING == pytest.approx(timedelta(seconds=1 / rate), rel=0.3)
