"""Indonesian affixes: every way in which a word may have been built from another.

Written down from the usual description of the language's morphology: clitics outside, then one suffix, then
up to two prefixes, with the sound changes of meN- and peN- and the lost r of ber-, ter- and per-.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

SHORTEST = 3
_VOWELS = frozenset("aeiou")
_PARTICLES = ("lah", "kah", "pun")
_PRONOUNS = ("nya", "ku", "mu")
_CLITICS = _PARTICLES + _PRONOUNS
_SUFFIXES = ("kan", "an", "i")

_WITH = {
    "": {"", "an", "kan", "i"},
    "di": {"", "kan", "i"},
    "me": {"", "kan", "i"},
    "pe": {"", "an"},
    "ke": {"", "an"},
    "se": {"", "an"},
    "ber": {"", "an", "kan"},
    "ter": {"", "kan", "i"},
    "per": {"", "an", "kan", "i"},
}
"""The suffixes that go with a prefix."""

_BEGINNINGS = frozenset(prefix[:2] for prefix in _WITH if prefix)

_WITHIN = {
    "di": {"per", "ber", "ke", "se", "ter"},
    "me": {"per", "ber", "ke", "se", "ter"},
    "pe": {"ber", "per", "ke", "se", "ter"},
    "ke": {"ber", "ter", "se", "pe", "per", "me"},
    "ber": {"ke", "pe", "per", "se", "ter"},
    "se": {"per", "ke", "pe", "ber", "ter"},
    "ter": {"per", "ke", "ber", "se"},
    "per": {"ke", "se"},
}
"""The prefixes that stand inside another."""


class Analysis(NamedTuple):
    """`base` is what is left; `layers` counts what was taken off, where a circumfix (pe-…-an) counts once."""

    base: str
    layers: int
    affixed: bool
    clitic: bool


def analyses(word: str) -> Iterator[Analysis]:
    """Every way to take affixes off the lower-case `word`, the likelier of two alike first."""
    for bare in unclitic(word):
        clitic = bare != word
        for stem, suffix in _unsuffixed(bare):
            if suffix or clitic:
                yield Analysis(stem, int(bool(suffix)), bool(suffix), clitic)
            for inner, prefix in unprefixed(stem):
                if suffix in _WITH[prefix]:
                    yield Analysis(inner, 1, True, clitic)
                yield from _twice(inner, prefix, suffix, clitic=clitic)


def unclitic(word: str) -> Sequence[str]:
    """`word` itself, then without -lah, -kah, -pun, then without -nya, -ku, -mu."""
    if not word.endswith(_CLITICS):
        return (word,)
    bare = _without(_PARTICLES, word)
    return (
        word,
        *(each for stem in bare for each in (stem, *_without(_PRONOUNS, stem))),
        *_without(_PRONOUNS, word),
    )


def unprefixed(word: str) -> Sequence[tuple[str, str]]:
    """What is left without one prefix, and the prefix."""
    if word[:2] not in _BEGINNINGS:
        return ()
    return [(base, prefix) for base, prefix in _prefixes(word) if len(base) >= SHORTEST]


def _without(endings: Sequence[str], word: str) -> list[str]:
    return [word.removesuffix(ending) for ending in endings if _may_end(word, ending)]


def _unsuffixed(word: str) -> Sequence[tuple[str, str]]:
    if len(word) < SHORTEST:
        return ()
    if not word.endswith(_SUFFIXES):
        return ((word, ""),)
    endings = [suffix for suffix in _SUFFIXES if _may_end(word, suffix)]
    return ((word, ""), *((word.removesuffix(suffix), suffix) for suffix in endings))


def _may_end(word: str, ending: str) -> bool:
    return word.endswith(ending) and len(word) - len(ending) >= SHORTEST


def _twice(stem: str, outer: str, suffix: str, *, clitic: bool) -> Iterator[Analysis]:
    for base, inner in unprefixed(stem):
        if inner in _WITHIN[outer] and (suffix in _WITH[outer] or suffix in _WITH[inner]):
            yield Analysis(base, 2, True, clitic)


def _prefixes(word: str) -> Iterator[tuple[str, str]]:
    beginning, rest = word[:2], word[2:]
    if beginning in ("di", "ke", "se"):
        yield rest, beginning
    elif beginning in ("be", "te", "pe"):
        yield from _without_r(rest, f"{beginning}r")
    if beginning in ("me", "pe"):
        yield from ((base, beginning) for base in _without_nasal(rest, verb=beginning == "me"))


def _without_r(rest: str, prefix: str) -> Iterator[tuple[str, str]]:
    if rest.startswith("r"):
        yield rest[1:], prefix
        yield rest, prefix  # be-runding: the root's own r
        return
    if prefix != "per" and rest[:1] not in _VOWELS and rest[1:3] == "er":
        yield rest, prefix  # be-kerja, te-percaya
    if rest.startswith("lajar"):
        yield rest[1:], prefix  # be-l-ajar, pe-l-ajar


def _without_nasal(rest: str, *, verb: bool) -> Iterator[str]:
    # The rest begins with what meN- or peN- has made of the root's first sound.
    if not verb or rest[:1] in "lrwymn":
        yield rest
    if rest.startswith("m"):
        yield from _after(rest[1:], "p", kept="bpfv")
    elif rest.startswith("ny"):
        yield from _after(rest[2:], "s", kept="")
    elif rest.startswith("ng"):
        yield from _after_ng(rest[2:])
    elif rest.startswith("n"):
        yield from _after(rest[1:], "t", kept="dcjtzs")


def _after(rest: str, lost: str, *, kept: str) -> Iterator[str]:
    if rest[:1] in _VOWELS:
        yield lost + rest
    elif rest[:1] and rest[0] in kept:
        yield rest


def _after_ng(rest: str) -> Iterator[str]:
    if rest[:1] in _VOWELS:
        yield rest
        yield f"k{rest}"
    elif rest[:1] and rest[0] in "ghkq":
        yield rest
    if rest.startswith("e") and len(rest) in (4, 5) and sum(char in _VOWELS for char in rest[1:]) == 1:
        yield rest[1:]  # menge-sah-kan, menge-bom
