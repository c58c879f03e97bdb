"""The short form of an abbreviation, and the words of a text that it stands for."""

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Self

from news.passage import Word, parted, placed, written
from news.shortening import INITIALS, SILENT, SYLLABLES, Explanation, Style, explain, explain_whole
from news.words import fold

_MOST_LETTERS = 24

_SURE = 0.36
"""Price a letter above which what looks like a plain word is one: "Jadi (jadwal pelantikan)"."""

_SHORT = re.compile(r"[^\W_][\w.:&/-]*(?: [^\W_][\w.-]*){0,2}")
_REPEATED = re.compile(r"([a-z])([2-5])|([2-5])([a-z])")

_Explain = Callable[[Sequence[str], str, Style], Explanation | None]


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A short form as written, the letters that a long form has to explain and the style of its making."""

    form: str
    letters: str
    style: Style

    @classmethod
    def of(cls, form: str) -> Self | None:
        """`form` as a short form, if it can be one."""
        letters = _letters(form)
        if not _SHORT.fullmatch(form) or not 2 <= len(letters) <= _MOST_LETTERS or letters.isdigit():
            return None
        return cls(form, letters, INITIALS if _has_mostly_capitals(form) else SYLLABLES)

    @property
    def is_initials(self) -> bool:
        return self.style is INITIALS

    def last_words_of(self, text: str, known: Container[str]) -> str | None:
        """The long form with which `text` ends; `known` are the words into which glued ones may fall."""
        return self._long_form(text, known, explain, careful=self.form.islower())

    def whole_of(self, text: str, known: Container[str]) -> str | None:
        """`text`, if the whole of it is the long form."""
        return self._long_form(text, known, explain_whole, careful=not self.is_initials)

    def lacks_letters(self, text: str) -> bool:
        """Whether `text` surely holds no long form, as it lacks a letter to explain."""
        return text.isascii() and not set(self.letters).issubset(text.lower())

    def _long_form(
        self, text: str, known: Container[str], explained: _Explain, *, careful: bool
    ) -> str | None:
        if self.lacks_letters(text):
            return None
        words, found = self._best_reading(text, known, explained)
        if not found:
            return None
        long, price = words[found.start : found.end], found.price / len(self.letters)
        is_doubtful = price > _SURE and (careful or _begins_before_name(long, text))
        is_ticker = price > 0 and words[-1].key == "tbk"
        says_nothing = fold(self.form) in [word.key for word in long]
        return None if is_doubtful or is_ticker or says_nothing else written(long, text)

    def _best_reading(
        self, text: str, known: Container[str], explained: _Explain
    ) -> tuple[list[Word], Explanation | None]:
        """The words of `text`, glued ones parted where that is better, and how they explain the letters."""
        words = placed(text)
        found = explained([word.key for word in words], self.letters, self.style)
        if found and not found.price:
            return words, found
        parts = parted(words, text, known)
        if len(parts) == len(words):
            return words, found
        better = explained([part.key for part in parts], self.letters, self.style)
        return (parts, better) if better and (not found or better.price < found.price) else (words, found)


def _letters(form: str) -> str:
    """The letters to explain: "P4GN" stands for PPPPGN, "3T" for TTT."""
    return _REPEATED.sub(lambda found: (found[1] or found[4]) * int(found[2] or found[3]), fold(form))


def _has_mostly_capitals(form: str) -> bool:
    letters = [char for char in form if char.isalpha()]
    return sum(map(str.isupper, letters)) > len(letters) / 2


def _begins_before_name(long: Sequence[Word], text: str) -> bool:
    """Whether "berlokasi di Gedung Pengembangan" has a plain word before its name."""
    capitals = "".join(text[word.start] for word in long[1:] if word.key not in SILENT)
    return text[long[0].start].islower() and capitals.isupper() and len(capitals) > 1
