"""The sender put together: digests are paid for where the operator says so, and only there."""

import asyncio

import pytest
from aiohttp import ClientSession

from app.sending import opened_sender
from app.settings import Settings
from storage.database import Database
from tests.bot.people import SARI
from tests.clocks import TestClock
from tests.sandbox.judge import judged_sandbox
from tests.storage.given import given_messages

TOKEN = "42:sender"


@pytest.mark.parametrize(("paid_rate", "said"), [(None, None), (250.0, "true")])
async def test_digests_say_whether_they_are_paid_for(
    sqlite_db: Database, paid_rate: float | None, said: str | None
) -> None:
    async with judged_sandbox(token=TOKEN) as sandbox:
        settings = Settings(token=TOKEN, api_url=sandbox.url, paid_rate=paid_rate)
        await given_messages(sqlite_db, "Kliping", chat_id=SARI)
        async with opened_sender(sqlite_db, settings, clock=TestClock(), stopping=asyncio.Event()) as beats:
            await next(beat for beat in beats if beat.name == "deliver").run()
        async with ClientSession(sandbox.url) as http:
            asked = (await (await http.get("/sandbox/requests?after=0")).json())["requests"]

    assert [each["parameters"].get("allow_paid_broadcast") for each in asked] == [said]
