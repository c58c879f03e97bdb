"""Spelling: which known words somebody may have meant by one that nobody has written.

Two words are compared as they are written and by their sounds: what is left of them when the habits are
taken away by which Indonesians write one word in several ways (oe and u, tj and c, f and p, a missing h).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from string import ascii_lowercase

from news.concepts import concepts
from news.gazetteer import names_of, regions
from news.tokens import EXACT
from news.words import fold, forms

SHORTEST, LONGEST = 4, 24
"""Letters of a word whose spelling is known: shorter ones are near to everything."""

OFTEN = 3
"""Items that say a word which is offered, at least: what fewer say may itself be written wrongly."""

MOST_EDITS = 2
_SHORTEST_HALF = 4
_SHORT = 5
"""Letters of a word that is allowed one edit only."""

_HABIT = 0.5
"""What it costs that two words differ by habits only, in edits."""

_FIRST = 0.4
"""What it costs besides that the first letter is another one: there people hardly ever err."""

_APART = 0.75
"""What it costs that two words are written as one, in edits."""

_PREPOSITIONS = ("di", "ke")
"""Are often written together with what follows."""

_HABITS = str.maketrans({"y": "j", "f": "p", "v": "p", "q": "k", "z": "s", "h": "", "x": "ks"})
_DIGRAPHS = (("oe", "u"), ("tj", "c"), ("dj", "j"), ("sj", "s"), ("memp", "mem"))
_SOUNDED = "abcdegijklmnoprstuw"
"""The letters that a sound may have."""

_DOUBLED = re.compile(r"(.)\1+")
_EXACT_WORD = re.compile(rf"{EXACT}([a-z]+)(?![^ ])")
_WORD = re.compile(rf"[a-z]{{{SHORTEST},{LONGEST}}}")


@dataclass(frozen=True, slots=True)
class Known:
    """A word that so many `items` say."""

    word: str
    items: int


@dataclass(frozen=True, slots=True)
class Meant:
    """What somebody may have meant by a word: one word or two, and how far that is, in edits."""

    text: str
    cost: float


def exact_words(tokens: str) -> set[str]:
    """The folded forms, of letters from a to z only, whose exact tokens are among these."""
    return set(_EXACT_WORD.findall(tokens))


def is_spelled(word: str) -> bool:
    """Whether a folded form is a word whose spelling can be right or wrong."""
    return _WORD.fullmatch(word) is not None


def sound(word: str) -> str:
    """What the spellings of one word have in common; of a folded form that `is_spelled`, letters only."""
    found = word.translate(_HABITS)
    for written, meant in _DIGRAPHS:
        found = found.replace(written, meant)
    if found.endswith("nga"):  # -nya, whose letters are exchanged as often as any
        found = f"{found[:-3]}nja"
    return _DOUBLED.sub(r"\1", found)


def nearest(asked: str, known: Iterable[Known]) -> list[Meant]:
    """Those of the known words that may be meant by the one that was asked for: the nearest first, and of
    these the most frequent."""
    most = 1 if len(asked) <= _SHORT else MOST_EDITS
    heard = sound(asked)
    found = []
    for each in known:
        cost = _cost(asked, heard, each.word, most)
        if cost is not None and each.word != asked:
            found.append((cost, -each.items, each.word))
    return [Meant(word, cost) for cost, _, word in sorted(found)]


def divided(word: str) -> list[Meant]:
    """The ways in which a word can be two: any of them may be no words at all."""
    places = range(2, len(word) - 2)
    pairs = [(word[:place], word[place:]) for place in places]
    return [
        Meant(f"{one} {other}", _APART)
        for one, other in pairs
        if one in _PREPOSITIONS or min(len(one), len(other)) > 2
    ]


def joined(one: str, other: str) -> Meant:
    """Two words that stand side by side as one."""
    return Meant(one + other, _APART)


@cache
def names() -> frozenset[str]:
    """The words of the names of regions and concepts."""
    return frozenset(word for name in _names() for word in map(fold, forms(name)) if is_spelled(word))


def words_near(word: str) -> set[str]:
    """The word, and whatever is one edit from it."""
    return _one_edit_from(word, ascii_lowercase)


def sounds_near(heard: str) -> set[str]:
    """The sound, and whatever is one edit from it."""
    return _one_edit_from(heard, _SOUNDED)


def beginning(heard: str) -> str:
    """The first half of a sound, under which is found what has two edits in the second; of a short one
    nothing, since thousands of words begin like that."""
    half = (len(heard) + 1) // 2
    return heard[:half] if half >= _SHORTEST_HALF else ""


def beginnings_near(heard: str) -> set[str]:
    """How a sound may begin that has an edit in its first half and one more in the rest at most."""
    begin = beginning(heard)
    near = _one_edit_from(heard[: len(begin) + 1], _SOUNDED) | _one_edit_from(begin, _SOUNDED)
    return {each for each in near if len(each) >= len(begin) and not each.startswith(begin)}


def endings_near(heard: str) -> set[str]:
    """What follows one of `beginnings_near` then."""
    rest = heard[len(beginning(heard)) :]
    return _one_edit_from(rest, _SOUNDED) | _one_edit_from(rest[1:], _SOUNDED)


def names_like(asked: str) -> list[Known]:
    """Those of the `names` that may be near to the word, as if no item said them."""
    heard = sound(asked)
    near = {name for each in sounds_near(heard) for name in _heard().get(each, ())}
    near |= names() & words_near(asked)
    if not near and (begin := beginning(heard)):
        near = {name for each, called in _heard().items() if each.startswith(begin) for name in called}
    return [Known(name, 0) for name in near]


@cache
def _heard() -> dict[str, list[str]]:
    heard: dict[str, list[str]] = {}
    for name in sorted(names()):
        heard.setdefault(sound(name), []).append(name)
    return heard


def _names() -> Iterator[str]:
    for code in regions():
        yield from names_of(code)
    for concept in concepts().values():
        yield from concept.names


def _cost(asked: str, heard: str, word: str, most: int) -> float | None:
    spoken = sound(word)
    # An edit makes two letters differ at most: whatever has more is passed over, which most of it is.
    if len(set(heard).symmetric_difference(spoken)) > 2 * most:
        by_sound = None
    else:
        by_sound = edits(heard, spoken, most=most)
    as_written = edits(asked, word, most=most if by_sound is not None else 1)
    costs = [float(as_written)] if as_written is not None else []
    costs += [by_sound + _HABIT] if by_sound is not None else []
    if not costs:
        return None
    return min(costs) + (_FIRST if asked[:1] != word[:1] else 0)


def _one_edit_from(word: str, letters: str) -> set[str]:
    near = {word}
    for before, after in ((word[:place], word[place:]) for place in range(len(word) + 1)):
        near.update(f"{before}{letter}{after}" for letter in letters)
        if after:
            near.add(before + after[1:])
            near.update(f"{before}{letter}{after[1:]}" for letter in letters)
        if after[1:]:
            near.add(before + after[1] + after[0] + after[2:])
    return near - {""}


def edits(one: str, other: str, *, most: int) -> int | None:
    """How many letters must be put in, left out, replaced or exchanged with the next one to make one word of
    the other; None where that is more than `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    start = _same(one, other)
    one, other = one[start:], other[start:]
    end = _same(one[::-1], other[::-1])
    one, other = one[: len(one) - end], other[: len(other) - end]
    if not one or not other:
        return len(one) + len(other)
    return _edits(one, other, most)


def _same(one: str, other: str) -> int:
    """How many letters at the beginning are the same."""
    for place, (letter, another) in enumerate(zip(one, other, strict=False)):
        if letter != another:
            return place
    return min(len(one), len(other))


def _edits(one: str, other: str, most: int) -> int | None:
    # The optimal alignment: row by row of the table, of which only the last two are needed.
    earlier: list[int] = []
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [place]
        for at, another in enumerate(other, start=1):
            cost = before[at - 1] + (letter != another)
            cost = min(cost, before[at] + 1, row[at - 1] + 1)
            if place > 1 and at > 1 and one[place - 2] == another and letter == other[at - 2]:
                cost = min(cost, earlier[at - 2] + 1)
            row.append(cost)
        if min(row) > most and min(before) > most:
            return None
    return row[-1] if row[-1] <= most else None
