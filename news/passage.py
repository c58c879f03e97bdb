"""Words with their places in a text; words that were glued together where a link was lost are parted."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from news.words import fold

_WORD = re.compile(r"[^\W_]+")
_SEAM = re.compile(r"(?<=[a-z]{2})(?=[A-Z]{2,}\b|[A-Z][a-z]{2})")
_SHORTEST_GLUED = 4
_LONGEST_GLUED = 40


@dataclass(frozen=True, slots=True)
class Word:
    """The word whose folded form is `key`, at `start` up to `end` (exclusive) of a text."""

    key: str
    start: int
    end: int


def vocabulary(text: str) -> frozenset[str]:
    """The words of `text` in lower case."""
    return frozenset(_WORD.findall(text.lower()))


def placed(text: str) -> list[Word]:
    return [_word(text, match.start(), match.end()) for match in _WORD.finditer(text)]


def parted(words: Sequence[Word], text: str, known: Container[str]) -> list[Word]:
    """`words` of `text`, glued ones cut at their capitals (danaBPNT) and where both halves are `known`."""
    return list(chain.from_iterable(_halves(word, text, known) for word in words))


def written(words: Sequence[Word], text: str) -> str:
    """`words` as they stand in `text`, with what stands between them, on one line."""
    parts = [text[words[0].start : words[0].end]]
    for left, right in pairwise(words):
        parts += [text[left.end : right.start] or " ", text[right.start : right.end]]
    return " ".join("".join(parts).split())


def split_at_capitals(text: str) -> str:
    return _SEAM.sub(" ", text)


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
