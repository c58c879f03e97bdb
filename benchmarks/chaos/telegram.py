"""A Telegram on 127.0.0.1, in a process of its own, in which happens what was planned."""

import asyncio
import multiprocessing
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Self

from aiohttp import ClientSession

from benchmarks.chaos.judge import Asked
from benchmarks.chaos.plan import Place, Plan, Turn
from benchmarks.telegram import LATENCY, TOKEN
from bot.texts import Texts
from news.chat import Language
from sandbox.clock import SandboxClock
from sandbox.server import Sandbox
from sandbox.telegram.call import Call
from sandbox.telegram.faults import Kind
from sandbox.telegram.forum import set_closed
from sandbox.telegram.genesis import open_forum
from sandbox.telegram.journal import Journal
from sandbox.telegram.membership import change_status, set_blocked, upgrade
from sandbox.telegram.records import Chat, ChatType, Status
from sandbox.telegram.world import World

_KEPT = 1_000_000
_NUMBER = re.compile(r"#(\d+)")
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was asked in the end, in its order, and since when chats are gone, by their numbers."""

    asked: list[Asked]
    gone: dict[int, datetime]


class Telegram:
    """The running sandbox with the chats of the plan; `chats` are their ids and threads. Use as `with`."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def __enter__(self) -> Self:
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(self._plan, theirs), daemon=True)
        self._process.start()
        self.url: str
        self.chats: list[tuple[int, int | None]]
        self.url, self.chats = self._pipe.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()

    def accepted(self, seconds: float) -> int | None:
        """The next of the numbers of accepted messages at which there is a kill, within so many seconds."""
        return int(self._pipe.recv()) if self._pipe.poll(seconds) else None

    def told(self) -> Told:
        """For the end: it says nothing of kills any more."""
        self._pipe.send("told")
        while not isinstance(told := self._pipe.recv(), Told):
            pass
        return told


class _Course(Journal):
    """The request log, which lets each turn of the plan happen as soon as it is its time."""

    def __init__(self, plan: Plan, reached: Callable[[int], None]) -> None:
        super().__init__(kept=_KEPT)
        self._plan, self._reached = plan, reached
        self._moments = {kill.accepted for kill in plan.kills}
        self._accepted: Counter[int] = Counter()
        self.numbers: dict[int, int] = {}
        self.gone: dict[int, datetime] = {}

    def begin(self, world: World) -> list[Chat]:
        """Make the chats; what is planned for before their first messages happens at once."""
        self._world = world
        made = [_made(world, place, number) for number, place in enumerate(self._plan.places)]
        self.numbers = {chat.id: number for number, chat in enumerate(made)}
        for chat in made:
            self._turn(chat)
        return made

    def note(self, call: Call, *, done: bool = False, status: int | None, **how: Any) -> None:
        super().note(call, done=done, status=status, **how)
        if call.method.lower() == "sendmessage" and (done or status == 200):
            chat = self._world.chats[call.integer("chat_id")]
            self._accepted[self.numbers[chat.id]] += 1
            self._turn(chat)
            if self._accepted.total() in self._moments:
                self._reached(self._accepted.total())

    def _turn(self, chat: Chat) -> None:
        number = self.numbers[chat.id]
        after, turn = self._plan.turns.get(number, (None, None))
        if turn is None or after != self._accepted[number]:
            return
        world, owner = self._world, _owner(self._world, chat)
        match turn:
            case Turn.BLOCKED:
                set_blocked(world, chat, blocked=True)
            case Turn.KICKED:
                change_status(world, chat, by=owner, whom=world.bot, to=Status.KICKED)
            case Turn.MIGRATED:
                self.numbers[upgrade(world, chat, owner).id] = number
            case Turn.THREAD_CLOSED:
                set_closed(world, chat, chat.threads[_thread(chat) or 0], closed=True)
        if turn in (Turn.BLOCKED, Turn.KICKED):
            self.gone[number] = world.clock.now()

    def told(self) -> Told:
        mark = str(Texts(Language.INDONESIAN).html("digest-repeat"))
        sent = [entry for entry in self.after(0) if entry["method"].lower() == "sendmessage"]
        return Told(asked=[self._asked(entry, mark) for entry in sent], gone=self.gone)

    def _asked(self, entry: dict[str, Any], mark: str) -> Asked:
        text = entry["parameters"]["text"]
        found = _NUMBER.search(text)
        assert found
        return Asked(
            message=int(found[1]),
            chat=self.numbers[int(entry["parameters"]["chat_id"])],
            at=datetime.fromisoformat(entry["time"]),
            marked=text.startswith(mark),
            accepted=entry["done"],
            shut=entry["status"] == HTTPStatus.FORBIDDEN,
            answered=entry["status"] is not None and entry.get("fault") != Kind.LATE,
        )


def _made(world: World, place: Place, number: int) -> Chat:
    person = world.add_person(f"Warga {number}", language_code="id")
    members = {person.id: Status.CREATOR, world.bot.id: Status.MEMBER}
    match place:
        case Place.PRIVATE:
            chat = world.chats[person.id]
            chat.started = True
            return chat
        case Place.GROUP:
            return world.add_chat(ChatType.GROUP, f"Grup {number}", members=members)
        case Place.FORUM:
            return open_forum(world, f"Forum {number}", person, members, ["Berita"])
        case Place.CHANNEL:
            admin = members | {world.bot.id: Status.ADMINISTRATOR}
            return world.add_chat(ChatType.CHANNEL, f"Kanal {number}", members=admin)


def _thread(chat: Chat) -> int | None:
    """The forum's own, beside the General one."""
    return max(chat.threads, default=None)


def _owner(world: World, chat: Chat) -> Any:
    owner = chat.id if chat.is_private else next(iter(chat.members))
    return world.people[owner]


def _serve(plan: Plan, pipe: Any) -> None:
    asyncio.run(_run(plan, pipe))


async def _run(plan: Plan, pipe: Any) -> None:
    course = _Course(plan, pipe.send)
    async with Sandbox(token=TOKEN, clock=SandboxClock(), latency=LATENCY, journal=course) as sandbox:
        made = course.begin(sandbox.world)
        await _plant_faults(sandbox.url, plan, made)
        pipe.send((sandbox.url, [(chat.id, _thread(chat)) for chat in made]))
        await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
        pipe.send(course.told())


async def _plant_faults(url: str, plan: Plan, made: list[Chat]) -> None:
    faults = [{**fault, "chat": made[chat].id} for chat, fault in plan.faults]
    async with ClientSession(url) as http, http.post("/sandbox/faults", json={"faults": faults}) as answer:
        answer.raise_for_status()
