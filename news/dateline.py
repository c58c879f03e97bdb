"""The dateline of an article: where it was written and for whom, "BELITUNG, pradivanews.com –"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from news.furniture import any_of, known

_TOP = 800
"""Characters among which a dateline is sought: headline, caption and byline may precede it."""

_BLANK = " \t\xa0"
_BYLINE = re.compile(r"Reporter\s*:[^|\n]{1,80}\|\s*Editor\s*:[^\n]{0,60}?\s")

_DOMAIN = (
    r"(?i:[a-z0-9][\w-]{1,40}(?:\.[\w-]{1,30})?\.(?:com|con|co\.id|go\.id|or\.id|co|id|net|news|org|tv|info))"
)
_NAME = r"[A-ZÀÉ][\w'’]{1,30}+"
_PLACE = rf"(?P<place>{_NAME}(?:[ -]{_NAME}){{0,3}}(?:, ?{_NAME}(?: {_NAME}){{0,2}})?)"
_SHOUTED = r"(?=[A-Z ]*[AEIOU][A-Z ]*[AEIOU])[A-Z]{4,20}(?: [A-Z]{2,20}){0,3}"
_DASH = r"[^\S\n]*(?:--+|[–—-])\s*"
_ANY_DASH = re.compile("[–—-]")
_FREE_DASH = r"\s*(?:\s--?|--|[–—])\s*(?=[\w“\"‘'(])"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """A place, an outlet or both, as written, from `start` of the text up to `end`, where the news begins."""

    place: str | None
    outlet: str | None
    start: int
    end: int


def dateline(text: str) -> Dateline | None:
    """The dateline of `text`, which stands at its beginning or at that of one of its first lines."""
    found = _found(text[:_TOP])
    if not found:
        return None
    named = {name: " ".join(words.split()) for name, words in found.groupdict().items()}
    return Dateline(
        place=named.get("place"), outlet=named.get("outlet"), start=found.start(), end=found.end()
    )


def _found(top: str) -> re.Match[str] | None:
    starts = list(_starts(top))
    if not _ANY_DASH.search(top):
        return _first(top, starts, _without_dash())
    return _first(top, starts, _with_outlet()) or _first(top, starts[:1], _without_known_outlet())


def _first(top: str, starts: Sequence[int], shapes: Sequence[re.Pattern[str]]) -> re.Match[str] | None:
    for start in starts:
        for shape in shapes:
            if found := shape.match(top, start):
                return found
    return None


def _starts(top: str) -> Iterator[int]:
    """Where a dateline may begin: at each line, and after the name that ends a byline."""
    position = 0
    for line in top.split("\n"):
        words = line.lstrip(_BLANK)
        if words and not words[0].isspace():
            yield position + len(line) - len(words)
        position += len(line) + 1
    for byline in _BYLINE.finditer(top):
        yield from (byline.end() + word.start() for word in re.finditer(r"\b[A-Z]", top[byline.end() :][:80]))


@cache
def _with_outlet() -> tuple[re.Pattern[str], ...]:
    outlet = _outlet()
    shapes = (
        rf"{_PLACE}\s*,?\s*\(\s*{outlet}\s*\){_DASH}",
        rf"{_PLACE}\s*,\s*{outlet}\s*,?{_DASH}",
        rf"{outlet}\s*,?\s*{_PLACE}{_DASH}",
    )
    return (*map(re.compile, shapes), *_without_dash(), re.compile(rf"{outlet}{_DASH}"))


@cache
def _without_dash() -> tuple[re.Pattern[str], ...]:
    """The only shape that no dash ends."""
    place = rf"(?P<place>(?:{any_of(known('place_starts'))} )?{_NAME})"
    return (re.compile(rf"{_outlet()}\s*,\s*{place}\s+(?=[A-Z“\"])"),)


@cache
def _without_known_outlet() -> tuple[re.Pattern[str], ...]:
    """Shapes so plain that the outlet need not be known, for the very beginning of a text."""
    outlet = rf"(?P<outlet>{_NAME}(?: {_NAME}){{0,3}})"
    shouted = rf"(?P<place>{_SHOUTED})"
    shapes = (
        rf"{shouted}\s*,\s*{outlet}{_FREE_DASH}",
        rf"{outlet}\s*,\s*{shouted}{_FREE_DASH}",
        rf"(?P<place>{_NAME}(?: {_NAME}){{0,2}})\s*\({outlet}\){_FREE_DASH}",
    )
    return (*map(re.compile, shapes), _place_alone())


def _place_alone() -> re.Pattern[str]:
    several = rf"{any_of(known('place_starts'))} {_NAME}(?: {_NAME})?"
    one = r"[A-Z][a-z]{2,20}(?: (?:Barat|Timur|Utara|Selatan|Tengah))?"
    return re.compile(rf"(?P<place>{_SHOUTED}|{several}|{one}){_FREE_DASH}")


def _outlet() -> str:
    names = any_of(known("outlets")).replace(re.escape("*"), r"\w{3,20}")
    return rf"(?P<outlet>{_DOMAIN}|{names}\b)"
