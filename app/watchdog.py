"""The watchdog: a thread that notices when the event loop stands still, says where, and ends the process."""

import asyncio
import faulthandler
import logging
import os
import sys
import threading
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TextIO

log = logging.getLogger(__name__)

STATUS = 3
"""With which the process ends; whoever supervises it starts it again, and nothing is lost by that."""

SECOND = 1.0

SAID_AFTER, ENDED_AFTER = 30, 120
"""Looks, a second apart, without a beat. Not counted by the clock: while a process is paused nobody looks."""

_LAST_RESORT = 60
"""Seconds more, and a timer that needs no interpreter ends the process, with status 1: one regular expression
can keep all threads from it. The timer goes by the clock: a process that was paused (SIGSTOP) for longer than
both together ends when it goes on, though it was not stuck. Nothing is lost by that either."""


@asynccontextmanager
async def watched(*, second: float = SECOND) -> AsyncIterator[None]:
    """While the block runs, the event loop beats every `second`, and the watchdog looks as often."""
    with _standard_error() as told:
        dog = _Watchdog(second, told=told)
        beating = asyncio.create_task(dog.beat())
        dog.start()
        try:
            yield
        finally:
            beating.cancel()
            dog.stop()


@contextmanager
def _standard_error() -> Iterator[TextIO]:
    """Where it is closed, a file that keeps nothing: the timer will not be set without any."""
    if sys.stderr:
        yield sys.stderr
    else:
        with Path(os.devnull).open("w") as nowhere:
            yield nowhere


class _Watchdog:
    """Watches the thread in which it is made."""

    def __init__(self, second: float, *, told: TextIO) -> None:
        self._second, self._told = second, told
        self._loop_thread = threading.get_ident()
        self._beats = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()
        faulthandler.cancel_dump_traceback_later()

    async def beat(self) -> None:
        while True:
            self._beats += 1
            last_resort = (ENDED_AFTER + _LAST_RESORT) * self._second
            faulthandler.dump_traceback_later(last_resort, exit=True, file=self._told)
            await asyncio.sleep(self._second)

    def _watch(self) -> None:
        seen, missed = 0, 0
        while not self._over.wait(self._second):
            missed = missed + 1 if self._beats == seen else 0
            seen = self._beats
            if missed == SAID_AFTER:
                log.error("the event loop stands still, at:\n%s", self._where())
            if missed == ENDED_AFTER:
                log.critical("the event loop has not gone on; the process ends, to be started again")
                os._exit(STATUS)

    def _where(self) -> str:
        """The stack of the loop's thread: lines of code, without anything that people wrote."""
        frame = sys._current_frames().get(self._loop_thread)
        return "".join(traceback.format_stack(frame)) if frame else "(no stack)"
