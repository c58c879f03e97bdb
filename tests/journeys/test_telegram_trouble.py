"""Telegram away, and another bot in our place."""

import asyncio
from asyncio.subprocess import Process
from pathlib import Path

from aiohttp import ClientSession

from app.demo import DEMO_TOKEN
from sandbox.clock import SandboxClock
from tests.app.processes import running, start
from tests.journeys.chatting import people
from tests.journeys.test_roles import free_port
from tests.sandbox.judge import judged_sandbox


def feeds_file(folder: Path) -> Path:
    path = folder / "feeds.csv"
    path.write_text("outlet,url,region\n")
    return path


async def line_with(process: Process, words: str) -> str:
    """The next line of the log that contains `words`."""
    assert process.stderr is not None
    async with asyncio.timeout(30):
        while line := (await process.stderr.readline()).decode():
            if words in line:
                return line
    raise AssertionError(f"the log ended without {words!r}")


async def test_while_telegram_is_away_the_bot_keeps_trying_says_so_once_and_recovers(tmp_path: Path) -> None:
    port = free_port()
    settings = {
        "token": DEMO_TOKEN,
        "api_url": f"http://127.0.0.1:{port}",
        "feeds_file": feeds_file(tmp_path),
    }
    async with running("run", folder=tmp_path, **settings) as process:
        await line_with(process, "Telegram does not answer")
        async with judged_sandbox(token=DEMO_TOKEN, clock=SandboxClock(), port=port) as sandbox:
            said = await line_with(process, "elegram")
            assert "Telegram answers again" in said
            async with ClientSession(sandbox.url) as http:
                assert "Selamat datang" in await (await people(http))["Sari"].writes("/start")


async def test_of_two_bots_with_one_token_one_ends_and_says_why_and_the_other_serves_on(
    tmp_path: Path,
) -> None:
    settings = {"token": DEMO_TOKEN, "feeds_file": feeds_file(tmp_path)}
    async with judged_sandbox(token=DEMO_TOKEN, clock=SandboxClock()) as sandbox:
        two = [
            await start(
                "run",
                folder=tmp_path,
                api_url=sandbox.url,
                database_url=f"sqlite:///{tmp_path}/{name}.db",
                **settings,
            )
            for name in ("one", "two")
        ]
        ends = [asyncio.create_task(process.communicate()) for process in two]
        async with asyncio.timeout(60):
            done, waiting = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        ended, serving = sorted(two, key=lambda process: process.returncode is None)
        assert ended.returncode == 2
        last_line = done.pop().result()[1].decode().splitlines()[-1]
        assert "another program polls with the same token" in last_line
        async with ClientSession(sandbox.url) as http:
            assert "Selamat datang" in await (await people(http))["Sari"].writes("/start")
        serving.terminate()
        async with asyncio.timeout(10):
            await waiting.pop()
        assert serving.returncode == 0
