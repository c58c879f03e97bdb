"""Shingles: the runs of three words of a full text, as numbers, by which copies of it are found.

They are few thousand bytes for any text, of which nothing can be read back. The smallest of them are its
`keys`: two texts of which a third of all runs are the same hardly ever have none of these in common.
"""

from bisect import bisect_right
from heapq import nsmallest
from zlib import crc32

from news.words import words

Shingles = tuple[int, ...]
"""Those of one text: the smallest first, at most MOST_SHINGLES; none where it is too short to compare."""

MOST_SHINGLES = 512
"""Of a longer text the smallest stand for all: they are as good as drawn, and in all texts the same."""

KEYS = 6

FEWEST_WORDS = 40
"""Different words of the shortest text that can be told from others."""

_FEWEST_CHARACTERS = 120
_LONGEST = 30_000
"""Characters of a text that are looked at."""


def shingles(text: str) -> Shingles:
    """The shingles of a full text."""
    if len(text) < _FEWEST_CHARACTERS:  # most of what feeds say; no words need be counted
        return ()
    folded = words(text[:_LONGEST]).folded
    if len(set(folded)) < FEWEST_WORDS:
        return ()
    runs = zip(folded, folded[1:], folded[2:], strict=False)
    return tuple(nsmallest(MOST_SHINGLES, {crc32(" ".join(run).encode()) for run in runs}))


def keys(of: Shingles) -> Shingles:
    """Those by which a text is looked up."""
    return of[:KEYS]


def resemblance(one: Shingles, other: Shingles) -> float:
    """Of the runs that either text has, the share that both have; an estimate where a text is very long."""
    ends = [each[-1] for each in (one, other) if len(each) == MOST_SHINGLES]
    if ends:  # beyond, one of them is not known
        one, other = (each[: bisect_right(each, min(ends))] for each in (one, other))
    common = len(frozenset(one).intersection(other))
    whole = len(one) + len(other) - common
    return common / whole if whole else 0.0
