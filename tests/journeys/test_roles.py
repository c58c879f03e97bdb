"""The same journey with the program as processes of its own: one, three roles, or behind a webhook."""

import asyncio
import csv
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from socket import socket

import pytest
from aiohttp import ClientSession
from sqlalchemy import update

from app.demo import DEMO_TOKEN
from app.wiring import SystemClock
from sandbox.clock import SandboxClock
from sandbox.newsroom import Newsroom
from sandbox.server import Sandbox
from storage.database import Database
from storage.tables import chats
from tests.app.processes import running, running_from_nothing
from tests.conftest import OpenDatabase
from tests.journeys.chatting import Person, people
from tests.sandbox.judge import judged_sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    clock = SandboxClock()
    # Without limits: the journey asks again and again until the news is there.
    async with judged_sandbox(
        token=DEMO_TOKEN, clock=clock, newsroom=Newsroom.shipped(clock), limits=False
    ) as sandbox:
        yield sandbox


@pytest.fixture
def settings(sandbox: Sandbox, tmp_path: Path) -> dict[str, object]:
    """The settings of an operator whose Telegram and newspapers are the sandbox."""
    feeds = Newsroom.shipped(SandboxClock()).feeds(sandbox.url)
    with (tmp_path / "feeds.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["outlet", "url", "region"])
        rows.writerows([feed.name, feed.url, feed.region or ""] for feed in feeds)
    return {"token": DEMO_TOKEN, "api_url": sandbox.url, "feeds_file": tmp_path / "feeds.csv"}


@asynccontextmanager
async def in_front_of(sandbox: Sandbox) -> AsyncIterator[Person]:
    async with ClientSession(sandbox.url) as http:
        yield (await people(http))["Sari"]


async def the_journey(sari: Person, db: Database) -> None:
    """Subscribe, wait for news, get the digest when it is due, leave."""
    assert "Selamat datang" in await sari.writes("/start")
    assert "Pemilu diikuti" in await sari.writes("/langganan Pemilu")
    async with asyncio.timeout(30):
        while "PEMILU" not in await sari.writes("/ringkasan"):  # a search finds what is not grouped yet
            pass
    async with db.writing() as tx:
        await tx.execute(update(chats).values(next_digest_at=SystemClock().now()))
    digest = await sari.reads()
    assert digest.startswith("🗞 Kliping")
    assert "PEMILU" in digest
    assert "tidak diikuti lagi" in await sari.writes_after_catching_up("/berhenti pemilu")


async def test_one_process_on_sqlite(
    sandbox: Sandbox,
    settings: dict[str, object],
    sqlite_url: str,
    open_database: OpenDatabase,
    tmp_path: Path,
) -> None:
    async with (
        in_front_of(sandbox) as sari,
        running_from_nothing("run", folder=tmp_path, database_url=sqlite_url, **settings),
    ):
        await the_journey(sari, open_database(sqlite_url))


async def test_three_roles_on_one_postgresql(
    sandbox: Sandbox,
    settings: dict[str, object],
    postgres_url: str,
    open_database: OpenDatabase,
    tmp_path: Path,
) -> None:
    async with AsyncExitStack() as stack:
        sari = await stack.enter_async_context(in_front_of(sandbox))
        for role in ("bot", "poller", "sender"):
            process = running("run", role, folder=tmp_path, database_url=postgres_url, **settings)
            await stack.enter_async_context(process)
        await the_journey(sari, open_database(postgres_url))


async def test_updates_by_webhook(
    sandbox: Sandbox,
    settings: dict[str, object],
    sqlite_url: str,
    open_database: OpenDatabase,
    tmp_path: Path,
) -> None:
    port = free_port()
    webhook = {
        "webhook_url": f"http://127.0.0.1:{port}/telegram",
        "webhook_secret": "between-us",
        "webhook_port": port,
    }
    async with (
        in_front_of(sandbox) as sari,
        running("run", folder=tmp_path, database_url=sqlite_url, **settings, **webhook),
    ):
        await the_journey(sari, open_database(sqlite_url))


def free_port() -> int:
    with socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
