"""A reading process with its jobs: while it works on one, the next is at hand, and it never waits for us."""

import asyncio
import pickle
import signal
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from jobs.reader_process import MOST_SECONDS, MOST_SECONDS_OF, Answer, Unread

_PATIENCE = 20.0
"""Seconds after which a process is ended that the machine gives no time to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    task: str
    frame: bytes
    answer: asyncio.Future[Answer | None]


class Worker:
    """Does jobs in their order, by a process that runs `command` and is started when it is needed.

    That it ends is the doing of the job that it was at: those behind it are handed to the next process.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._jobs: deque[_Job] = deque()
        self._process: Process | None = None
        self._work: asyncio.Task[None] | None = None
        self._giving_up: asyncio.Task[None] | None = None
        self._is_closed = False

    def __len__(self) -> int:
        """How many jobs it has, the one that it is at included."""
        return len(self._jobs)

    @property
    def pid(self) -> int | None:
        """The process, where there is one."""
        return self._process.pid if self._process else None

    async def answer(self, task: str, content: bytes) -> Answer | None:
        """What a process says to a pickled job; None where it ended, but at no limit of ours."""
        if self._is_closed:
            raise RuntimeError("no process is started any more")
        frame = len(content).to_bytes(4) + content
        job = _Job(task=task, frame=frame, answer=asyncio.get_running_loop().create_future())
        self._jobs.append(job)
        self._hand(job)
        self._go_on()
        try:
            return await job.answer
        finally:
            if self._jobs and self._jobs[0] is job and not self._giving_up:
                # In a task of its own: whoever is cancelled may be cancelled once more, and the rest goes on.
                self._giving_up = asyncio.create_task(self._give_up())
                await asyncio.shield(self._giving_up)

    async def close(self) -> None:
        """End the process, also at work: jobs that are not done raise RuntimeError."""
        self._is_closed = True
        if self._giving_up:
            await asyncio.wait([self._giving_up])
        await self._stop()
        while self._jobs:
            _fail(self._jobs.popleft(), RuntimeError("no process is started any more"))

    async def _give_up(self) -> None:
        """Nobody waits any more for the job that the process is at."""
        try:
            await self._stop()
        finally:
            self._drop_unwanted()
            self._giving_up = None
            self._go_on()

    def _go_on(self) -> None:
        if self._jobs and not (self._work or self._giving_up or self._is_closed):
            self._work = asyncio.create_task(self._do_jobs())

    async def _stop(self) -> None:
        if self._work:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
            self._work = None
        await self._end()

    async def _do_jobs(self) -> None:
        while self._jobs:
            try:
                await self._do_first()
            except Exception as error:  # noqa: BLE001 - no process can be started, say: whoever waits is told
                await self._end()
                _fail(self._jobs.popleft(), error)
        self._work = None

    async def _do_first(self) -> None:
        if not self._process:
            await self._start()
            return  # nobody may wait any more
        answer = await self._read_answer(self._jobs[0].task)
        if answer is None or answer.is_last:
            await self._end()
        job = self._jobs.popleft()
        if not job.answer.done():
            job.answer.set_result(answer)

    async def _start(self) -> None:
        # In a session of its own: a Ctrl-C is for us; it ends when we close its standard input, or are gone.
        self._process = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, start_new_session=True
        )
        self._drop_unwanted()
        for job in self._jobs:
            self._hand(job)

    def _drop_unwanted(self) -> None:
        """Keep the jobs that somebody waits for."""
        self._jobs = deque(job for job in self._jobs if not job.answer.done())

    def _hand(self, job: _Job) -> None:
        if self._process:
            assert self._process.stdin
            self._process.stdin.write(job.frame)

    async def _read_answer(self, task: str) -> Answer | None:
        process = self._process
        assert process
        assert process.stdout
        try:
            async with asyncio.timeout(_PATIENCE):
                length = int.from_bytes(await process.stdout.readexactly(4))
                frame = await process.stdout.readexactly(length)
        except (ConnectionError, asyncio.IncompleteReadError):
            # At the limit of time the system ends it, in the midst of whatever it does.
            is_late = await process.wait() == -signal.SIGPROF
        except TimeoutError:
            is_late = True
        else:
            answer: Answer = pickle.loads(frame)  # noqa: S301 - from our own process
            return answer
        reason = f"takes more than {MOST_SECONDS_OF.get(task, MOST_SECONDS):g} seconds to read"
        return Answer(Unread(reason), is_last=True) if is_late else None

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process:
            with suppress(ProcessLookupError):
                process.kill()
            # What it has said must be taken off, or asyncio does not notice that it is gone.
            await process.communicate()


def _fail(job: _Job, error: Exception) -> None:
    if not job.answer.done():
        job.answer.set_exception(error)
