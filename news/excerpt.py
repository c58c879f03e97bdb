"""Excerpts: the sentences of a text around what was searched for, and where in them it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from news.concepts import find_concepts
from news.query import Inside, Named, Term
from news.query import Words as Sought
from news.sentences import each_sentence
from news.text import shorten
from news.words import Words, words

LONGEST = 200
"""Characters of an excerpt, what stands for text left out included."""

_BEFORE = 40
"""Characters before a match in the middle of a sentence that are shown at most."""

_LEFT_OUT = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A part of a text, and from and to (exclusive) which characters of it what was searched for stands."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


def excerpt(text: str, terms: Sequence[Term], *, longest: int = LONGEST) -> Excerpt:
    """At most `longest` characters of `text` that hold the most of the terms; without any, its beginning."""
    text = " ".join(text.split())
    places = list(_places(text, terms))
    sentences = _sentence_starts(text)
    start = 0 if len(text) <= longest else _start(text, places, sentences, longest)
    before = "" if not start or start in sentences else f"{_LEFT_OUT} "
    shown = before + shorten(text[start:], longest - len(before))
    shift, end = len(before) - start, len(shown) - shown.endswith(_LEFT_OUT)
    spans = [(place[0] + shift, place[1] + shift) for place in places if place[0] >= start]
    return Excerpt(text=shown, spans=tuple(_apart(span for span in spans if span[1] <= end)))


def _start(text: str, places: Sequence[tuple[int, int, int]], sentences: Sequence[int], longest: int) -> int:
    """Where the excerpt with the most terms begins: with a sentence if it can, near the first of them."""
    room = longest - len(f"{_LEFT_OUT} {_LEFT_OUT}")

    def worth(start: int) -> tuple[int, bool, int, int]:
        seen = [(begin, term) for begin, end, term in places if start <= begin and end <= start + room]
        first = min((begin for begin, _ in seen), default=start)
        return len({term for _, term in seen}), start in sentences, start - first, -start

    return max([*sentences, *(_word_before(text, start) for start, _, _ in places)], key=worth, default=0)


def _sentence_starts(text: str) -> list[int]:
    starts, position = [], 0
    for sentence in each_sentence(text):
        position = text.index(sentence, position)
        starts.append(position)
        position += len(sentence)
    return starts


def _word_before(text: str, position: int) -> int:
    """The start of the first whole word among the characters before `position` that are shown."""
    if position <= _BEFORE:
        return 0
    space = text.find(" ", position - _BEFORE, position)
    return space + 1 if space >= 0 else position


def _places(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int, int]]:
    """From and to which character the terms stand, and the number of each."""
    read = words(text)
    offsets = list(_offsets(text, read.forms))
    for number, term in enumerate(terms):
        for first, end in _runs(read, term):
            yield offsets[first][0], offsets[end - 1][1], number


def _offsets(text: str, forms: Sequence[str]) -> Iterator[tuple[int, int]]:
    position = 0
    for form in forms:
        position = text.index(form, position)
        yield position, position + len(form)
        position += len(form)


def _runs(read: Words, term: Term) -> Iterator[tuple[int, int]]:
    """From and to (exclusive) which word the term stands."""
    if isinstance(term, Inside):
        return
    if isinstance(term, Named):
        named = (found for found in find_concepts(read) if found.concept == term.concept)
        yield from ((found.start, found.end) for found in named)
    if wanted := term.wanted:
        said = read.folded if isinstance(term, Sought) and term.exact else read.lemmas
        size = len(wanted)
        yield from (
            (first, first + size) for first in range(len(said)) if said[first : first + size] == wanted
        )


def _apart(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans from left to right, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    yield from joined
