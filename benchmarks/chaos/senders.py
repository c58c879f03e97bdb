"""Processes that send, killed and started again at once."""

import asyncio
import sys
from asyncio.subprocess import Process
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from app.wiring import SystemClock

_ROOT = Path(__file__).parents[2]


class Senders:
    """So many senders; what they log is kept in one file."""

    def __init__(self, number: int, *, arguments: Sequence[str], log: Path) -> None:
        self._number, self._arguments, self._log = number, arguments, log
        self._processes: list[Process] = []
        self.killed_at: list[datetime] = []

    async def start(self) -> None:
        self._processes = [await self._started() for _ in range(self._number)]

    async def kill(self, number: int) -> None:
        """SIGKILL, and another in its place."""
        process = self._processes[number]
        assert process.returncode is None, "a sender has ended by itself"
        process.kill()
        self.killed_at.append(SystemClock().now())
        await process.wait()
        self._processes[number] = await self._started()

    async def stop(self) -> None:
        for process in self._processes:
            if process.returncode is None:
                process.terminate()
        for process in self._processes:
            await process.wait()

    def errors(self) -> int:
        """How many exceptions were logged; the first is printed."""
        log = self._log.read_text()
        _, found, first = log.partition("Traceback")
        if found:
            print(first.split("\n2")[0])
        return log.count("Traceback")

    async def _started(self) -> Process:
        with self._log.open("a") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "benchmarks.chaos.sender", *self._arguments, cwd=_ROOT, stderr=log
            )
