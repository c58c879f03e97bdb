"""Kliping as a process of its own."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

GRACE = 10
"""Seconds within which a process must have stopped after SIGTERM."""

_NEWSPAPERS_HERE = {"allowed_networks": "127.0.0.0/8", "host_pause": 0}
"""The newspapers of the tests are one host, and it is this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a process ended, and what it wrote."""

    status: int
    out: str
    err: str


async def kliping(*arguments: str, folder: Path, **settings: object) -> Ended:
    """Run a command to its end in `folder`, with these settings and those of `_NEWSPAPERS_HERE`."""
    return await _ended(await start(*arguments, folder=folder, **settings))


async def kliping_given(stdin: str | bytes, *arguments: str, folder: Path) -> Ended:
    """Run a command to its end in `folder`, with `stdin` as its standard input."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    return await _ended(await start(*arguments, folder=folder), stdin=given)


async def _ended(process: Process, *, stdin: bytes = b"") -> Ended:
    async with asyncio.timeout(60):
        out, err = await process.communicate(stdin)
    assert process.returncode is not None
    return Ended(status=process.returncode, out=out.decode(), err=err.decode())


@asynccontextmanager
async def running(*arguments: str, folder: Path, **settings: object) -> AsyncIterator[Process]:
    """A process while the block runs; then it must end well, and soon, on SIGTERM."""
    process = await start(*arguments, folder=folder, **settings)
    try:
        yield process
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(GRACE):
            _, err = await process.communicate()
        assert process.returncode == 0, err.decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def start(*arguments: str, folder: Path, **settings: object) -> Process:
    given = {**_NEWSPAPERS_HERE, **settings}
    named = {f"KLIPING_{name.upper()}": str(value) for name, value in given.items()}
    environment = {**_environment(), **named}
    command = (sys.executable, "-m", "app", *arguments)
    return await asyncio.create_subprocess_exec(
        *command, env=environment, cwd=folder, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )


def _environment() -> Mapping[str, str]:
    root = str(Path(__file__).parents[2])
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("KLIPING_")}
    return {**inherited, "PYTHONPATH": root}
