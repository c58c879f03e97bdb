"""Runs of a process that is killed midway: one interpreter that forks a child for each."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

PATIENCE = 60
"""Seconds for one run."""

Run = Callable[..., Awaitable[int]]
"""`await run(...)` answers with the exit status of a child."""


@asynccontextmanager
async def running(module: str) -> AsyncIterator[Run]:
    """What runs children of the module, which serves as `tests.crash.worker` does."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    stdin, stdout = process.stdin, process.stdout

    async def run(**parameters: object) -> int:
        stdin.write(json.dumps(parameters).encode() + b"\n")
        async with asyncio.timeout(PATIENCE):
            return int(await stdout.readline())

    yield run
    stdin.close()
    await process.wait()
