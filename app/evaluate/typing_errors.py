"""Words as people type them wrongly: by one edit anywhere, by typical slips, and by two edits."""

from collections.abc import Callable
from random import Random
from string import ascii_lowercase

Damage = Callable[[str, Random], str]

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {
    letter: row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    for row in _ROWS
    for place, letter in enumerate(row)
}
_HABITS = (
    ("u", "oe"), ("c", "tj"), ("j", "dj"), ("y", "j"), ("f", "p"), ("v", "f"), ("p", "f"), ("h", ""),
    ("sy", "s"), ("nya", "nga"), ("mem", "memp"),
)  # fmt: skip
"""How a sound is also written, or was before 1972."""

_VOWELS = "aiueo"


def one_edit(word: str, chance: Random) -> str:
    """A letter left out, put in, replaced or exchanged with the next one, all as likely, at any place."""
    place = chance.randrange(len(word))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    other = chance.choice(ascii_lowercase)
    edited = (
        before + after,
        before + other + letter + after,
        before + other + after,
        _exchanged(word, chance),
    )
    return chance.choice(edited)


def one_slip(word: str, chance: Random) -> str:
    """What people typically do: hardly ever to the first letter."""
    place = chance.randrange(1, len(word))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    slipped = (
        before + after,
        before + letter * 2 + after,
        before + chance.choice(_BESIDE[letter]) + after,
        _exchanged(word, chance),
        _by_habit(word, chance),
        _with_other_vowel(word, chance),
    )
    return chance.choice(slipped)


def two_edits(word: str, chance: Random) -> str:
    return one_edit(one_edit(word, chance), chance)


def _exchanged(word: str, chance: Random) -> str:
    place = chance.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _by_habit(word: str, chance: Random) -> str:
    usable = [habit for habit in _HABITS if habit[0] in word]
    return word.replace(*chance.choice(usable), 1) if usable else word


def _with_other_vowel(word: str, chance: Random) -> str:
    places = [place for place, letter in enumerate(word) if letter in _VOWELS and place]
    if not places:
        return word
    place = chance.choice(places)
    other = chance.choice(_VOWELS.replace(word[place], ""))
    return word[:place] + other + word[place + 1 :]
