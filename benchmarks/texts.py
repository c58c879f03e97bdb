"""Texts to measure with: recorded articles where there are any, else invented ones with words as frequent."""

import gzip
import json
from collections.abc import Iterator
from itertools import accumulate, product
from pathlib import Path
from random import Random

RECORDED = Path(__file__).parents[2] / "shared" / "data" / "articles.jsonl.gz"
_INVENTED = 2_000
_VOCABULARY = 40_000
_SYLLABLES = [first + second for first, second in product("bdgjklmnprst", "aeiou")]


def texts(chance: Random) -> list[str]:
    """Articles in random order."""
    found = list(_recorded() if RECORDED.exists() else _invented(chance))
    chance.shuffle(found)
    return found


def cut(articles: list[str], size: int) -> list[list[str]]:
    """Lists of `size` words: articles are put together until they are long enough, and cut."""
    pieces: list[list[str]] = []
    words: list[str] = []
    for article in articles:
        words += article.split()
        if len(words) >= size:
            pieces.append(words[:size])
            words = []
    return pieces


def _recorded() -> Iterator[str]:
    with gzip.open(RECORDED, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            yield f"{article['title'] or ''}. {article['body'] or ''}"


def _invented(chance: Random) -> Iterator[str]:
    """Words of which the n-th is n times rarer than the first."""
    vocabulary = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(_VOCABULARY)]
    weights = list(accumulate(1 / rank for rank in range(1, _VOCABULARY + 1)))
    for _ in range(_INVENTED):
        yield " ".join(chance.choices(vocabulary, cum_weights=weights, k=chance.randint(150, 500)))
