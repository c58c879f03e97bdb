"""Contestants that do the same work by turns, each in a process of its own on the same machine."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Protocol, Self

from benchmarks.processes import cpu_seconds, forget_peaks, peak_mb, proportional_mb

_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """`feeds` of the server at `port`: where `is_fresh`, all of them are new in each round, else they are
    known. `folder` is for the contestant's own files; `database` names a PostgreSQL server, or is empty."""

    feeds: int
    port: int
    is_fresh: bool
    folder: str
    database: str = ""


class Contestant(Protocol):
    """Made from a Task, in its own process."""

    def set_up(self) -> int:
        """Before the first round, the server standing at its start; returns what `work` returns."""

    def prepare(self) -> None:
        """Before each round; not measured."""

    def work(self) -> int:
        """Poll all feeds once; returns how many articles were new, or how many were read."""

    def tear_down(self) -> None:
        """After the last round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One round of one contestant: `end_mb` is the memory that all its processes had in the end, and `parts`
    are the seconds that parts of its work took."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    end_mb: float
    new: int
    parts: dict[str, float]


class Lane:
    """A contestant in its process; `set_up` is what its setting up took. Use as `with`."""

    def __init__(self, name: str, task: Task) -> None:
        self.name = name
        ours, theirs = _SPAWN.Pipe()
        self._pipe = ours
        self._process = _SPAWN.Process(target=_compete, args=(name, task, theirs))

    def __enter__(self) -> Self:
        self._process.start()
        self.set_up: Measured = self._pipe.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.send(False)
        self._process.join()

    def run(self) -> Measured:
        """One round. Raises EOFError where the contestant broke."""
        self._pipe.send(True)
        measured: Measured = self._pipe.recv()
        return measured


# A contestant is imported by name, in its own process only: no other has its libraries in memory.
_CONTESTANTS = {
    "ours": "benchmarks.ours:Ours",
    "bare": "benchmarks.peers:Bare",
    "feedparser": "benchmarks.peers:Feedparser",
    "reader": "benchmarks.reader_library:ReaderLibrary",
}


def _compete(name: str, task: Task, parent: Connection) -> None:
    module, _, kind = _CONTESTANTS[name].partition(":")
    contestant: Contestant = getattr(import_module(module), kind)(task)
    parent.send(_measured(contestant, contestant.set_up))
    try:
        while parent.recv():
            contestant.prepare()
            parent.send(_measured(contestant, contestant.work))
    finally:
        contestant.tear_down()


def _measured(contestant: Contestant, work: Callable[[], int]) -> Measured:
    forget_peaks()
    begun, cpu = time.perf_counter(), cpu_seconds()
    new = work()
    seconds, cpu = time.perf_counter() - begun, cpu_seconds() - cpu
    parts: dict[str, float] = getattr(contestant, "parts", {})
    return Measured(
        seconds=seconds,
        cpu_seconds=cpu,
        peak_mb=peak_mb(),
        end_mb=proportional_mb(),
        new=new,
        parts=dict(parts),
    )
