"""Claims under way: each host that we hold has a task that asks it, and none is held for longer than that."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Generic, Self, TypeVar

from news.clock import Clock
from storage.database import Database
from storage.hosts import HOST_LEASE, free_hosts

BREATH = 1.0
"""Seconds until what has become due meanwhile is looked for, however slow the hosts under way are."""

GATHERING = 0.5
"""Seconds for which what has ended waits for others: writing fifty down costs little more than ten."""

GATHERED = 50
"""So many wait for no more."""

LAST_WAIT = timedelta(seconds=4)
"""What is under way gets when we stop, which is noticed within a breath: below `jobs.clockwork.GRACE`, as the
last writing takes its time as well."""

Result = TypeVar("Result")

PATIENCE = HOST_LEASE - timedelta(minutes=1)
"""For all that is asked of a host, however slowly it drips in: it is written down before the claim ends."""

log = logging.getLogger(__name__)


class Claims(Generic[Result]):
    """Hosts that we hold, and the tasks that ask them. Use as `async with`: at its end, however it comes, the
    tasks are cancelled, and the hosts that were not `kept` may be asked again after `pause`."""

    def __init__(self, db: Database, *, clock: Clock, pause: timedelta, gathering: float = GATHERING) -> None:
        self._db, self._clock, self._pause, self._gathering = db, clock, pause, gathering
        self._tasks: set[asyncio.Task[Result]] = set()
        self._ended: asyncio.Queue[asyncio.Task[Result]] = asyncio.Queue()
        self._held: set[str] = set()
        self._rest = 0.0
        self._end: float | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._held:
            await self._give_back()

    def __len__(self) -> int:
        """How many are under way."""
        return len(self._tasks)

    def is_due(self, *, room: int, least: int) -> bool:
        """Whether to look for more: while others are under way not for fewer than `least`, as a claim costs
        as much for one as for many, nor within a breath of having found fewer than there was room for."""
        return not self._tasks or (room >= least and asyncio.get_running_loop().time() >= self._rest)

    def begin(self, works: Iterable[tuple[str, Coroutine[Any, Any, Result]]], *, room: int) -> None:
        """Hosts that were claimed when there was room for so many, each with what asks it."""
        begun = 0
        for host, work in works:
            self._held.add(host)
            task = asyncio.create_task(work)
            task.add_done_callback(self._ended.put_nowait)
            self._tasks.add(task)
            begun += 1
        self._rest = 0.0 if begun == room else asyncio.get_running_loop().time() + BREATH

    def kept(self, hosts: Iterable[str]) -> None:
        """What these hosts said is written down, and with it when they are free again."""
        self._held.difference_update(hosts)

    async def finished(self) -> list[Result]:
        """What has ended within a breath, or before we end. Raises what a task raises."""
        left = BREATH if self._end is None else self._end - asyncio.get_running_loop().time()
        soon = max(0.0, min(BREATH, left))
        ended = await self._gathered(1, seconds=soon)
        if ended:
            enough = min(GATHERED, len(self._tasks))
            ended += await self._gathered(enough - 1, seconds=min(soon, self._gathering))
        while not self._ended.empty():
            ended.append(self._ended.get_nowait())
        self._tasks.difference_update(ended)
        return [task.result() for task in ended]

    async def _gathered(self, wanted: int, *, seconds: float) -> list[asyncio.Task[Result]]:
        """So many tasks that have ended, or those that do within `seconds`."""
        ended: list[asyncio.Task[Result]] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while len(ended) < wanted:
                    ended.append(await self._ended.get())
        return ended

    def is_over(self, stopping: Callable[[], bool], *, last_wait: timedelta) -> bool:
        """Whether nothing is under way, or we have been stopping for `last_wait`."""
        time = asyncio.get_running_loop().time()
        if self._end is None and stopping():
            self._end = time + last_wait.total_seconds()
        return not self._tasks or (self._end is not None and time >= self._end)

    async def _give_back(self) -> None:
        free_at = self._clock.now() + self._pause
        try:
            async with self._db.writing() as tx:
                await free_hosts(tx, dict.fromkeys(self._held, free_at))
        except Exception:
            # It must not hide why we end; what is not given back is free when its lease ends.
            log.exception("%s hosts could not be given back", len(self._held))
