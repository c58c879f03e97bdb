"""How much faster two pollers are than one, on one PostgreSQL, when the newspapers are what is slow.

`python -m benchmarks.two_pollers [--feeds 3000] [--delay 2] [--database URL]`: each answer takes so many
seconds, so that a poller is as fast as its number of requests at once allows. What was asked for, and when,
the server's own log says.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

from benchmarks.feeds_server import FeedsServer, Press
from benchmarks.newspapers import BEGUN
from benchmarks.ours import HandClock, fetcher, opened
from jobs.poll import Poller, poll_due_feeds
from jobs.reading import Readers
from storage.database import Database
from storage.polls import next_feed_due_at
from tests.postgres import Postgres, running_postgres

LEAST_RATIO = 1.8
_LATER = timedelta(hours=1)
_BEAT = 1.0
"""Seconds after which the application polls once more."""

_SPAWN = multiprocessing.get_context("spawn")

Figures = dict[str, float]


def measure(options: argparse.Namespace) -> Figures:
    """First one poller asks for all feeds, which are unchanged, then two do."""
    press = Press(feeds=options.feeds, items=1, every=timedelta(days=1))
    with FeedsServer(press) as server, _database(options.database) as url:
        asyncio.run(_follow(url, options.feeds, server.port))
        _poll(url, 1, round_=0)
        server.log()
        server.delay(options.delay)
        figures: Figures = {"feeds": options.feeds, "seconds_an_answer": options.delay}
        for pollers in (1, 2):
            polled = _poll(url, pollers, round_=pollers)
            figures |= _asked(f"by_{pollers}", server.log())
            figures |= {f"by_{pollers}_poller_{n}": feeds for n, feeds in enumerate(polled, start=1)}
    ratio = figures["by_2_feeds_a_second"] / figures["by_1_feeds_a_second"]
    return figures | {
        "ratio": round(ratio, 2),
        "least_ratio": LEAST_RATIO,
        "ratio_is_met": ratio >= LEAST_RATIO,
        "load_after": round(os.getloadavg()[0], 2),
    }


@contextmanager
def _database(named: str) -> Iterator[str]:
    with ExitStack() as stack:
        server = Postgres(named) if named else stack.enter_context(running_postgres())
        yield stack.enter_context(server.database())


async def _follow(url: str, feeds: int, port: int) -> None:
    await (await opened(url, feeds, port)).close()


def _poll(url: str, pollers: int, *, round_: int) -> list[int]:
    """How many feeds each of so many pollers polled, all beginning at once."""
    polled = _SPAWN.Queue()
    together = _SPAWN.Barrier(pollers)
    processes = [_SPAWN.Process(target=_poller, args=(url, round_, together, polled)) for _ in range(pollers)]
    for process in processes:
        process.start()
    found = [polled.get(timeout=600) for _ in processes]
    for process in processes:
        process.join()
    return sorted(found)


def _poller(url: str, round_: int, together: Any, polled: Any) -> None:
    polled.put(asyncio.run(_poll_all(url, round_, together)))


async def _poll_all(url: str, round_: int, together: Any) -> int:
    db = Database.at(url)
    try:
        await db.ping()
        async with fetcher() as fetch, Readers() as readers:
            poller = Poller(
                db=db, fetch=fetch.fetch, read=readers.read, clock=HandClock(BEGUN + _LATER * (round_ + 1))
            )
            together.wait(60)
            return await _until_none_is_due(poller)
    finally:
        await db.close()


async def _until_none_is_due(poller: Poller) -> int:
    polled = await poll_due_feeds(poller)
    while await _is_any_due(poller):
        await asyncio.sleep(_BEAT)
        polled += await poll_due_feeds(poller)
    return polled


async def _is_any_due(poller: Poller) -> bool:
    async with poller.db.reading() as tx:
        due_at = await next_feed_due_at(tx)
    return due_at is not None and due_at <= poller.clock.now()


def _asked(name: str, log: list[tuple[int, float]]) -> Figures:
    times = Counter(number for number, _ in log)
    begun, ended = log[0][1], log[-1][1]
    return {
        f"{name}_requests": len(log),
        f"{name}_feeds_asked_twice": sum(count > 1 for count in times.values()),
        f"{name}_seconds": round(ended - begun, 1),
        f"{name}_feeds_a_second": round(len(times) / (ended - begun), 1),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.two_pollers")
    parser.add_argument("--feeds", type=int, default=3_000)
    parser.add_argument("--delay", type=float, default=2.0, help="seconds that an answer takes")
    parser.add_argument("--database", default="", help="the URL of a PostgreSQL server; else one of its own")
    return parser.parse_args()


if __name__ == "__main__":
    found = measure(_options())
    for figure, value in found.items():
        print(f"{figure.replace('_', ' '):50}{value!s:>14}")
    print(json.dumps(found))
