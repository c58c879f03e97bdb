"""Numbers as people write them in a time of day: 7, tujuh, dua puluh lima, twenty five."""

import re
from dataclasses import dataclass

from news.phrases import Cursor, Phrase, phrases

_DIGITS = re.compile(r"[0-9]{1,2}")
_UNITS = "satu dua tiga empat lima enam tujuh delapan sembilan".split()
_ENGLISH_UNITS = "one two three four five six seven eight nine".split()
_ENGLISH_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_ENGLISH_TENS = "twenty thirty forty fifty".split()
_MULTIPLIERS = phrases("belas, puluh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """`worded`, where it was written in words."""

    value: int
    worded: bool


def read_number(cursor: Cursor) -> Number | None:
    """The number that stands here: from 0 to 99 in digits, or from 1 to 59 in words."""
    if digits := cursor.match(_DIGITS):
        return Number(value=int(digits[0]), worded=False)
    value = cursor.read(_NUMBERS)
    if value and cursor.sees(_MULTIPLIERS):
        # "dua puluh tiga puluh" is twenty and thirty, and not twenty-three and something.
        cursor.position -= 1
        value -= value % 10
    return Number(value=value, worded=True) if value else None


def _numbers() -> dict[Phrase, int]:
    numbers: dict[Phrase, int] = {("sepuluh",): 10, ("sebelas",): 11}
    numbers |= {(word,): value for value, word in enumerate(_ENGLISH_UNITS + _ENGLISH_TEENS, 1)}
    for value, (unit, english) in enumerate(zip(_UNITS, _ENGLISH_UNITS, strict=True), 1):
        numbers |= {(unit,): value, (unit, "belas"): 10 + value}
        for tens, word in enumerate(_ENGLISH_TENS, 2):
            numbers |= {
                (_UNITS[tens - 1], "puluh", unit): 10 * tens + value,
                (word, english): 10 * tens + value,
            }
    for tens, word in enumerate(_ENGLISH_TENS, 2):
        numbers |= {(_UNITS[tens - 1], "puluh"): 10 * tens, (word,): 10 * tens}
    return numbers


_NUMBERS = _numbers()
