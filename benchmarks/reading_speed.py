"""How fast items are read, beside the naive way: no word is remembered, and each name is looked for alone."""

import re
from collections.abc import Sequence

from benchmarks.cpu import timed
from news.concepts import concepts
from news.reading import Reading, read
from news.words import fold, forget, forms, lemma, lemmas

_TITLE, _LEAD = 12, 40
"""The words before which an item's headline and its lead end."""

_NAIVE = 40
"""Items that are read in the naive way."""


def read_item(words: Sequence[str]) -> Reading:
    title, lead, body = words[:_TITLE], words[_TITLE:_LEAD], words[_LEAD:]
    return read(" ".join(title), " ".join(lead), body=" ".join(body))


def reading_speed(items: Sequence[Sequence[str]]) -> dict[str, float]:
    """Items and words a second; cold is the first time that the words are met."""
    texts = [" ".join(words) for words in items]
    size = len(items[0])
    cold, _ = timed(lambda: [read_item(words) for words in items])
    warm, _ = timed(lambda: [read_item(words) for words in items])
    only_words, _ = timed(lambda: [lemmas(text) for text in texts])
    only_words, _ = timed(lambda: [lemmas(text) for text in texts])
    patterns = [re.compile(rf"\b{re.escape(name)}\b") for each in concepts().values() for name in each.names]
    naive, _ = timed(lambda: [_read_naively(text, patterns) for text in texts[:_NAIVE]])
    naive_words, _ = timed(lambda: [_lemmas_naively(text) for text in texts[:_NAIVE]])
    return {
        "read_items_a_second_cold": round(len(items) / cold),
        "read_items_a_second": round(len(items) / warm),
        "read_words_a_second": round(size * len(items) / warm),
        "naive_read_items_a_second": round(_NAIVE / naive),
        "lemmas_words_a_second": round(size * len(items) / only_words),
        "naive_lemmas_words_a_second": round(size * _NAIVE / naive_words),
    }


def _read_naively(text: str, patterns: Sequence[re.Pattern[str]]) -> tuple[list[str], list[str], int]:
    forget()
    folded = [fold(form) for form in forms(text)]
    return folded, _lemmas_naively(text), sum(pattern.search(text) is not None for pattern in patterns)


def _lemmas_naively(text: str) -> list[str]:
    return [_lemma_anew(form) for form in forms(text)]


def _lemma_anew(form: str) -> str:
    forget()
    return lemma(form)
