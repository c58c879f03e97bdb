"""Senses: which of its owners a shared name (PBB, PKS, MA) means, by what the same article says."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

from news.words import fold, forms

_STRONG = 5

_REMEMBERED = 1_000
"""Names whose words are kept, those of concepts that articles explain, and explanations that were judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What an article says: its folded words, the concepts that it names beyond doubt, its definitions."""

    words: Set[str]
    named: Set[str]
    defined: Callable[[str], str | None]
    """What the article itself says that a short form stands for."""


def sense_of(senses: Mapping[str, Set[str]], evidence: Evidence, *, beside: Set[str]) -> str | None:
    """The owner that most speaks for, given each one's signs; None when nothing does, or two are equal.

    `beside` are the folded words next to the shared name. A sign there, or the owner's own name anywhere in
    the article, weighs as much as several signs elsewhere.
    """
    weights = {
        owner: len(signs & evidence.words) + _STRONG * (len(signs & beside) + (owner in evidence.named))
        for owner, signs in senses.items()
    }
    most = max(weights.values())
    heaviest = [owner for owner, weight in weights.items() if weight == most > 0]
    return heaviest[0] if len(heaviest) == 1 else None


@lru_cache(_REMEMBERED)
def means(long_form: str, names: tuple[str, ...]) -> bool:
    """Whether an article's own definition speaks of the thing with these names: half of its words are theirs.

    Half, since definitions have typing errors and carry titles ("Ketua Dewan Komisioner Otoritas …").
    """
    words = _words(long_form)
    return any(2 * len(words & _words_of_name(name)) >= len(words) for name in names)


def _words(text: str) -> frozenset[str]:
    return frozenset(map(fold, forms(text)))


_words_of_name = lru_cache(_REMEMBERED)(_words)
