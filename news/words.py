"""Words of Indonesian text: as they are written, and the lemma under which a word's family is found.

A lemma is the root that is left when affixes are taken off, and affixes are taken off only where a root that
we know is left: names, abbreviations and loan words that merely look affixed stay whole. The knowledge is in
`news/data`: roots.txt, irregular.txt, names.txt.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, islice
from typing import NamedTuple, TypeVar

from news.affixes import Analysis, analyses, unclitic

_CHUNK = re.compile(r"[^\W_]++(?:[-‑.,'’ʼ`/][^\W_]++)*+")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_REDUPLICATED = re.compile(r"([^\W\d_]{2,30})[-‑]\1(?:nya|an)?", re.IGNORECASE)
_PARTS = re.compile(r"[-‑.,/]")

LONGEST = 60
"""Characters of a word that is still read as one; no Indonesian word comes near."""

_REMEMBERED = 50_000
"""Texts between spaces that are kept in memory, and folded forms with their lemmas: some 12 MB at most, in
each process that reads. A day of news has fewer that come twice."""

_LOAN = re.compile(
    r"(?:[aeiou]|[^aeiou][aeiouhlrwy]|st|sp|sk)[a-z]*(?:asi|isi|usi|ensi|ansi|ologi|grafi|itas|isme)"
)
_VERB = re.compile(r"me.*|.*kan(?:nya)?")
"""Loan words are an open class: in a verb, a known ending makes one as good as a known root."""

_ARABIC = re.compile(r".*(?:[lia]lah|kkah)")
"""Saifullah, Fadilah, Makkah: names that end like a particle."""

_SHORTEST_WITH_CLITIC = 4

Result = TypeVar("Result")


class Remembered(dict[str, Result]):
    """What `work` made of texts, `most` of them at a time: then the older half is forgotten.

    Which of them was used last is not written down: that would cost as much as finding them does. One that is
    longer than a word is not kept: it may be of any length.
    """

    def __init__(self, work: Callable[[str], Result], most: int) -> None:
        self._work, self._most = work, most

    def remember(self, most: int) -> None:
        """Keep so many from now on."""
        self._most = most

    def __missing__(self, text: str) -> Result:
        result = self._work(text)
        if len(text) <= LONGEST:
            if len(self) >= self._most:
                for old in list(islice(self, self._most // 2)):
                    del self[old]
            self[text] = result
        return result


class Words(NamedTuple):
    """The words of a text as written, their lemmas and their folded forms: of each as many, in one order."""

    forms: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()


Written = Sequence[str] | Words
"""Words as written, or all that is known of them: who has it, hands it on."""


def forms(text: str) -> list[str]:
    """The words of `text` as written, in its order.

    Reduplication ("anak-anak"), numbers ("1.234,5") and initials ("A.M.") are one word each; other compounds
    are the words that they join.
    """
    return [form for chunk in _CHUNK.findall(text) for form in _split(chunk)]


def lemmas(text: str) -> list[str]:
    """The lemmas of the words of `text`, in its order: lower case, letters and digits only."""
    return list(words(text).lemmas)


def words(text: str) -> Words:
    """All that is known of each word of `text`: what `forms`, `lemmas` and `fold` say of them, at one go."""
    known = tuple(chain.from_iterable(map(_known.__getitem__, text.split())))
    return Words(known[0::3], known[1::3], known[2::3])


def known_of(written: Written) -> Words:
    """All that is known of each word that `forms` gave, for whoever may have got it already."""
    if isinstance(written, Words):
        return written
    return Words(tuple(written), tuple(map(lemma, written)), tuple(map(fold, written)))


def remember_archives() -> None:
    """Remember three times as many words from now on: years of news use more of them again than a day."""
    _known.remember(3 * _REMEMBERED)
    _lemmas.remember(3 * _REMEMBERED)


def forget() -> None:
    """Forget all words that are remembered, as if the process had just started."""
    _known.clear()
    _lemmas.clear()
    _fold.cache_clear()


LONGEST_FOLDED = 64
"""Characters that tell words apart; PostgreSQL refuses to index a word of more than 2,046 bytes."""


def fold(form: str) -> str:
    """`form` in lower case, without marks, apostrophes and punctuation: the key under which names compare."""
    if form.isascii() and form.isalnum():  # most are
        return (form if form.islower() else form.lower())[:LONGEST_FOLDED]
    return _fold(form)


@lru_cache(_REMEMBERED)
def _fold(form: str) -> str:
    decomposed = unicodedata.normalize("NFKD", form.translate(_APOSTROPHES).casefold())
    # Decomposing makes capitals of its own: of 𝐊 the letter K.
    return "".join(char for char in decomposed.casefold() if char.isalnum())[:LONGEST_FOLDED]


def lemma(form: str) -> str:
    """The lemma of a word, however it is written: the same for all forms of one family."""
    return _lemma_of(form, fold(form))


def _lemma_of(form: str, folded: str) -> str:
    if not form.isalnum() and (twice := _REDUPLICATED.fullmatch(form)) and folded not in _names():
        folded = fold(twice[1])
    return _lemmas[folded] if folded.isascii() and folded.isalpha() else folded


def _analysed(piece: str) -> tuple[str, ...]:
    """Of each word of a text without spaces: itself, its lemma and its folded form."""
    match [piece] if piece.isalnum() else _CHUNK.findall(piece):
        case [chunk] if chunk == piece:
            return tuple(chain.from_iterable(map(_known_form, _split(chunk))))
        case [chunk]:  # the very same tuple for "Jakarta," and "(Jakarta)" as for "Jakarta"
            return _known[chunk]
        case chunks:
            return tuple(chain.from_iterable(map(_known.__getitem__, chunks)))


def _known_form(form: str) -> tuple[str, str, str]:
    folded = fold(form)
    return form, _lemma_of(form, folded), folded


_known = Remembered(_analysed, _REMEMBERED)


def _split(chunk: str) -> tuple[str, ...]:
    if len(chunk) > LONGEST:
        return tuple(part[:LONGEST] for part in _PARTS.split(chunk) if fold(part[:LONGEST]))
    if chunk.isalnum():  # most are, and the patterns are slow
        return (chunk,) if chunk.isascii() or fold(chunk) else ()
    for whole in (_NUMBER, _INITIALS, _REDUPLICATED):
        if whole.fullmatch(chunk):
            return (chunk,)
    return tuple(part for part in _PARTS.split(chunk) if fold(part))


def _lemma(word: str) -> str:
    for bare in unclitic(word):
        if known := _irregular().get(bare):
            return known
        if bare in _roots() or bare in _names():
            return bare
    best = min(_candidates(word), default=None)
    if best is not None:
        return _irregular().get(best[-1], best[-1])
    return _without_clitic(word)


def _candidates(word: str) -> Iterator[tuple[bool, int, int, int, str]]:
    """Best first when sorted: known roots before loans, few layers, then the shorter root."""
    if word.startswith("ketidak"):
        yield from _candidates(word.removeprefix("ketidak"))
    for order, found in enumerate(analyses(word)):
        if found.base in _roots() or found.base in _irregular():
            yield False, found.layers, len(found.base), order, found.base
        elif found.layers < 2 and _VERB.fullmatch(word) and _is_loan(found):
            yield True, found.layers, order, 0, found.base


def _is_loan(found: Analysis) -> bool:
    return _LOAN.fullmatch(found.base) is not None


_lemmas = Remembered(_lemma, _REMEMBERED)


def _without_clitic(word: str) -> str:
    if word.endswith("nya") and len(word) - 3 >= _SHORTEST_WITH_CLITIC:
        return word.removesuffix("nya")
    for particle in ("lah", "kah", "pun"):
        if word.endswith(particle) and len(word) > 7 and not _ARABIC.fullmatch(word):
            return word.removesuffix(particle)
    return word


@cache
def _roots() -> frozenset[str]:
    return frozenset(_listed("roots.txt"))


@cache
def _names() -> frozenset[str]:
    return frozenset(_listed("names.txt"))


@cache
def _irregular() -> dict[str, str]:
    known: dict[str, str] = {}
    for line in _lines("irregular.txt"):
        root, _, members = line.partition(":")
        known |= dict.fromkeys(members.split(), root)
    return known


def _listed(name: str) -> Iterator[str]:
    return (word for line in _lines(name) for word in line.split())


def _lines(name: str) -> list[str]:
    text = (files("news") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
