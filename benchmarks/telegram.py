"""A Telegram on 127.0.0.1, in a process of its own: the sandbox, with its limits, and what it was asked."""

import asyncio
import multiprocessing
from datetime import datetime
from typing import Any, Self

from app.roles import settle
from sandbox.clock import SandboxClock
from sandbox.server import Sandbox
from sandbox.telegram.journal import Journal

TOKEN = "42:benchmark"
LATENCY = 0.05

_KEPT = 100_000

_SPAWN = multiprocessing.get_context("spawn")


class Telegram:
    """The running sandbox, with so many people who have started the bot. Use as `with`."""

    def __init__(self, people: int, *, limits: bool = True, latency: float = LATENCY) -> None:
        self._arguments = people, limits, latency

    def __enter__(self) -> Self:
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(*self._arguments, theirs), daemon=True)
        self._process.start()
        self.url: str
        self.people: list[int]
        self.url, self.people = self._pipe.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()

    @property
    def process(self) -> int:
        """Its number."""
        assert self._process.pid
        return self._process.pid

    def log(self) -> list[tuple[float, int]]:
        """Since the last time: when each message arrived, by its clock, and the status that it was given."""
        self._pipe.send("log")
        asked: list[tuple[float, int]] = self._pipe.recv()
        return asked


def _serve(people: int, limits: bool, latency: float, pipe: Any) -> None:
    asyncio.run(_run(people, limits, latency, pipe))


async def _run(people: int, limits: bool, latency: float, pipe: Any) -> None:
    journal = Journal(kept=_KEPT)
    sandbox = Sandbox(token=TOKEN, clock=SandboxClock(), limits=limits, latency=latency, journal=journal)
    met = [sandbox.world.add_person(f"Warga {number}", language_code="id") for number in range(people)]
    for person in met:
        sandbox.world.chats[person.id].started = True
    await sandbox.start()
    settle()
    pipe.send((sandbox.url, [person.id for person in met]))
    loop, last = asyncio.get_running_loop(), 0
    while await loop.run_in_executor(None, _next, pipe):
        entries = journal.after(last)
        last = entries[-1]["n"] if entries else last
        asked = [entry for entry in entries if entry["method"].lower() == "sendmessage"]
        pipe.send([(datetime.fromisoformat(each["time"]).timestamp(), each["status"]) for each in asked])


def _next(pipe: Any) -> bool:
    try:
        return bool(pipe.recv())
    except EOFError:
        return False
