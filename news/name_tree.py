"""A tree of names, word by word: finds where a text writes one, in time that their number does not change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress, count
from typing import NamedTuple

from news.words import Words, fold, forms

_CLITICS = re.compile(r"(?:nya)?(?:lah|kah|pun)?$")
_LAST_CLITICS = ("nya", "lah", "kah", "pun")
_ALL_CLITICS = [first + last for first in ("", "nya") for last in ("", "lah", "kah", "pun")][1:]
_SHOUTED = 6
"""A word of so many capitals is hardly an abbreviation: the whole line is in capitals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name of `owner`, as words; a `cased` one counts only as written here, or all in capitals."""

    words: tuple[str, ...]
    owner: str
    cased: bool = False
    shared: bool = False


class Naming(NamedTuple):
    """A place, `start` to `end` (exclusive), where a text writes `names`: one name, or what several share."""

    start: int
    end: int
    names: tuple[Name, ...]


@dataclass(slots=True)
class _Node:
    after: dict[str, "_Node"] = field(default_factory=dict)
    names: tuple[Name, ...] = ()
    cased: bool = False


class NameTree:
    """Names by their folded words. A text's words are looked up once; one that begins a name costs more."""

    def __init__(self) -> None:
        self._root = _Node()
        self._opening: dict[str, _Node] = {}

    def add(self, name: Name) -> None:
        node = self._root
        for word in name.words:
            node = node.after.setdefault(fold(word), _Node())
        node.names += (name,)
        node.cased |= name.cased
        self._opening.clear()

    def called(self, text: str) -> tuple[Name, ...]:
        """The names that are the whole of `text`, in any letter case."""
        folded = tuple(map(fold, forms(text)))
        named = _named_from(self._root, folded, 0)
        return next((node.names for end, node in named if end == len(folded)), ())

    def find(self, words: Words) -> list[Naming]:
        """The names in `words`, longest first, none inside another."""
        opening = self._opening or self._opened()
        found: list[Naming] = []
        free, folded = 0, words.folded
        for start in compress(count(), map(opening.get, folded)):
            node = opening[folded[start]]
            if start < free or not (node.names or _may_go_on(node, folded, start + 1)):
                continue
            if naming := _longest(node, words, start):
                found.append(naming)
                free = naming.end
        return found

    def _opened(self) -> dict[str, _Node]:
        """The words that begin a name, with clitics too: so few that all others are passed by at once."""
        begun = self._root.after
        for word, node in begun.items():
            if node.names:
                last = _last(node)
                clitics = (clitic for clitic in _ALL_CLITICS if _bare(word + clitic) == word)
                self._opening |= dict.fromkeys([word + clitic for clitic in clitics], last)
        self._opening |= begun
        return self._opening


def _longest(opening: _Node, words: Words, start: int) -> Naming | None:
    """The longest name that the words from `start` on write, the first of which leads to `opening`."""
    for end, node in reversed(_named_from(opening, words.folded, start + 1)):
        if written := _written(node, words.forms, start, end):
            return Naming(start=start, end=end, names=written)
    return None


def _named_from(node: _Node, folded: Sequence[str], end: int) -> list[tuple[int, _Node]]:
    """Where names end whose words before `end` lead to `node`, and the nodes of these, shortest first."""
    named = [(end, node)] if node.names else []
    while node.after and end < len(folded) and (following := _after(node, folded[end])):
        node, end = following, end + 1
        if node.names:
            named.append((end, node))
    return named


def _may_go_on(node: _Node, folded: Sequence[str], following: int) -> bool:
    """Whether the next word may go on with a name that the one before it begins: most do not."""
    return following < len(folded) and (
        folded[following] in node.after or folded[following].endswith(_LAST_CLITICS)
    )


def _after(node: _Node, folded: str) -> _Node | None:
    """Where a word leads from `node`. Only a last word may carry clitics: nothing is behind it."""
    if (following := node.after.get(folded)) or not folded.endswith(_LAST_CLITICS):
        return following
    last = node.after.get(_bare(folded))
    return _last(last) if last and last.names else None


def _last(node: _Node) -> _Node:
    return _Node(names=node.names, cased=node.cased)


def _bare(folded: str) -> str:
    return _CLITICS.sub("", folded)


def _written(node: _Node, words: Sequence[str], start: int, end: int) -> tuple[Name, ...]:
    """Those of the names at `node` that these words write in a letter case that counts."""
    names = node.names
    if not node.cased:
        return names
    here = words[start:end]
    if all(map(str.isupper, here)) and _are_shouting(words[max(start - 1, 0) : start], words[end : end + 1]):
        return tuple(name for name in names if not name.cased)
    return tuple(name for name in names if not name.cased or all(map(_is_form_of, here, name.words)))


def _is_form_of(form: str, written: str) -> bool:
    if form in (written, written.upper()):
        return True
    return form.startswith(written) and _CLITICS.fullmatch(form, len(written)) is not None


def _are_shouting(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the words on both sides are in capitals too; on one side alone it is often a dateline."""
    around = (*before, *after)
    return len(around) == 2 and all(map(str.isupper, around)) and max(map(len, around)) >= _SHOUTED
