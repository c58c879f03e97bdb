"""How fast items are matched with many topics at once, beside asking one topic after the other.

`python -m benchmarks.matching`: items of 400 words against 1,000, 10,000 and 100,000 distinct topics, and how
fast items are read. Times are of the processor; that all ways find the same is asserted. The naive loop asks
`matches`. The compiled loop is a hard peer: our own index tells it once which terms the item holds, and every
query is a ready-made test on them.
"""

import json
import resource
from collections.abc import Callable, Sequence
from itertools import islice
from random import Random

from benchmarks.cpu import timed
from benchmarks.reading_speed import read_item, reading_speed
from benchmarks.texts import cut, texts
from benchmarks.topics import distinct_topics
from news.query import Query, matches, reasons
from news.reading import Reading
from news.term_index import TermIndex
from news.watch import Watch
from news.ways import condition, terms_in

SIZES = (1_000, 10_000, 100_000)
LEAST_RATIO = {10_000: 15, 100_000: 100}
"""How many times faster than the naive loop it is to be."""

WORDS = 400
ITEMS = 300
_NAIVE_TESTS = 400_000
_COMPILED_TESTS = 4_000_000
"""Tests of one topic against one item that a loop is measured with: the more topics, the fewer items."""

Figures = dict[str, float]
Matching = Callable[[Reading], set[int]]


def measure() -> Figures:
    """All figures, printed as they come."""
    chance = Random(20261123)
    articles = texts(chance)
    items = cut(articles, WORDS)[:ITEMS]
    figures = _told(reading_speed(items))
    topics = list(islice(distinct_topics(articles, chance), max(SIZES)))
    readings = [read_item(words) for words in items]
    for size in SIZES:
        figures |= _told(
            {f"{name}_{size}": value for name, value in _matching(topics[:size], readings).items()}
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    limits: Figures = {f"least_ratio_{size}": ratio for size, ratio in LEAST_RATIO.items()}
    return figures | _told(limits | {"peak_mb": peak})


def _matching(topics: Sequence[Query], readings: Sequence[Reading]) -> Figures:
    building, watch = timed(lambda: Watch(enumerate(topics)))
    taken, found = timed(lambda: [watch.matching(reading) for reading in readings])
    matched = sum(map(len, found))
    ours = len(readings) / taken
    naive = _loop(_naive(topics), readings[: _NAIVE_TESTS // len(topics)], found)
    compiled = _loop(_compiled(topics), readings[: _COMPILED_TESTS // len(topics)], found)
    return {
        "items_a_second": round(ours),
        "naive_items_a_second": round(naive, 1),
        "compiled_items_a_second": round(compiled, 1),
        "ratio_to_naive": round(ours / naive, 1),
        "ratio_to_compiled": round(ours / compiled, 1),
        "matches_an_item": round(matched / len(readings), 1),
        "microseconds_a_match": round(taken / matched * 1e6, 2),
        "microseconds_a_reason": round(_microseconds_a_reason(topics, readings[0], found[0]), 2),
        "microseconds_to_add_a_topic": round(building / len(topics) * 1e6, 1),
    }


def _loop(matching: Matching, readings: Sequence[Reading], expected: Sequence[set[int]]) -> float:
    """Items a second of another way to match, which must find what is expected."""
    taken, found = timed(lambda: [matching(reading) for reading in readings])
    assert found == list(expected[: len(found)])
    return len(found) / taken


def _naive(topics: Sequence[Query]) -> Matching:
    return lambda reading: {key for key, query in enumerate(topics) if matches(query, reading)}


def _compiled(topics: Sequence[Query]) -> Matching:
    terms = TermIndex()
    for query in topics:
        for term in terms_in(query):
            terms.add(term)
    tests = [condition(query, terms.number) for query in topics]

    def matching(reading: Reading) -> set[int]:
        held = terms.held(reading)
        return {key for key, holds in enumerate(tests) if holds(held)}

    return matching


def _microseconds_a_reason(topics: Sequence[Query], reading: Reading, keys: set[int]) -> float:
    """What somebody pays who asks why an item matches."""
    taken, _ = timed(lambda: [reasons(topics[key], reading) for key in keys])
    return taken / max(len(keys), 1) * 1e6


def _told(figures: Figures) -> Figures:
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):50}{value:>14,}")
    return figures


if __name__ == "__main__":
    print(json.dumps(measure()))
