"""How fast items are grouped into stories, and how little the cost of one grows with the window.

`python -m benchmarks.grouping [--sizes 5000,20000,80000] [--database URL|own]`: items a second with so many
in the window of 72 hours, which is full and slides: of the placing alone (`news.grouping`, with the reading
of headlines that goes before it), and of the whole job on a database, SQLite or PostgreSQL. Each size runs in
a process of its own, and the best of some rounds counts. Times are of the processor, without what PostgreSQL
takes of it; so `by the clock` is told too, of all rounds.

`share of log2` is how many times more an item costs than in the smallest window, divided by how many times
more the square of the window's logarithm is: less than 1 as long as the cost grows less than that. Limits of
the same run are all pairs (the plain cosine of an item with all 5,000 others, one after the other, which is
what the index saves) and the index alone (`news.window`, without the closer look at what it finds).
"""

import argparse
import gc
import json
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from itertools import islice
from math import log, sqrt
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks.cpu import timed
from benchmarks.grouping_job import MEASURED, ROUND, Figures, job, restart
from benchmarks.headlines import RECORDED, items_of
from benchmarks.processes import resident_mb
from news.grouping import REACH, Grouping
from news.ids import ItemId
from news.item import Item
from news.likeness import Traits, traits
from news.window import Window
from tests.postgres import Postgres, running_postgres

HOUR = timedelta(hours=1)
SIZES = (5_000, 20_000, 80_000)
LEAST_ITEMS_A_SECOND = {20_000: 500}
"""What the whole job is to reach."""

MOST_MB = 100
"""What the largest window may take."""

_WARMED = 7_000
"""Items whose words are remembered before memory is measured."""

_NEAREST = 30
_PAIRED, _PAIRS = 5_000, 60
Each = TypeVar("Each")
_SPAWN = multiprocessing.get_context("spawn")


def measure(options: argparse.Namespace) -> Figures:
    """All figures, printed as they come."""
    figures = _told({"recorded": RECORDED.exists(), "load_before": round(os.getloadavg()[0], 2)})
    figures |= _told(_alone(_all_pairs))
    for size in options.sizes:
        figures |= _told(_sized(_alone(_placing, size), size))
        with _database(options.database) as url:
            worked = {f"job_{name}": value for name, value in _alone(job, url, size).items()}
            figures |= _told(_sized(worked, size))
            figures |= _told(_sized(_alone(restart, url, size), size))
    for kind in ("placing", "index", "job"):
        figures |= _told(dict(_growth(kind, figures, options.sizes)))
    return figures | _told(_reached(figures) | {"load_after": round(os.getloadavg()[0], 2)})


def _placing(size: int) -> Figures:
    items = items_of(size)
    for item in islice(items_of(size), _WARMED):
        traits(item)
    gc.collect()
    before = resident_mb()
    grouping = Grouping()
    founders = {grouping.place(item.id, traits(item)).founder for item in islice(items, size)}
    gc.collect()
    held = resident_mb() - before
    return {
        "placing_items_a_second": round(_best(lambda waiting: _place(grouping, waiting), items)),
        "index_items_a_second": round(_index(size)),
        "items_a_story": round(size / len(founders), 2),
        "window_mb": round(held, 1),
        "bytes_an_item": round(held * 1024**2 / size),
    }


def _place(grouping: Grouping, waiting: Iterable[Item]) -> None:
    for item in waiting:
        told = traits(item)
        grouping.forget_before(told.at - REACH / HOUR)
        grouping.place(item.id, told)


def _index(size: int) -> float:
    """Items a second of the index alone, which is asked for those that stand nearest."""
    window, items = Window(), items_of(size)
    for item in islice(items, size):
        window.add(item.id, traits(item))
    told = map(traits, items)
    return _best(lambda waiting: [window.nearest(each, _NEAREST) for each in waiting], told)


def _best(work: Callable[[Sequence[Each]], object], each: Iterator[Each]) -> float:
    """How many of `each` a second are worked off in the best of the rounds."""
    rounds = [list(islice(each, ROUND)) for _ in range(MEASURED // ROUND)]
    return ROUND / min(timed(partial(work, waiting))[0] for waiting in rounds)


def _all_pairs() -> Figures:
    """Items a second of the bare cosine with all others of the smallest window."""
    window, items = Window(), items_of(_PAIRED)
    known = list(map(traits, islice(items, _PAIRED)))
    for number, told in enumerate(known):
        window.add(ItemId(number), told)
    of = window.rarity.of
    others = [_vector(told, of) for told in known]
    waiting = [_vector(traits(item), of) for item in islice(items, _PAIRS)]
    taken, _ = timed(lambda: [max(_cosine(one, other) for other in others) for one in waiting])
    return {"all_pairs_items_a_second": round(_PAIRS / taken, 1)}


def _vector(told: Traits, of: Callable[[str], float]) -> dict[str, float]:
    weights = {word: of(word) for word in told.words}
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def _growth(kind: str, figures: Figures, sizes: Sequence[int]) -> Iterator[tuple[str, float]]:
    least = min(sizes)
    for size in sizes:
        cost = figures[f"{kind}_items_a_second_{least}"] / figures[f"{kind}_items_a_second_{size}"]
        yield f"{kind}_cost_ratio_{size}", round(cost, 2)
        if size != least:
            yield f"{kind}_share_of_log2_{size}", round(cost / (log(size) / log(least)) ** 2, 2)


def _reached(figures: Figures) -> Figures:
    """Whether what is to be reached has been, of the sizes that were measured."""
    found: Figures = {}
    for size, least in LEAST_ITEMS_A_SECOND.items():
        if (items := figures.get(f"job_items_a_second_{size}")) is not None:
            found |= {f"least_job_items_a_second_{size}": least, f"is_fast_enough_{size}": items >= least}
    if (held := figures.get(f"window_mb_{max(SIZES)}")) is not None:
        found |= {"most_window_mb": MOST_MB, "is_small_enough": held <= MOST_MB}
    shares = [share for name, share in figures.items() if name.startswith(("placing_share", "job_share"))]
    return found | ({"grows_less_than_log2": max(shares) < 1} if shares else {})


@contextmanager
def _database(named: str) -> Iterator[str]:
    with ExitStack() as stack:
        if named:
            yield stack.enter_context(Postgres(named).database())
        else:
            yield f"sqlite:///{stack.enter_context(TemporaryDirectory())}/kliping.db"


def _alone(work: Callable[..., Figures], *given: object) -> Figures:
    """In a process of its own, whose memory nothing else has touched."""
    with _SPAWN.Pool(1) as pool:
        return pool.apply(work, given)


def _sized(figures: Figures, size: int) -> Figures:
    return {f"{name}_{size}": value for name, value in figures.items()}


def _told(figures: Figures) -> Figures:
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):50}{value:>14,}", flush=True)
    return figures


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grouping")
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="of windows, with commas between them")
    parser.add_argument("--database", default="", help="a PostgreSQL server's URL, or own; else SQLite")
    return parser.parse_args()


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(map(int, text.split(",")))
    if min(sizes) < MEASURED:
        raise argparse.ArgumentTypeError(
            f"a window is of {MEASURED:,} items at least, as many as are measured"
        )
    return sizes


if __name__ == "__main__":
    chosen = _options()
    with ExitStack() as postgres:
        if chosen.database == "own":
            chosen.database = postgres.enter_context(running_postgres()).url
        print(json.dumps(measure(chosen)))
