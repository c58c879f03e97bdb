"""Abbreviations that an article defines: "Komisi Pemilihan Umum (KPU)", "KPU (Komisi Pemilihan Umum)"."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
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
_MAY_FOLLOW = _QUOTES + "".join(filter(str.isspace, map(chr, range(0x3001))))


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """`short` stands for the words `long` in the article that says so; both as written there."""

    short: str
    long: str


def abbreviations(text: str) -> list[Abbreviation]:
    """The abbreviations that `text` defines, in its order, each once."""
    found = [parenthesis.abbreviation for parenthesis in _parentheses(text)]
    return list(dict.fromkeys(filter(None, found)))


class Definitions:
    """What the `texts` of one article say that its short forms stand for; the last to say so is right.

    Reading a parenthesis is dear, so it is read only once it may answer what is asked.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [list(_parentheses(text)) for text in texts if "(" in text]
        self._answers: dict[str, str | None] = {}

    def long_form(self, short: str) -> str | None:
        """What `short` stands for, if an abbreviation among those of the texts is written like that."""
        if short not in self._answers:
            longs = (_long_forms(short, parentheses) for parentheses in reversed(self._texts))
            self._answers[short] = next((found[-1] for found in longs if found), None)
        return self._answers[short]


class _Parenthesis:
    """One parenthesis of a text, in which or before which an abbreviation may stand."""

    def __init__(self, text: str, match: re.Match[str], known: Container[str]) -> None:
        self._text = text
        self._start = match.start()
        self._before = text[max(0, self._start - _WINDOW) : self._start].rstrip(_MAY_FOLLOW)
        self._content = _ANNOUNCED.sub("", match[1].strip(_QUOTES), count=1)
        self._known = known

    def long_form(self, short: str) -> str | None:
        """What `short` stands for here; nothing is read that cannot tell."""
        is_inside = short in self._content
        # At least its last word; the others may be glued to what precedes them.
        is_before = self._before.endswith(short.rpartition(" ")[2]) or "(Persero)" in self._before
        found = None
        if (is_inside and _EITHER.search(self._content)) or (is_before and self._may_explain(short)):
            found = self.abbreviation
        elif is_inside and short in _short_forms(self._content):
            found = self._after_long
        return found.long if found and found.short == short else None

    @cached_property
    def abbreviation(self) -> Abbreviation | None:
        return (
            self._after_long
            or _long_after_short(self._clause, self._content, self._known)
            or _both_inside(self._content, self._known)
        )

    @cached_property
    def _after_long(self) -> Abbreviation | None:
        return _short_after_long(self._clause, self._content, self._known)

    @cached_property
    def _clause(self) -> str:
        return _clause_before(self._text, self._start)

    def _may_explain(self, short: str) -> bool:
        form = ShortForm.of(short)
        return form is not None and not form.lacks_letters(self._content)


def _long_forms(short: str, parentheses: Iterable[_Parenthesis]) -> list[str]:
    return list(dict.fromkeys(filter(None, [each.long_form(short) for each in parentheses])))


def _parentheses(text: str) -> Iterator[_Parenthesis]:
    """Those with a letter: most others are dates, "Senin (24/11/2025)"."""
    known = Vocabulary(text)
    for match in islice(_PARENTHESES.finditer(text), _MOST):
        if any(map(str.isalpha, match[1])):
            yield _Parenthesis(text, match, known)


def _clause_before(text: str, position: int) -> str:
    window = _STATE_OWNED.sub(" ", text[max(0, position - _WINDOW) : position])
    ends = [found.end() for found in _BREAK.finditer(window)]
    return window[ends[-1] :] if ends else window


def _short_after_long(before: str, content: str, known: Container[str]) -> Abbreviation | None:
    if content.islower() and _COUNTED.search(before):  # "2 (dua)"
        return None
    for form in _short_forms(content):
        short = ShortForm.of(form)
        long = short.last_words_of(before, known) if short else None
        if long:
            return Abbreviation(form, long)
    return None


def _short_forms(content: str) -> Iterable[str]:
    return dict.fromkeys((content, content.removesuffix(" RI")))


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
