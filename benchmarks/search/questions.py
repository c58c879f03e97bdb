"""What is searched for: queries of each kind, made of an archive's words by how frequent they are."""

from collections.abc import Callable, Mapping
from random import Random

from benchmarks.search.corpus import Corpus

_EACH = 24
"""Queries of a kind."""

_RARE, _MIDDLING, _COMMON = (2e-5, 2e-4), (1e-3, 1e-2), (2e-2, 1.0)
"""The shares of the sentences that say such a word; an article has some ten of them."""

_SHORTEST = 4
"""Letters; shorter words are seldom what is searched for."""


def questions(corpus: Corpus, chance: Random) -> Mapping[str, list[str]]:
    """Queries by their kind."""
    known = Words(corpus)
    rare, middling, common = (known.between(*shares) for shares in (_RARE, _MIDDLING, _COMMON))
    pairs = [" ".join(pair) for pair, _ in corpus.pairs().most_common(4_000) if min(map(len, pair)) > 2]

    def word(of: list[str]) -> str:
        return chance.choice(of)

    kinds: dict[str, Callable[[], str]] = {
        "rare word": lambda: word(rare),
        "middling word": lambda: word(middling),
        "common word": lambda: word(common),
        "two words": lambda: f"{word(middling)} {word(middling)}",
        "two common words": lambda: f"{word(common)} {word(common)}",
        "three words": lambda: f"{word(common)} {word(middling)} {word(middling)}",
        "phrase": lambda: f'"{word(pairs)}"',
        "either": lambda: f"{word(rare)} ATAU {word(middling)} ATAU {word(middling)}",
        "without": lambda: f"{word(middling)} -{word(common)}",
        "headline": lambda: f"judul:{word(middling)}",
        "outlet": lambda: f"{word(middling)} media:media{chance.randrange(60)}",
        "region": lambda: (
            f"{word(middling)} wilayah:{chance.choice(['babel', 'lampung', 'jateng', 'jakarta'])}"
        ),
        "since": lambda: f"{word(middling)} sejak:2026-10-01",
        "until": lambda: f"{word(middling)} sampai:2026-01-01",
    }
    return {kind: [made() for _ in range(_EACH)] for kind, made in kinds.items()}


class Words:
    """The words of an archive, by the share of its sentences that say them."""

    def __init__(self, corpus: Corpus) -> None:
        self._counts = corpus.words()
        self._sentences = len(corpus.sentences)

    def between(self, least: float, most: float) -> list[str]:
        """Words that this share of the sentences say, and that stand for themselves when they are read."""
        return [
            word
            for word, count in sorted(self._counts.items())
            if least <= count / self._sentences < most
            if len(word) >= _SHORTEST and word.isalpha()
        ]
