"""The demo: the sandbox's Telegram and newsroom, and the real bot against them, under a clock to be moved."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from app.conversing import converse
from app.errors import SettingsError
from app.roles import EVERY_ROLE, clockwork
from app.settings import Settings
from app.wiring import opened_database
from bot.pulse import Pulse
from jobs.clockwork import Clockwork
from news.address import read_networks
from news.feed import Source
from sandbox.clock import SandboxClock
from sandbox.newsroom import Newsroom
from sandbox.server import Sandbox
from storage.chats import next_chat_due_at
from storage.database import Database
from storage.deliveries import next_delivery_due_at
from storage.feeds import FollowedFeed, followed_feeds
from storage.following import follow_feeds
from storage.polls import next_feed_due_at

DEMO_TOKEN = f"1000001:{'demo' * 9}"
"""What the sandbox's Telegram takes for a token; no real one."""

_SMALLEST_STEP = timedelta(minutes=10)
_MOST_STEPS = 300
_PATIENCE = timedelta(seconds=5)


class DemoClock:
    """The sandbox's clock tells the time; waiting takes real time."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """A standing demo: the address of its page, and how its feeds are."""

    url: str
    feeds: Sequence[FollowedFeed]


@asynccontextmanager
async def standing_demo(*, port: int = 0, folder: Path | None = None) -> AsyncIterator[Demo]:
    """The whole product on this machine, while the block runs. Raises SettingsError for a port in use."""
    clock = SandboxClock()
    newsroom = _newsroom(folder, clock)
    ready: asyncio.Future[Conductor] = asyncio.get_running_loop().create_future()

    async def move_clock(to: datetime) -> None:
        await (await ready).move_to(to)

    sandbox = Sandbox(token=DEMO_TOKEN, clock=clock, newsroom=newsroom, move_clock=move_clock)
    async with _started(sandbox, port), _bot(sandbox, _sources(newsroom, sandbox), clock) as conductor:
        ready.set_result(conductor)
        yield Demo(url=sandbox.url, feeds=await conductor.feeds())


@asynccontextmanager
async def standing_sandbox(*, port: int = 0, folder: Path | None = None) -> AsyncIterator[str]:
    """Telegram and the newsroom without a bot, at the address that is handed out."""
    clock = SandboxClock()
    async with _started(
        Sandbox(token=DEMO_TOKEN, clock=clock, newsroom=_newsroom(folder, clock)), port
    ) as sandbox:
        yield sandbox.url


def _newsroom(folder: Path | None, clock: SandboxClock) -> Newsroom:
    return Newsroom.folder(folder) if folder else Newsroom.shipped(clock)


def _sources(newsroom: Newsroom, sandbox: Sandbox) -> list[Source]:
    return [
        Source(url=feed.url, outlet=feed.name, region=feed.region or "")
        for feed in newsroom.feeds(sandbox.url)
    ]


@asynccontextmanager
async def _started(sandbox: Sandbox, port: int) -> AsyncIterator[Sandbox]:
    try:
        await sandbox.start(port)
    except OSError as error:
        reason = error.strerror or error
        raise SettingsError(f"port {port} cannot be used: {reason}; choose another with --port") from error
    try:
        yield sandbox
    finally:
        await sandbox.stop()


@asynccontextmanager
async def _bot(sandbox: Sandbox, sources: list[Source], moved: SandboxClock) -> AsyncIterator["Conductor"]:
    clock = DemoClock(moved)
    stopping = asyncio.Event()
    with TemporaryDirectory(prefix="kliping-demo-") as folder:
        settings = Settings(
            token=DEMO_TOKEN,
            database_url=f"sqlite:///{folder}/demo.db",
            api_url=sandbox.url,
            # All its newspapers are one host, and it is this machine.
            allowed_networks=read_networks("127.0.0.0/8"),
            host_pause=timedelta(),
        )
        async with (
            opened_database(settings) as db,
            clockwork(db, settings, EVERY_ROLE, clock=clock, stopping=stopping) as beating,
            asyncio.TaskGroup() as tasks,
        ):
            await follow_feeds(db, sources, now=clock.now())
            pulse = Pulse(clock)
            tasks.create_task(converse(db, settings, clock=clock, stopping=stopping, pulse=pulse))
            conductor = Conductor(db, beating, moved)
            try:
                await conductor.settle()
                beating.start()
                yield conductor
            finally:
                stopping.set()


class Conductor:
    """Moves the demo's clock through every instant at which something is due, and does it."""

    def __init__(self, db: Database, beating: Clockwork, clock: SandboxClock) -> None:
        self._db = db
        self._beating = beating
        self._clock = clock
        self._turn = asyncio.Lock()

    async def move_to(self, to: datetime) -> None:
        """Ends when the clock shows `to` and everything due by then is done."""
        async with self._turn:
            await self._move_to(to)

    async def _move_to(self, to: datetime) -> None:
        step = max(_SMALLEST_STEP, (to - self._clock.now()) / _MOST_STEPS)
        while (at := await self._due_at()) and at < to:
            self._clock.move_to(min(max(at, self._clock.now() + step), to))
            await self.settle()
        self._clock.move_to(to)
        await self.settle()

    async def settle(self) -> None:
        """Do what is due now, again and again until nothing is; messages wait for Telegram's pace."""
        while await self._beating.run_all() or await self._wait_for_pace():
            pass

    async def feeds(self) -> Sequence[FollowedFeed]:
        """The followed feeds and how they are."""
        async with self._db.reading() as tx:
            return await followed_feeds(tx, now=self._clock.now())

    async def _wait_for_pace(self) -> bool:
        async with self._db.reading() as tx:
            due_at = await next_delivery_due_at(tx)
        if due_at is None or due_at - self._clock.now() > _PATIENCE:
            return False
        await asyncio.sleep(max((due_at - self._clock.now()).total_seconds(), 0.05))
        return True

    async def _due_at(self) -> datetime | None:
        async with self._db.reading() as tx:
            due = await next_feed_due_at(tx), await next_chat_due_at(tx, now=self._clock.now())
        return min((at for at in due if at), default=None)
