"""A section of an evaluation: what a person reads of it, and its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol, TypeVar

from app.documents import Document, ReadDocument
from news.text import clean, shorten

T = TypeVar("T")

_SEED = 20_261_123
_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`name` is the key of its `figures` in the line of JSON that ends an evaluation."""

    name: str
    title: str
    lines: Sequence[str]
    figures: Mapping[str, object]


class Measure(Protocol):
    """Something that is measured over all articles, read once for all measures."""

    name: str

    def take(self, article: Document, found: ReadDocument) -> None: ...

    def section(self) -> Section: ...


def sample(values: Sequence[T], size: int) -> list[T]:
    """`size` of the values, the same ones each time."""
    return Random(_SEED).sample(values, min(size, len(values)))


def headline(article: Document, found: ReadDocument) -> str:
    """What an article is called in a list: by its lead where it has no headline."""
    return clean(article.title) or shorten(found.lead, _SHOWN)


def share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
