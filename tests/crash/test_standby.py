"""A sender that is killed with messages on their way: another has sent them within half a minute."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from app.demo import DEMO_TOKEN
from app.sending import opened_sender
from app.settings import Settings
from app.wiring import SystemClock
from news.delivery import DeliveryState
from sandbox.clock import SandboxClock
from sandbox.server import Sandbox
from storage.database import Database
from tests.app.processes import start
from tests.bot.people import BUDI, EMILY, SARI
from tests.clocks import TestClock
from tests.conftest import OpenDatabase
from tests.sandbox.judge import judged_sandbox
from tests.storage.given import given_messages
from tests.storage.outbox import states

HALF_A_MINUTE = timedelta(seconds=30)
BEAT = timedelta(seconds=1)


async def kill_with_all_on_their_way(
    folder: Path, sandbox: Sandbox, database_url: str, *, messages: int
) -> None:
    """A real sender, which Telegram leaves without an answer, is killed when it has asked so often."""
    process = await start(
        "run", "sender", folder=folder, database_url=database_url, api_url=sandbox.url, token=DEMO_TOKEN
    )
    async with asyncio.timeout(60):
        while len(await sendings(sandbox)) < messages:
            assert process.returncode is None
    process.kill()
    await process.communicate()


async def sendings(sandbox: Sandbox) -> list[dict[str, Any]]:
    async with ClientSession(sandbox.url) as http:
        listed = (await (await http.get("/sandbox/requests")).json())["requests"]
    return [entry for entry in listed if entry["method"].lower() == "sendmessage"]


async def trouble(sandbox: Sandbox, *faults: dict[str, object]) -> None:
    async with ClientSession(sandbox.url) as http:
        await http.post("/sandbox/faults", json={"faults": faults})


async def send_due(db: Database, sandbox: Sandbox, *, clock: TestClock) -> None:
    settings = Settings(token=DEMO_TOKEN, api_url=sandbox.url)
    async with opened_sender(db, settings, clock=clock, stopping=asyncio.Event()) as beats:
        await next(beat for beat in beats if beat.name == "deliver").run()


async def test_what_a_killed_sender_held_a_standby_has_sent_within_half_a_minute(
    postgres_url: str, open_database: OpenDatabase, tmp_path: Path
) -> None:
    db = open_database(postgres_url)
    people = (SARI, BUDI, EMILY)
    async with judged_sandbox(token=DEMO_TOKEN, clock=SandboxClock()) as sandbox:
        for person in people:
            sandbox.world.chats[person].started = True
            await given_messages(db, f"Kabar {person}", chat_id=person, slot=SystemClock().now())
        # One was accepted, two were not; the sender cannot know.
        await trouble(sandbox, {"kind": "timeout_after", "chat": SARI}, {"kind": "silence"})
        await kill_with_all_on_their_way(tmp_path, sandbox, postgres_url, messages=len(people))
        killed_at = SystemClock().now()
        await trouble(sandbox)

        await send_due(db, sandbox, clock=TestClock(killed_at))
        assert await states(db) == {DeliveryState.SENDING: len(people)}

        await send_due(db, sandbox, clock=TestClock(killed_at + HALF_A_MINUTE - BEAT))
        assert await states(db) == {DeliveryState.SENT: len(people)}
        again = (await sendings(sandbox))[len(people) :]

    assert sorted(int(each["parameters"]["chat_id"]) for each in again) == sorted(people)
    assert all(each["parameters"]["text"].startswith("🔁") for each in again)
