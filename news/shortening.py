"""How a short form comes out of the words of its long form: what each word gave, and how far-fetched that is.

Indonesian shortens by initials (KPU), by syllables from anywhere in a word (Kesbangpol, Coklit from
*pencocokan* and *penelitian*) and by both at once (Jamintel). Each way in which a word can give a piece of a
short form has a price. A long form explains a short form if its words give all the letters in their order,
and cheaply enough.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_INNER = frozenset(
    "antar antara atas atau bagi berdasarkan dalam dan dari dengan di ke kepada para pada se serta tentang "
    "terhadap untuk yang".split()
)
"""Words that no long form begins with."""

SILENT = _INNER | frozenset(
    "a an and bidang for in indonesia negara no nomor of on or republik ri tahun the to".split()
)
"""Words that a short form may leave out almost at no price; they may give a letter as well."""

_TAIL = frozenset("ri republik indonesia tahun tbk".split())
"""Words that may stand between a long form and its short form without belonging to it."""

_CLIPPED = {"kelompok": "pok", "komandan": "dan", "penanggulangan": "gul", "tenaga": "na"}
"""Words that short forms know by a piece from inside them."""

_AFFIX = re.compile(r"(?:ke(?:pen|ter|ber|se)?|pe(?:m|n|ng|nge|r|l)?|ter|ber|me(?:m|n|ng)?|di)(?=\w{3})")

_SKIPPED_SILENTLY = 0.1
_LONGEST_PIECE = 12
_MOST_WORDS = 18
_NEVER = 1_000.0

_Reached = dict[int, tuple[float, int]]
"""From which letter on a short form is explained: at which price, by how many pieces."""


@dataclass(frozen=True, slots=True)
class Style:
    """A way of shortening: the prices of a piece and of a word left out, and the highest price a letter."""

    piece: Callable[[str, str], float]
    skipped: float
    affordable: float


class Explanation(NamedTuple):
    """The words from `start` up to `end` (exclusive) explain a short form; dear is far-fetched."""

    start: int
    end: int
    price: float


def explain(words: Sequence[str], letters: str, style: Style) -> Explanation | None:
    """The last of the folded `words` that explain `letters` best; of equally good ones the fewest."""
    if not _have_all(words, letters):
        return None
    # Most long forms ask no price; among the many others, only then need the cheapest be sought.
    free = _cheapest_of(words, letters, style, budget=0.0)
    return free or _cheapest_of(words, letters, style, budget=_affordable(letters, style))


def explain_whole(words: Sequence[str], letters: str, style: Style) -> Explanation | None:
    """How all the folded `words` together explain `letters`."""
    if not _have_all(words, letters):
        return None
    budget = _affordable(letters, style)
    for start, price in _explained(words, letters, style, end=len(words), budget=budget):
        if start == 0:
            return Explanation(start=0, end=len(words), price=price)
    return None


def _affordable(letters: str, style: Style) -> float:
    return style.affordable * len(letters)


def _cheapest_of(words: Sequence[str], letters: str, style: Style, *, budget: float) -> Explanation | None:
    """The cheapest explanation within the budget, the first of equally cheap ones."""
    found = [
        Explanation(start=start, end=end, price=price)
        for end in range(_without_tail(words), len(words) + 1)
        for start, price in _explained(words, letters, style, end=end, budget=budget)
    ]
    return min(found, key=lambda explanation: explanation.price, default=None)


def _have_all(words: Sequence[str], letters: str) -> bool:
    """Whether each of `letters` is somewhere in `words`, without which no explanation need be sought."""
    return set(letters).issubset("".join(words))


def _without_tail(words: Sequence[str]) -> int:
    end = len(words)
    while end and (words[end - 1] in _TAIL or words[end - 1].isdigit()):
        end -= 1
    return end


def _explained(
    words: Sequence[str], letters: str, style: Style, *, end: int, budget: float
) -> Iterator[tuple[int, float]]:
    """Where explanations of all `letters` by words before `end` start, and their prices; shortest first."""
    reached: _Reached = {len(letters): (0.0, 0)}
    for index in range(end - 1, max(-1, end - 1 - min(_MOST_WORDS, 2 * len(letters) + 4)), -1):
        taken = _take(words[index], letters, reached, style, budget=budget)
        price, pieces = taken.pop(0, (_NEVER, 0))
        if pieces > 1 and words[index] not in _INNER:
            yield index, price
        reached = _cheapest(_skip(words, index, reached, style, budget=budget), taken)
        if not reached:
            return


def _take(word: str, letters: str, reached: _Reached, style: Style, *, budget: float) -> _Reached:
    """What is explained once `word` gives a piece to each of what was `reached`."""
    taken: _Reached = {}
    for until, (paid, pieces) in reached.items():
        for start in range(_furthest(word, letters, until), until):
            piece = letters[start:until]
            price = paid + style.piece(word, piece) + (_beginning(word, piece) if start == 0 else 0.0)
            if price <= budget and (start not in taken or price <= taken[start][0]):
                taken[start] = (price, pieces + 1)
    return taken


def _furthest(word: str, letters: str, until: int) -> int:
    """Where the longest piece up to `until` begins of which `word` has every letter."""
    start, least = until, max(0, until - _LONGEST_PIECE)
    while start > least and letters[start - 1] in word:
        start -= 1
    return start


def _skip(words: Sequence[str], index: int, reached: _Reached, style: Style, *, budget: float) -> _Reached:
    """What stays explained when the word at `index` gives nothing."""
    if budget < _SKIPPED_SILENTLY:
        return {}
    word = words[index]
    repeated = word in (*words[max(0, index - 1) : index], *words[index + 1 : index + 2])
    silent = word in SILENT or word.isdigit() or repeated
    toll = _SKIPPED_SILENTLY if silent else style.skipped
    return {
        until: (paid + toll, pieces) for until, (paid, pieces) in reached.items() if paid + toll <= budget
    }


def _cheapest(skipped: _Reached, taken: _Reached) -> _Reached:
    return skipped | {
        until: (price, pieces)
        for until, (price, pieces) in taken.items()
        if price < skipped.get(until, (_NEVER, 0))[0]
    }


def _beginning(word: str, piece: str) -> float:
    """What it costs that a long form begins inside a word: glued words do, whole ones hardly ever."""
    if piece[0] == word[0] or _CLIPPED.get(word) == piece:
        return 0.0
    return 0.5 if _from_root(word, piece) else 3.0


@lru_cache(maxsize=50_000)
def _initial(word: str, piece: str) -> float:
    if word == piece:
        return 0.0
    if word.startswith(piece):
        return min(1.0, 0.3 * (len(piece) - 1))
    if word[0] == piece[0] and _in_order(word, piece):
        return 0.6 * len(piece)
    if _from_root(word, piece):
        return 1.2 * len(piece)
    return 2.5 if piece in word else _NEVER


@lru_cache(maxsize=50_000)
def _syllable(word: str, piece: str) -> float:
    if word.startswith(piece):
        return 0.3 if len(piece) == 1 else 0.0
    if _CLIPPED.get(word) == piece or (len(piece) > 1 and _from_root(word, piece)):
        return 0.5
    if word[0] == piece[0] and _in_order(word, piece):
        return 0.7
    if piece in word:
        return 1.0 if len(piece) > 1 else 1.7
    return 2.0 if len(piece) > 1 and _in_order(word, piece) else _NEVER


def _from_root(word: str, piece: str) -> bool:
    """Whether `piece` begins where a root may begin after its prefix, like *duduk* in *kependudukan*."""
    affix = _AFFIX.match(word)
    return affix is not None and word[affix.end()] == piece[0] and _in_order(word[affix.end() :], piece)


def _in_order(word: str, piece: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in piece)


INITIALS = Style(_initial, skipped=2.2, affordable=0.65)
SYLLABLES = Style(_syllable, skipped=1.5, affordable=0.45)
