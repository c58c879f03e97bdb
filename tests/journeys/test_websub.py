"""WebSub with pollers as processes of their own, a hub and a newspaper."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from app.demo import DEMO_TOKEN
from app.wiring import SystemClock
from sandbox.clock import SandboxClock
from storage.database import Database
from tests.app.processes import kliping, running
from tests.conftest import OpenDatabase
from tests.hub import Hub, Newspaper, standing_hub, standing_newspaper
from tests.journeys.test_roles import free_port
from tests.sandbox.judge import judged_sandbox
from tests.storage.given import asked


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    async with standing_hub() as hub:
        hub.verifies_at_once = True
        yield hub


@pytest.fixture
async def paper(hub: Hub) -> AsyncIterator[Newspaper]:
    async with standing_newspaper(hub.url, now=SystemClock().now()) as paper:
        yield paper


def settings(paper: Newspaper, folder: Path, *, port: int) -> dict[str, object]:
    """Those of an operator whose newspaper, hub and public address are on this machine."""
    (folder / "feeds.csv").write_text(f"outlet,url,region\nKabar,{paper.url}/rss,\n")
    return {
        "feeds_file": folder / "feeds.csv",
        "allowed_networks": "127.0.0.0/8",
        "host_pause": 0,
        "websub_url": f"http://127.0.0.1:{port}",
    }


async def until(db: Database, question: str, *answer: object) -> None:
    async with asyncio.timeout(30):
        while await asked(db, question) != [answer]:
            pass


async def the_push(hub: Hub, paper: Newspaper, db: Database) -> None:
    """From the poll that finds the hub to the article that it pushes, which no poll has fetched."""
    await until(db, "SELECT state, attempts FROM subscriptions", "verified", 0)
    polls = paper.polls
    assert await hub.push(paper.publish("baru", at=SystemClock().now())) == 202
    await until(db, "SELECT count(*) FROM items WHERE title = 'baru'", 1)
    assert paper.polls == polls


async def test_two_pollers_on_one_postgresql_of_which_one_is_called_by_hubs(
    hub: Hub, paper: Newspaper, postgres_url: str, open_database: OpenDatabase, tmp_path: Path
) -> None:
    ports = free_port(), free_port()
    given = settings(paper, tmp_path, port=ports[0]) | {"database_url": postgres_url}
    db = open_database(postgres_url)
    async with AsyncExitStack() as stack:
        for port in ports:
            process = running("run", "poller", folder=tmp_path, websub_port=port, **given)
            await stack.enter_async_context(process)
        await the_push(hub, paper, db)
    assert len(hub.asked) == 1
    shown = await kliping("feeds", "show", f"{paper.url}/rss", folder=tmp_path, **given)
    assert f"hub: {hub.url} pushes until " in shown.out
    assert ", last push " in shown.out


async def test_one_process_on_sqlite(
    hub: Hub, paper: Newspaper, sqlite_url: str, open_database: OpenDatabase, tmp_path: Path
) -> None:
    port = free_port()
    given = settings(paper, tmp_path, port=port) | {"database_url": sqlite_url, "token": DEMO_TOKEN}
    db = open_database(sqlite_url)
    async with judged_sandbox(token=DEMO_TOKEN, clock=SandboxClock()) as sandbox:
        given |= {"api_url": sandbox.url}
        async with running("run", folder=tmp_path, websub_port=port, **given):
            await the_push(hub, paper, db)
    assert len(hub.asked) == 1


async def test_a_port_in_use_is_one_line(paper: Newspaper, tmp_path: Path, postgres_url: str) -> None:
    port = int(paper.url.rsplit(":", 1)[1])
    given = settings(paper, tmp_path, port=port) | {"database_url": postgres_url, "websub_port": port}
    ended = await kliping("run", "poller", folder=tmp_path, **given)
    assert ended.status == 2
    assert f"KLIPING_WEBSUB_PORT: port {port} cannot be used" in ended.err.splitlines()[-1]
