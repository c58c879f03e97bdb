"""The sender put together: digests are paid for where the operator says so, and only there."""

import asyncio
import logging

import pytest
from aiohttp import ClientSession

from app.sending import opened_sender
from app.settings import Settings
from storage.database import Database
from storage.paces import look_at_pace
from tests.bot.people import SARI
from tests.clocks import MORNING, TestClock
from tests.sandbox.judge import judged_sandbox
from tests.storage.given import given_messages

TOKEN = "42:sender"


@pytest.mark.parametrize(("paid_rate", "said"), [(None, None), (250.0, "true")])
async def test_digests_say_whether_they_are_paid_for_and_keep_that_pace(
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
    async with sqlite_db.reading() as tx:
        moved = [paid for paid in (False, True) if (await look_at_pace(tx, paid=paid)).next_at >= MORNING]
    assert moved == [paid_rate is not None]


@pytest.mark.parametrize(("rate", "told"), [(30.0, False), (0.1, True)])
async def test_the_log_says_when_a_long_backlog_will_have_been_sent(
    sqlite_db: Database, caplog: pytest.LogCaptureFixture, rate: float, told: bool
) -> None:
    async with judged_sandbox(token=TOKEN) as sandbox:
        settings = Settings(token=TOKEN, api_url=sandbox.url, send_rate=rate)
        for chat_id in range(1, 8):
            await given_messages(sqlite_db, "Kliping", chat_id=chat_id)
        async with opened_sender(sqlite_db, settings, clock=TestClock(), stopping=asyncio.Event()) as beats:
            with caplog.at_level(logging.INFO, logger="app.sending"):
                await next(beat for beat in beats if beat.name == "backlog").run()

    line = (
        "7 messages and 0 digests that are not written yet wait; all will have been sent by about 00:01 UTC"
    )
    assert ([line] if told else []) == caplog.messages
