"""What stands on a news page and is not the news: the phrases of data/boilerplate.toml, ready to be found."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases to be found in a line whose white space is folded, in any case."""

    beginnings: frozenset[str]
    pattern: re.Pattern[str]

    def found(self, line: str) -> list[re.Match[str]]:
        # Most lines hold none, and looking for their beginnings is ten times faster than the pattern.
        lowered = line.lower()
        return list(self.pattern.finditer(line)) if any(words in lowered for words in self.beginnings) else []


@cache
def phrases(list_name: str) -> Phrases:
    beginnings = frozenset(" ".join(phrase.lower().split()[:2]) for phrase in known(list_name))
    return Phrases(beginnings, re.compile(any_of(known(list_name)), re.IGNORECASE))


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
