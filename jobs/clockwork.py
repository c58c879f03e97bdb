"""The clockwork: beats that ask every few seconds what is due. The schedule itself is data, in storage."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from storage.errors import DatabaseTrouble

log = logging.getLogger(__name__)

GRACE = 7.0
"""Seconds that a beat under way gets to finish when we stop."""

ADVICE = (
    "see that its disk has room, that nobody locks it or keeps it read-only, and that its server runs; "
    "what is due waits, and goes on by itself"
)

# A beat that is passed over because it is still under way is no news, and would be said every second.
logging.getLogger("apscheduler").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """`run` is called every so many `seconds`, never twice at once; it returns how much it has done."""

    name: str
    seconds: float
    run: Callable[[], Awaitable[int]]
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Clockwork:
    """Beats in memory: nothing about them survives, and nothing has to."""

    def __init__(self, beats: Sequence[Beat], *, grace: float = GRACE) -> None:
        self._beats = beats
        self._grace = grace
        self._scheduler = AsyncIOScheduler()
        self._first: list[asyncio.Task[None]] = []
        self._without_database: set[str] = set()

    def start(self) -> None:
        """Begin to beat, each beat at once for the first time."""
        for beat in self._beats:
            self._scheduler.add_job(
                self._survive,
                "interval",
                args=[beat],
                name=beat.name,
                seconds=beat.seconds,
                max_instances=1,
                coalesce=True,
                # Without it a beat that is late by a second is dropped without a word.
                misfire_grace_time=None,
            )
        self._scheduler.start()
        self._first = [asyncio.create_task(self._survive(beat)) for beat in self._beats]

    async def run_all(self) -> int:
        """Every beat once, in order, waiting for those under way; returns how much they have done."""
        return sum([await _run(beat) for beat in self._beats])

    async def stop(self) -> None:
        """Begin no more beats, and let those under way finish: the scheduler itself would cancel them."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._grace):
                for beat in self._beats:
                    await beat.lock.acquire()
        # What is still under way is cut off: leases and transactions make that safe.
        self._scheduler.shutdown(wait=False)
        for first in self._first:
            first.cancel()

    async def _survive(self, beat: Beat) -> None:
        # The edge at which nobody is left to tell: a beat that broke is logged, and comes again.
        try:
            await _run(beat)
        except DatabaseTrouble as trouble:
            self._note_trouble(beat, trouble)
        except Exception:
            log.exception("beat %s failed; it comes again in %s seconds", beat.name, beat.seconds)
        else:
            self._note_success(beat)

    def _note_trouble(self, beat: Beat, trouble: DatabaseTrouble) -> None:
        """Say it once, whichever beats it stops, and however often."""
        if not self._without_database:
            log.error("the database cannot be used (%s); %s", trouble.reason, ADVICE)
        self._without_database.add(beat.name)

    def _note_success(self, beat: Beat) -> None:
        # Who has nothing to write succeeds on a full disk too: it is over when all goes that it has stopped.
        if beat.name in self._without_database:
            self._without_database.remove(beat.name)
            if not self._without_database:
                log.warning("the database can be used again; what was due meanwhile is being done")


async def _run(beat: Beat) -> int:
    async with beat.lock:
        return await beat.run()
