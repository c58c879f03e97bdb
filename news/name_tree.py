"""A tree of names, word by word: finds where a text writes one, in time that their number does not change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress, count
from typing import NamedTuple

from news.words import Remembered, fold, forms

_CLITICS = re.compile(r"(?:nya)?(?:lah|kah|pun)?$")
_LAST_CLITICS = ("nya", "lah", "kah", "pun")
_REMEMBERED_FORMS = 100_000
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
        self._opening = Remembered(self._opened_by, _REMEMBERED_FORMS)

    def add(self, name: Name) -> None:
        node = self._root
        for word in name.words:
            node = node.after.setdefault(fold(word), _Node())
        node.names += (name,)
        node.cased |= name.cased
        self._opening.clear()

    def called(self, text: str) -> tuple[Name, ...]:
        """The names that are the whole of `text`, in any letter case."""
        words = forms(text)
        return next((node.names for end, node in self._named_from(words, 0) if end == len(words)), ())

    def find(self, words: Sequence[str]) -> list[Naming]:
        """The names in `words` (as `news.words.forms` gives them), longest first, none inside another."""
        found: list[Naming] = []
        free = 0
        for start in compress(count(), map(self._opening.__getitem__, words)):
            if start >= free and (naming := self._longest(words, start)):
                found.append(naming)
                free = naming.end
        return found

    def _longest(self, words: Sequence[str], start: int) -> Naming | None:
        for end, node in reversed(self._named_from(words, start)):
            if written := _written(node, words, start, end):
                return Naming(start=start, end=end, names=written)
        return None

    def _named_from(self, words: Sequence[str], start: int) -> list[tuple[int, _Node]]:
        """Where names that begin at `start` end, and their nodes, shortest first."""
        named = []
        node = self._opening[words[start]] if words else None
        for end in range(start + 1, len(words) + 1):
            if node is None:
                break
            if node.names:
                named.append((end, node))
            node = _after(node, fold(words[end])) if node.after and end < len(words) else None
        return named

    def _opened_by(self, form: str) -> _Node | None:
        return _after(self._root, fold(form))


def _after(node: _Node, folded: str) -> _Node | None:
    """Where a word leads from `node`. Only a last word may carry clitics: nothing is behind it."""
    if (following := node.after.get(folded)) or not folded.endswith(_LAST_CLITICS):
        return following
    last = node.after.get(_CLITICS.sub("", folded))
    return _Node(names=last.names, cased=last.cased) if last and last.names else None


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
