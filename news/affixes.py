"""Indonesian affixes: every way in which a word may have been built from another.

Written down from the usual description of the language's morphology: clitics outside, then one suffix, then
up to two prefixes, with the sound changes of meN- and peN- and the lost r of ber-, ter- and per-.
"""

from collections.abc import Iterator
from dataclasses import dataclass

SHORTEST = 3
_VOWELS = frozenset("aeiou")
_PARTICLES = ("lah", "kah", "pun")
_PRONOUNS = ("nya", "ku", "mu")
_SUFFIXES = ("", "kan", "an", "i")

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


@dataclass(frozen=True, slots=True)
class Analysis:
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


def unclitic(word: str) -> Iterator[str]:
    """`word` itself, then without -lah, -kah, -pun, then without -nya, -ku, -mu."""
    yield word
    for particle in _PARTICLES:
        if word.endswith(particle) and len(word) - 3 >= SHORTEST:
            yield from _unpronouned(word[:-3])
    yield from list(_unpronouned(word))[1:]


def unprefixed(word: str) -> Iterator[tuple[str, str]]:
    """What is left without one prefix, and the prefix."""
    for base, prefix in _prefixes(word):
        if len(base) >= SHORTEST:
            yield base, prefix


def _unpronouned(word: str) -> Iterator[str]:
    yield word
    for pronoun in _PRONOUNS:
        if word.endswith(pronoun) and len(word) - len(pronoun) >= SHORTEST:
            yield word[: -len(pronoun)]


def _unsuffixed(word: str) -> Iterator[tuple[str, str]]:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST:
            yield word[: len(word) - len(suffix)], suffix


def _twice(stem: str, outer: str, suffix: str, *, clitic: bool) -> Iterator[Analysis]:
    for base, inner in unprefixed(stem):
        if inner in _WITHIN[outer] and (suffix in _WITH[outer] or suffix in _WITH[inner]):
            yield Analysis(base, 2, True, clitic)


def _prefixes(word: str) -> Iterator[tuple[str, str]]:
    for prefix in ("di", "ke", "se"):
        if word.startswith(prefix):
            yield word[2:], prefix
    for prefix in ("ber", "ter", "per"):
        if word.startswith(prefix):
            yield word[3:], prefix
            yield word[2:], prefix  # be-runding: the root's own r
        elif word.startswith(prefix[:2]):
            yield from _without_r(word[2:], prefix)
    for prefix in ("me", "pe"):
        if word.startswith(prefix):
            yield from ((base, prefix) for base in _without_nasal(word[2:], verb=prefix == "me"))


def _without_r(rest: str, prefix: str) -> Iterator[tuple[str, str]]:
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
