"""What somebody wrote, word by word, and a place in it from which phrases are read."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from news.errors import OffsetUnknown, ScheduleError
from news.zones import is_offset, parse_zone

LONGEST = 200
"""Characters of a text that we read; a schedule in words takes half of them."""

Phrase = tuple[str, ...]
COMMA: dict[Phrase, bool] = {(",",): True}
"""A phrase that `phrases` cannot write."""

T = TypeVar("T")

_LONGEST_CITY = 3
"""Words of a city's name: "Port of Spain"."""

_APOSTROPHES = str.maketrans("–—−‒", "----", "'’‘ʼ`´")
_UNTIL = re.compile(r"\bs ?[/.] ?d\b\.?", re.IGNORECASE)
_MERIDIEM = re.compile(r"\b([ap])\. ?m\b\.?", re.IGNORECASE)
_OFFSET = re.compile(
    r"(?<![^\W\d])(?<!/)(utc|gmt) *(?:([+-])|\+ +(?=(?:\d|1[0-4])(?![\d:.])))"
    r"(\d{1,2}(?:[:.]?[0-5]\d)?)(?!\d|[:.]\d)[.!?]*",
    re.IGNORECASE | re.ASCII,
)
"""Of "UTC +7", "07.00UTC+7" and "GMT + 8" one word each; but "06.00 UTC + 16.00" are two times."""

_CHUNK = re.compile(r"[^\s,;&()]+|[,;&]")
_PART = re.compile(r"[0-9]+(?:[.:][0-9]+)*|[^\W\d_]+|\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word, number or sign in small letters, and the `chunk` between spaces that it stands in."""

    text: str
    chunk: str


def meaning(meanings: Mapping[str, T]) -> dict[Phrase, T]:
    """What phrases mean, by the phrases; those that mean the same are divided by commas."""
    return {tuple(text.split()): value for texts, value in meanings.items() for text in texts.split(",")}


def phrases(written: str) -> dict[Phrase, bool]:
    """Phrases of which nothing but their presence matters, divided by commas."""
    return meaning({written: True})


class Cursor:
    """A place in `text`. Raises ScheduleError where the text is longer than LONGEST."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise ScheduleError(text)
        self._words = list(_words(text))
        self.position = 0

    @property
    def done(self) -> bool:
        return self.position == len(self._words)

    def sees(self, known: Mapping[Phrase, bool]) -> bool:
        """Whether one of the phrases stands here, and is yet to be read."""
        start = self.position
        found = self.read(known)
        self.position = start
        return bool(found)

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The word here, if it is all of the pattern; it is read thereby."""
        found = None if self.done else pattern.fullmatch(self._words[self.position].text)
        self.position += bool(found)
        return found

    def read(self, meanings: Mapping[Phrase, T]) -> T | None:
        """What the longest of the phrases that stands here means; it is read thereby. Else None."""
        longest = min(max(map(len, meanings)), len(self._words) - self.position)
        for length in range(longest, 0, -1):
            found = meanings.get(tuple(word.text for word in self._ahead(length)))
            if found is not None:
                self.position += length
                return found
        return None

    def skip(self, known: Mapping[Phrase, bool]) -> bool:
        """Read all of the phrases that follow one another here; whether there was one."""
        start = self.position
        while self.read(known):
            pass
        return self.position > start

    def zone(self) -> str | None:
        """The timezone that is named here; it is read thereby. Raises OffsetUnknown."""
        for length in range(min(_LONGEST_CITY, len(self._words) - self.position), 0, -1):
            if zone := parse_zone(" ".join(word.text for word in self._ahead(length))):
                self.position += length
                return zone
        for word in self._ahead(1):
            if is_offset(word.text):
                raise OffsetUnknown(word.chunk)
        return None

    def error(self, start: int) -> ScheduleError:
        """The error of not understanding what stands from `start` on up to here, or the word here."""
        meant = self._words[start : max(self.position, start + 1)] or self._words[-1:]
        return ScheduleError(" ".join(dict.fromkeys(word.chunk for word in meant)))

    def _ahead(self, length: int) -> list[Word]:
        return self._words[self.position : self.position + length]


def _words(text: str) -> Iterator[Word]:
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    text = _MERIDIEM.sub(r"\1m", _UNTIL.sub("sampai", text))
    text = _OFFSET.sub(lambda found: f" {found[1]}{found[2] or '+'}{found[3]} ", text)
    for chunk in _CHUNK.findall(text):
        bare = chunk.strip('.:!?"“”') or chunk
        parts = [bare] if parse_zone(bare) or is_offset(bare) else _PART.findall(bare)
        for part in parts:
            yield Word(text=part.casefold(), chunk=chunk)
