"""Words with their places in a text; words that were glued together where a link was lost are parted."""

import re
from collections.abc import Container, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from news.words import fold

_WORD = re.compile(r"[^\W_]+")
_SEAM = re.compile(r"(?<=[a-z]{2})(?=[A-Z]{2,}\b|[A-Z][a-z]{2})")
_SHORTEST_GLUED = 4
_LONGEST_GLUED = 40


class Word(NamedTuple):
    """The word whose folded form is `key`, at `start` up to `end` (exclusive) of a text."""

    key: str
    start: int
    end: int


class Vocabulary:
    """The words of `text` in lower case: a container that is filled when it is first asked, mostly never."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __contains__(self, word: object) -> bool:
        return word in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self._text.lower()))


def placed(text: str) -> list[Word]:
    return [_word(text, *match.span()) for match in _WORD.finditer(text)]


def parted(words: Sequence[Word], text: str, known: Container[str]) -> list[Word]:
    """`words` of `text`, glued ones cut at their capitals (danaBPNT) and where both halves are `known`."""
    parts: list[Word] = []
    for word in words:
        parts += _halves(word, text, known) if _is_glued(text[word.start : word.end], known) else (word,)
    return parts


def written(words: Sequence[Word], text: str) -> str:
    """`words` as they stand in `text`, with what stands between them, on one line."""
    parts = [text[words[0].start : words[0].end]]
    for left, right in pairwise(words):
        parts += [text[left.end : right.start] or " ", text[right.start : right.end]]
    return " ".join("".join(parts).split())


def split_at_capitals(text: str) -> str:
    return _SEAM.sub(" ", text)


def _is_glued(form: str, known: Container[str]) -> bool:
    return _SEAM.search(form) is not None or _seam(form.lower(), known) is not None


def _halves(word: Word, text: str, known: Container[str]) -> Iterator[Word]:
    form = text[word.start : word.end]
    cuts = [0, *(seam.start() for seam in _SEAM.finditer(form)), len(form)]
    for start, end in pairwise(cuts):
        middle = _seam(form[start:end].lower(), known)
        for left, right in pairwise((start, start + middle, end) if middle else (start, end)):
            yield _word(text, word.start + left, word.start + right)


def _seam(form: str, known: Container[str]) -> int | None:
    """Where `form` falls into two known words."""
    if len(form) > _LONGEST_GLUED:
        return None
    cuts = range(_SHORTEST_GLUED, len(form) - _SHORTEST_GLUED + 1)
    return next((cut for cut in cuts if form[:cut] in known and form[cut:] in known), None)


def _word(text: str, start: int, end: int) -> Word:
    return Word(fold(text[start:end]), start, end)
