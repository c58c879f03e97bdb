"""What stands on a news page and is not the news: the phrases of data/boilerplate.toml, ready to be found."""

import re
import tomllib
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

EMBEDDED = "[Gambas:"
"""How a video or a picture that was embedded begins: "[Gambas:Video 20detik]"."""

_PHRASES = ("phrases", "links", "endings")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases to be found in a line whose white space is folded, in any case."""

    beginnings: tuple[str, ...]
    pattern: re.Pattern[str]

    def found(self, line: str) -> list[re.Match[str]]:
        """Where they stand; the matches are of the line in lower case, and their places those in `line`."""
        # Most lines hold none, and looking for their beginnings is ten times faster than the pattern.
        lowered = line.lower()
        if not any(map(lowered.__contains__, self.beginnings)):
            return []
        return list(self.pattern.finditer(_lower(line)))


def _lower(line: str) -> str:
    """`line` in lower case, letter by letter, with the three letters that a pattern takes for i and s."""
    # As lower case, the first of them is two characters.
    return line.replace("İ", "i").replace("ı", "i").replace("ſ", "s").lower()


@cache
def phrases(list_name: str) -> Phrases:
    lowered = [phrase.lower() for phrase in known(list_name)]
    beginnings = {" ".join(phrase.split()[:2]) for phrase in lowered}
    return Phrases(_shortest(beginnings), re.compile(any_of(lowered)))


def is_surely_free(line: str) -> bool:
    """Whether `line`, whose white space is folded, surely holds no phrase and nothing embedded."""
    lowered = line.lower()
    for first, beginnings in _by_first_word():
        if first in lowered and any(map(lowered.__contains__, beginnings)):
            return False
    return True


@cache
def _by_first_word() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """How phrases begin, below first words of which few stand in a line."""
    beginnings = {EMBEDDED.lower(), *chain.from_iterable(phrases(name).beginnings for name in _PHRASES)}
    firsts = _shortest({beginning.split()[0] for beginning in beginnings})
    return tuple(
        (first, _shortest({each for each in beginnings if first in each.split()[0]})) for first in firsts
    )


def _shortest(texts: Set[str]) -> tuple[str, ...]:
    """`texts` without those that contain another: where none of these stands, none of all does."""
    return tuple(text for text in texts if not any(other in text for other in texts - {text}))


@cache
def known(list_name: str) -> tuple[str, ...]:
    """A list of data/boilerplate.toml, longest entries first, so that a pattern of them prefers these."""
    return tuple(sorted(_lists()[list_name], key=len, reverse=True))


def any_of(choices: Iterable[str]) -> str:
    """A pattern for any of `choices`, whatever the white space between their words."""
    return "(?:" + "|".join(r"\s+".join(map(re.escape, choice.split())) for choice in choices) + ")"


@cache
def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = tomllib.loads(
        files("news").joinpath("data/boilerplate.toml").read_text("utf-8")
    )
    return lists
