"""Whether a poller grows: memory and processor time of 24 simulated hours, hour by hour.

`python -m benchmarks.long_run [--feeds 1000] [--hours 24]`: 1,000 newspapers with rhythms of their own,
one article in 20 minutes to one in 20 hours. The clock jumps to when the next feed is due and a beat on.
"""

import argparse
import asyncio
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from benchmarks.feeds_server import FeedsServer, Press
from benchmarks.newspapers import BEGUN
from benchmarks.ours import HandClock, fetcher, opened
from benchmarks.processes import cpu_seconds, resident_mb
from jobs.keep import Poll
from jobs.poll import Poller, poll_due_feeds
from jobs.reading import Readers
from storage.database import Database
from storage.polls import next_feed_due_at

MOST_GROWTH = 0.05
"""Of memory, from the mean of the second quarter to that of the last."""

_BEAT = timedelta(seconds=10)
_HOUR = timedelta(hours=1)

Figures = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """What one simulated hour brought and took, in how many beats, and how it left the memory."""

    beats: int
    polls: int
    new: int
    failed: int
    cpu_seconds: float
    resident_mb: float


class LongRun:
    """A poller under a clock that jumps."""

    def __init__(self, server: FeedsServer, poller: Poller, clock: HandClock) -> None:
        self._server = server
        self._poller = poller
        self._clock = clock
        self._new, self._failed = 0, 0

    async def hour(self) -> Hour:
        """The next simulated hour."""
        ends_at = self._clock.at + _HOUR
        self._new, self._failed = 0, 0
        cpu, beats, polls = cpu_seconds(without=self._server.process), 0, 0
        while self._clock.at < ends_at:
            self._server.advance(self._clock.at - BEGUN)
            polls += await poll_due_feeds(self._poller, tell=self._count)
            beats += 1
            await self._jump()
        return Hour(
            beats=beats,
            polls=polls,
            new=self._new,
            failed=self._failed,
            cpu_seconds=cpu_seconds(without=self._server.process) - cpu,
            resident_mb=resident_mb(without=self._server.process),
        )

    async def _jump(self) -> None:
        async with self._poller.db.reading() as tx:
            due_at = await next_feed_due_at(tx)
        assert due_at
        self._clock.at = max(due_at, self._clock.at) + _BEAT

    def _count(self, poll: Poll) -> None:
        self._new += poll.new
        self._failed += bool(poll.reason)


async def measure(options: argparse.Namespace) -> Figures:
    """Prints each hour as it ends."""
    press = Press(feeds=options.feeds, every=timedelta(minutes=20), slowest=60)
    with FeedsServer(press) as server, TemporaryDirectory() as folder:
        file = Path(folder) / "long_run.db"
        db = await opened(f"sqlite:///{file}", options.feeds, server.port)
        try:
            hours = await _run(server, db, options.hours)
        finally:
            await db.close()
        megabytes = file.stat().st_size / 1024 / 1024
    return _judged(hours) | {
        "feeds": options.feeds,
        "hours": options.hours,
        "database_mb": round(megabytes, 1),
        "load_after": round(os.getloadavg()[0], 2),
    }


async def _run(server: FeedsServer, db: Database, hours: int) -> list[Hour]:
    clock = HandClock(BEGUN)
    found = []
    async with fetcher() as fetch, Readers() as readers:
        run = LongRun(
            server,
            Poller(db=db, fetch=fetch.fetch, read=readers.read, clock=clock),
            clock,
        )
        for number in range(1, hours + 1):
            found.append(await run.hour())
            _tell(number, found[-1])
    return found


def _tell(number: int, hour: Hour) -> None:
    milliseconds = hour.cpu_seconds / max(hour.polls, 1) * 1_000
    print(
        f"hour {number:2}  {hour.resident_mb:7.1f} MB  {hour.polls:6,} polls  {hour.new:6,} new  "
        f"{hour.failed:3} failed  {milliseconds:6.2f} ms CPU a poll",
        flush=True,
    )


def _judged(hours: Sequence[Hour]) -> Figures:
    quarter = max(len(hours) // 4, 1)
    first, second, last = hours[:quarter], hours[quarter : 2 * quarter] or hours, hours[-quarter:]
    growth = mean(hour.resident_mb for hour in last) / mean(hour.resident_mb for hour in second) - 1
    figures = dict[str, float]()
    for name, part in (("first", first), ("second", second), ("last", last)):
        figures |= dict(_quarter(name, part))
    return figures | {
        "polls": sum(hour.polls for hour in hours),
        "items": sum(hour.new for hour in hours),
        "failed": sum(hour.failed for hour in hours),
        "mb_growth_percent": round(growth * 100, 2),
        "most_mb_growth_percent": MOST_GROWTH * 100,
        "mb_growth_is_met": growth <= MOST_GROWTH,
    }


def _quarter(name: str, hours: Sequence[Hour]) -> Iterator[tuple[str, float]]:
    polls, new = sum(hour.polls for hour in hours), sum(hour.new for hour in hours)
    yield f"{name}_quarter_mb", round(mean(hour.resident_mb for hour in hours), 1)
    # A beat costs something in itself: with fewer polls in each, a poll takes more.
    yield f"{name}_quarter_polls_a_beat", round(polls / sum(hour.beats for hour in hours), 2)
    yield f"{name}_quarter_new_a_poll", round(new / max(polls, 1), 2)
    cpu = sum(hour.cpu_seconds for hour in hours) / max(polls, 1)
    yield f"{name}_quarter_cpu_ms_a_poll", round(cpu * 1_000, 2)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.long_run")
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--hours", type=int, default=24)
    return parser.parse_args()


if __name__ == "__main__":
    figures = asyncio.run(measure(_options()))
    for figure, value in figures.items():
        print(f"{figure.replace('_', ' '):50}{value!s:>14}")
    print(json.dumps(figures))
