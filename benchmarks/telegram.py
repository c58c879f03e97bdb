"""A Telegram on 127.0.0.1, in a process of its own: the sandbox, its people, and what it was asked."""

import asyncio
import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from app.roles import settle
from sandbox.clock import SandboxClock
from sandbox.server import Sandbox
from sandbox.telegram.journal import Journal
from sandbox.telegram.people import write
from sandbox.telegram.records import Chat, Json
from sandbox.telegram.world import World

TOKEN = "42:benchmark"
LATENCY = 0.05

_KEPT = 100_000

_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What somebody has said, and the bot's answers: each by the id of what was said, and when it came."""

    said: Sequence[tuple[int, float]]
    replies: Sequence[tuple[int, float]]


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
        return [(at, status) for at, status, _ in self.sent()]

    def sent(self) -> list[tuple[float, int, bool]]:
        """The same, and whether it answers somebody."""
        sent: list[tuple[float, int, bool]] = self._ask("sent")
        return sent

    def write(self, people: Sequence[int], texts: Sequence[str]) -> None:
        """Every one of these people writes all the texts to the bot, by turns, and all at once."""
        self._ask("write", people, texts)

    def conversations(self, people: Sequence[int]) -> dict[int, Conversation]:
        """What these people have written to the bot, and what it has answered."""
        found: dict[int, Conversation] = self._ask("conversations", people)
        return found

    def _ask(self, *question: object) -> Any:
        self._pipe.send(question)
        return self._pipe.recv()


def _serve(people: int, limits: bool, latency: float, pipe: Any) -> None:
    asyncio.run(_run(people, limits, latency, pipe))


async def _run(count: int, limits: bool, latency: float, pipe: Any) -> None:
    journal = Journal(kept=_KEPT)
    sandbox = Sandbox(token=TOKEN, clock=SandboxClock(), limits=limits, latency=latency, journal=journal)
    met = [sandbox.world.add_person(f"Warga {number}", language_code="id") for number in range(count)]
    for person in met:
        sandbox.world.chats[person.id].started = True
    await sandbox.start()
    settle()
    pipe.send((sandbox.url, [person.id for person in met]))
    loop, last = asyncio.get_running_loop(), 0
    while question := await loop.run_in_executor(None, _next, pipe):
        answer: object = None
        match question:
            case ("sent",):
                entries = journal.after(last)
                last = entries[-1]["n"] if entries else last
                answer = [_sent(entry) for entry in entries if entry["method"].lower() == "sendmessage"]
            case ("write", people, texts):
                _write(sandbox.world, people, texts)
            case ("conversations", people):
                answer = {id_: _conversation(sandbox.world.chats[id_]) for id_ in people}
        pipe.send(answer)


def _sent(entry: Json) -> tuple[float, int, bool]:
    at = datetime.fromisoformat(entry["time"]).timestamp()
    return at, entry["status"], "reply_parameters" in entry["parameters"]


def _write(world: World, people: Sequence[int], texts: Sequence[str]) -> None:
    for text in texts:
        for person in people:
            write(world, world.chats[person], world.people[person], text)


def _conversation(chat: Chat) -> Conversation:
    messages = list(chat.messages.values())
    said = [(message.id, message.date.timestamp()) for message in messages if message.sender_id == chat.id]
    replies = [(message.reply_to, message.date.timestamp()) for message in messages if message.reply_to]
    return Conversation(said=said, replies=replies)


def _next(pipe: Any) -> tuple[Any, ...]:
    """The next question; empty when there is nobody to ask any more."""
    try:
        question: tuple[Any, ...] = pipe.recv()
    except EOFError:
        return ()
    return question
