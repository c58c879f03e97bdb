"""Kliping as a process of its own: forked from one that has loaded everything, or started from nothing."""

import asyncio
import atexit
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from socket import AF_UNIX, socket
from subprocess import Popen
from tempfile import TemporaryDirectory

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]

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


async def kliping_from_nothing(*arguments: str, folder: Path, **settings: object) -> Ended:
    """The same, with nothing loaded before: as an operator starts it."""
    return await _ended(await _start_from_nothing(*arguments, folder=folder, **settings))


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
    async with _ending_well(await start(*arguments, folder=folder, **settings)) as process:
        yield process


@asynccontextmanager
async def running_from_nothing(*arguments: str, folder: Path, **settings: object) -> AsyncIterator[Process]:
    """The same, with nothing loaded before."""
    async with _ending_well(await _start_from_nothing(*arguments, folder=folder, **settings)) as process:
        yield process


@asynccontextmanager
async def _ending_well(process: Process) -> AsyncIterator[Process]:
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
    # Isolated, and without the site's packages: this one has nothing to load.
    command = (sys.executable, "-I", "-S", str(_HERE / "called.py"), _warm())
    return await _started(*command, *arguments, folder=folder, settings=settings)


async def _start_from_nothing(*arguments: str, folder: Path, **settings: object) -> Process:
    return await _started(sys.executable, "-m", "app", *arguments, folder=folder, settings=settings)


async def _started(*command: str, folder: Path, settings: Mapping[str, object]) -> Process:
    given = {**_NEWSPAPERS_HERE, **settings}
    named = {f"KLIPING_{name.upper()}": str(value) for name, value in given.items()}
    environment = {**_environment(), **named}
    return await asyncio.create_subprocess_exec(
        *command, env=environment, cwd=folder, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )


@cache
def _warm() -> str:
    """Where `tests.app.warm` listens; it is started once, and ends with us."""
    folder = TemporaryDirectory(prefix="kliping-")
    with socket(AF_UNIX) as callers:
        callers.bind(f"{folder.name}/warm")
        callers.listen()
        command = (sys.executable, "-m", "tests.app.warm", str(callers.fileno()))
        process = Popen(command, cwd=_ROOT, stdin=PIPE, pass_fds=[callers.fileno()], start_new_session=True)
    for at_exit in (folder.cleanup, process.communicate):
        atexit.register(at_exit)
    return f"{folder.name}/warm"


def _environment() -> Mapping[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("KLIPING_")}
    return {**inherited, "PYTHONPATH": str(_ROOT)}
