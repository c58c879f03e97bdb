"""Wordings: in which other words the news says what a word says."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from news.words import lemmas

Run = tuple[str, ...]
"""Lemmas that stand next to one another, in this order."""


def wordings(lemma: str) -> tuple[Run, ...]:
    """The runs of lemmas that say what this one says, without itself."""
    return _wordings().get(lemma, ())


@cache
def _wordings() -> dict[str, tuple[Run, ...]]:
    others: dict[str, dict[Run, None]] = defaultdict(dict)
    for meaning in _meanings():
        for run in meaning:
            if len(run) == 1:
                others[run[0]] |= {other: None for other in meaning if run[0] not in other}
    return {lemma: tuple(runs) for lemma, runs in others.items()}


def _meanings() -> Iterator[list[Run]]:
    text = (files("news") / "data" / "wordings.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield [tuple(lemmas(wording)) for wording in line.split(",")]
