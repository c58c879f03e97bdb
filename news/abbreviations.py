"""Abbreviations that an article defines: "Komisi Pemilihan Umum (KPU)", "KPU (Komisi Pemilihan Umum)"."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import islice

from news.passage import Vocabulary, split_at_capitals
from news.shortform import ShortForm

_MOST = 1_000
"""Parentheses that are read of one text; no article comes near, and hostile text stays cheap."""

_WINDOW = 240
"""Characters before a parenthesis in which its long form is sought."""

_MOST_WORDS = 3
"""Words of a short form: "PUK SPDT FSPMI"."""

_PARENTHESES = re.compile(r"\(([^()\n]{2,160})\)")
_BREAK = re.compile(
    r"[.!?…–—()\n;|•\s-]"  # which all breaks begin with, found far faster than what tells them apart:
    r"(?:(?<=[.!?…])[”\"’']?\s|(?<=[a-z]\.)(?=[A-Z])|(?<=[–—-])\s|(?<=\s)[–—-]|(?<=[()\n;|•]))"
)
_STATE_OWNED = re.compile(r"\s\(Persero\)(?=\s)")
_ANNOUNCED = re.compile(
    r"(?:atau|disingkat|selanjutnya(?: disebut)?|biasa disebut|akronim dari|singkatan dari)\s+", re.IGNORECASE
)
_EITHER = re.compile(r"\s?/\s?|,\s|\satau\s")
_COUNTED = re.compile(r"\d\s?$")
_QUOTES = " \"'“”‘’"


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """`short` stands for the words `long` in the article that says so; both as written there."""

    short: str
    long: str


def abbreviations(text: str) -> list[Abbreviation]:
    """The abbreviations that `text` defines, in its order, each once."""
    known = Vocabulary(text)
    found = (_defined(text, match, known) for match in islice(_PARENTHESES.finditer(text), _MOST))
    return list(dict.fromkeys(abbreviation for abbreviation in found if abbreviation))


def _defined(text: str, match: re.Match[str], known: Container[str]) -> Abbreviation | None:
    if not any(map(str.isalpha, match[1])):  # mostly a date: "Senin (24/11/2025)"
        return None
    before = _clause_before(text, match.start())
    content = _ANNOUNCED.sub("", match[1].strip(_QUOTES), count=1)
    return (
        _short_after_long(before, content, known)
        or _long_after_short(before, content, known)
        or _both_inside(content, known)
    )


def _clause_before(text: str, position: int) -> str:
    window = _STATE_OWNED.sub(" ", text[max(0, position - _WINDOW) : position])
    ends = [found.end() for found in _BREAK.finditer(window)]
    return window[ends[-1] :] if ends else window


def _short_after_long(before: str, content: str, known: Container[str]) -> Abbreviation | None:
    if content.islower() and _COUNTED.search(before):  # "2 (dua)"
        return None
    for form in dict.fromkeys((content, content.removesuffix(" RI"))):
        short = ShortForm.of(form)
        long = short.last_words_of(before, known) if short else None
        if long:
            return Abbreviation(form, long)
    return None


def _long_after_short(before: str, content: str, known: Container[str]) -> Abbreviation | None:
    for form in _last_words(split_at_capitals(before).rstrip(_QUOTES)):
        short = None if form.islower() and " " in form else ShortForm.of(form)
        long = short.whole_of(content, known) if short else None
        if long:
            return Abbreviation(form, long)
    return None


def _last_words(text: str) -> Iterator[str]:
    """The last word of `text`, the last two, the last three."""
    words = text.split()[-_MOST_WORDS:]
    for first in range(len(words) - 1, -1, -1):
        yield " ".join(words[first:]).lstrip(_QUOTES)


def _both_inside(content: str, known: Container[str]) -> Abbreviation | None:
    """Of "(Deep Vein Thrombosis/DVT)", which explains a name in another language."""
    for either in _EITHER.finditer(content):
        left, right = content[: either.start()], content[either.end() :]
        for text, form in ((left, right), (right, left)):
            short = ShortForm.of(form)
            long = short.whole_of(text, known) if short and short.is_initials else None
            if long:
                return Abbreviation(form, long)
    return None
