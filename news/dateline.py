"""The dateline of an article: where it was written and for whom, "BELITUNG, pradivanews.com –"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from news.furniture import any_of, known

_TOP = 800
"""Characters among which a dateline is sought: headline, caption and byline may precede it."""

_LINE_STARTS = re.compile(r"^[ \t\xa0]*(?=\S)", re.MULTILINE)
_BYLINE = re.compile(r"Reporter\s*:[^|\n]{1,80}\|\s*Editor\s*:[^\n]{0,60}?\s")

_DOMAIN = (
    r"(?i:[a-z0-9][\w-]{1,40}(?:\.[\w-]{1,30})?\.(?:com|con|co\.id|go\.id|or\.id|co|id|net|news|org|tv|info))"
)
_NAME = r"[A-ZÀÉ][\w'’]{1,30}"
_PLACE = rf"(?P<place>{_NAME}(?:[ -]{_NAME}){{0,3}}(?:, ?{_NAME}(?: {_NAME}){{0,2}})?)"
_SHOUTED = r"(?=[A-Z ]*[AEIOU][A-Z ]*[AEIOU])[A-Z]{4,20}(?: [A-Z]{2,20}){0,3}"
_DASH = r"[^\S\n]*(?:--+|[–—-])\s*"
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
    top = text[:_TOP]
    starts = list(_starts(top))
    with_outlet = ((pattern, start) for start in starts for pattern in _with_outlet())
    at_the_top = ((pattern, start) for start in starts[:1] for pattern in _without_known_outlet())
    for pattern, start in (*with_outlet, *at_the_top):
        found = pattern.match(top, start)
        if found:
            named = {name: " ".join(words.split()) for name, words in found.groupdict().items()}
            place, outlet = named.get("place"), named.get("outlet")
            return Dateline(place=place, outlet=outlet, start=start, end=found.end())
    return None


def _starts(top: str) -> Iterator[int]:
    """Where a dateline may begin: at each line, and after the name that ends a byline."""
    yield from (line.end() for line in _LINE_STARTS.finditer(top))
    for byline in _BYLINE.finditer(top):
        yield from (byline.end() + word.start() for word in re.finditer(r"\b[A-Z]", top[byline.end() :][:80]))


@cache
def _with_outlet() -> tuple[re.Pattern[str], ...]:
    outlet = rf"(?P<outlet>{_DOMAIN}|{_outlets()})"
    shapes = (
        rf"{_PLACE}\s*,?\s*\(\s*{outlet}\s*\){_DASH}",
        rf"{_PLACE}\s*,\s*{outlet}\s*,?{_DASH}",
        rf"{outlet}\s*,?\s*{_PLACE}{_DASH}",
        rf"{outlet}\s*,\s*(?P<place>(?:{any_of(known('place_starts'))} )?{_NAME})\s+(?=[A-Z“\"])",
        rf"{outlet}{_DASH}",
    )
    return tuple(map(re.compile, shapes))


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


def _outlets() -> str:
    names = any_of(known("outlets")).replace(re.escape("*"), r"\w{3,20}")
    return rf"{names}\b"
