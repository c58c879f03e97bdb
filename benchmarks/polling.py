"""How fast feeds are polled, beside a bare loop of requests, a parser alone and the library `reader`.

`python -m benchmarks.polling [--part a|b|c|d|all] [--rounds 3] [--scale 1] [--database URL|own]`, against a
server on 127.0.0.1 in a process of its own:

a  2,000 feeds, all unchanged       b  500 feeds with 20 articles each, all new
c  500 feeds with one new of 20     d  memory with 10,000 feeds, polled once and then unchanged

Of memory, peaks count what processes share for each of them; the end of a round counts it once.
All do the same work by turns, a round each; figures are medians of the rounds, and ratios those of the ratios
within a round. Processor time is that of the contestant alone, neither the server's nor PostgreSQL's.
"""

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.contest import Lane, Measured, Task
from benchmarks.feeds_server import FeedsServer, Press
from benchmarks.texts import RECORDED
from tests.postgres import running_postgres

Figures = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One measurement: what the newspapers offer, how many `editions` a round brings, who competes, and the
    least ratio to one of the peers."""

    press: Press
    is_fresh: bool = False
    editions: int = 0
    peers: Sequence[str] = ()
    limit: tuple[str, float] | None = None


PARTS = {
    "a": Part(press=Press(feeds=2_000, items=2), peers=("bare", "reader"), limit=("bare", 0.5)),
    "b": Part(
        press=Press(feeds=500),
        is_fresh=True,
        editions=20,
        peers=("bare", "feedparser", "reader"),
        limit=("reader", 8),
    ),
    "c": Part(
        press=Press(feeds=500),
        editions=1,
        peers=("bare", "feedparser", "reader"),
        limit=("reader", 8),
    ),
}
MOST_ROUNDS = 10
"""Within a simulated day, after which feeds are read in full."""

CROWD = Press(feeds=10_000, large_every=500)
"""The feeds of part d: usual ones, all of which are read, and some large ones."""

MOST_MB = 250


def measure(options: argparse.Namespace) -> Figures:
    """All figures, printed as they come."""
    figures = _told("", {"recorded_texts": float(RECORDED.exists()), "load_before": os.getloadavg()[0]})
    for name, part in PARTS.items():
        if options.part in (name, "all"):
            figures |= _told(f"{name}_", _measure(part, options))
    if options.part in ("d", "all"):
        figures |= _told("d_", _memory(options))
    return figures | _told("", {"load_after": os.getloadavg()[0]})


def _measure(part: Part, options: argparse.Namespace) -> Figures:
    feeds = round(part.press.feeds * options.scale)
    rounds: list[dict[str, Measured]] = []
    with FeedsServer(part.press) as server, TemporaryDirectory() as folder, ExitStack() as stack:
        figures: Figures = {"feeds": feeds, "kb_a_feed": server.print_all()}
        task = Task(
            feeds=feeds, port=server.port, is_fresh=part.is_fresh, folder=folder, database=options.database
        )
        lanes = [stack.enter_context(Lane(name, task)) for name in ("ours", *part.peers)]
        for number in range(1, options.rounds + 1):
            server.advance(part.press.every * part.editions * number)
            server.print_all()
            rounds.append({lane.name: lane.run() for lane in lanes})
    _assert_same_work(rounds)
    for name in rounds[0]:
        figures |= _of_contestant(name, [each[name] for each in rounds], feeds)
    return figures | dict(_ratios(part, rounds))


def _memory(options: argparse.Namespace) -> Figures:
    """The most memory of the poller and of the processes that read for it."""
    feeds = round(CROWD.feeds * options.scale)
    with FeedsServer(CROWD) as server, TemporaryDirectory() as folder:
        server.print_all()
        task = Task(feeds=feeds, port=server.port, is_fresh=False, folder=folder, database=options.database)
        with Lane("ours", task) as lane:
            first, unchanged = lane.set_up, lane.run()
    peak = max(first.peak_mb, unchanged.peak_mb)
    return {
        "feeds": feeds,
        **_of_contestant("first", [first], feeds),
        **_of_contestant("unchanged", [unchanged], feeds),
        "peak_mb": peak,
        "most_mb": MOST_MB,
        "peak_mb_is_met": peak < MOST_MB,
    }


def _assert_same_work(rounds: Sequence[dict[str, Measured]]) -> None:
    for each in rounds:
        assert each["ours"].new == each["reader"].new, each


def _of_contestant(name: str, rounds: Sequence[Measured], feeds: int) -> Figures:
    figures = {
        "feeds_a_second": median(feeds / each.seconds for each in rounds),
        "cpu_ms_a_feed": median(each.cpu_seconds / feeds * 1_000 for each in rounds),
        "peak_mb": max(each.peak_mb for each in rounds),
        "end_mb": max(each.end_mb for each in rounds),
        "new": rounds[-1].new,
    }
    for part in rounds[0].parts:
        figures[f"{part}_ms_a_feed"] = median(each.parts[part] / feeds * 1_000 for each in rounds)
    return {f"{name}_{figure}": value for figure, value in figures.items()}


def _ratios(part: Part, rounds: Sequence[dict[str, Measured]]) -> Iterator[tuple[str, float]]:
    """How many times our rate is that of a peer: by the clock on the wall, and by the processor's."""
    for peer in part.peers:
        by_wall = median(each[peer].seconds / each["ours"].seconds for each in rounds)
        by_cpu = median(each[peer].cpu_seconds / each["ours"].cpu_seconds for each in rounds)
        yield f"ratio_to_{peer}", by_wall
        yield f"ratio_to_{peer}_by_cpu", by_cpu
        if part.limit and part.limit[0] == peer:
            yield f"least_ratio_to_{peer}", part.limit[1]
            yield f"ratio_to_{peer}_is_met", by_wall >= part.limit[1]
            yield f"ratio_to_{peer}_by_cpu_is_met", by_cpu >= part.limit[1]


def _told(prefix: str, figures: Figures) -> Figures:
    for name, value in figures.items():
        shown = ("no", "yes")[value] if isinstance(value, bool) else f"{_rounded(value):,}"
        print(f"{(prefix + name).replace('_', ' '):50}{shown:>14}", flush=True)
    return {prefix + name: _rounded(value) for name, value in figures.items()}


def _rounded(value: float) -> float:
    return value if isinstance(value, int) else round(value, 3 if value < 10 else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.polling")
    parser.add_argument("--part", choices=(*PARTS, "d", "all"), default="all")
    parser.add_argument("--rounds", type=int, default=3, choices=range(1, MOST_ROUNDS + 1))
    parser.add_argument("--scale", type=float, default=1.0, help="0.1 polls a tenth of the feeds")
    parser.add_argument("--database", default="", help="a PostgreSQL server's URL, or own; else SQLite")
    return parser.parse_args()


if __name__ == "__main__":
    chosen = _options()
    with ExitStack() as postgres:
        if chosen.database == "own":
            chosen.database = postgres.enter_context(running_postgres()).url
        print(json.dumps(measure(chosen)))
