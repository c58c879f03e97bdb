"""Likeness: how far two items tell the same event.

What counts is how much of each headline the other item says as well. Words that many items around the two
say (of one flood, of one tournament) tell its running story, not its event: a word is worth what it is rare,
both among all news and among the items nearest to the two. Time speaks against one event, and so do counts
and kinds of article (a match's result, its preview) that differ.
"""

import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise
from math import exp, log
from sys import intern

from news.item import Item
from news.words import Words, lemma, words

Rare = Callable[[str], float]
"""How rare a word is among all news (`news.rarity`)."""

_LONGEST_LEAD = 40
"""Words of a lead that are looked at: what comes later is seldom the event."""

_RARE_ENOUGH = 3.0
"""The rarity from which on a word's worth depends on its surroundings alone."""

_ENOUGH = 12.0
"""Shared worth beyond which more does not make two items more alike."""

_FEWEST_WORDS = 2
"""Words in common without which two items are not alike: one word alone is a subject."""

_TELLING = 0.7
"""The worth from which on the first word of a headline may be who acts."""

_FAR = 20
"""Nearer items beyond which more make no difference."""

_OVERNIGHT = 20.0
"""Hours after which a report is mostly another day's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What tells an item's event: lemmas with synonyms joined, each once.

    `lead` holds those that the headline lacks. `counted` are numbers of the headline with the word after
    them, `kinds` what kind of article it is. `at` is when it came out, in hours.
    """

    outlet: str
    link: str
    at: float
    headline: tuple[str, ...]
    lead: tuple[str, ...] = ()
    counted: tuple[tuple[str, str], ...] = ()
    kinds: frozenset[str] = frozenset()

    @property
    def words(self) -> tuple[str, ...]:
        return self.headline + self.lead


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for and against that two items tell one event.

    `least` and `most` are the shares (of 1) of the two headlines that the other item says, `shared` is what
    the words are worth that either says of the other's headline. `actors` is the share of their first telling
    words: mostly who acts. `nearer` items stand between the two, `hours` lie between them.
    """

    least: float
    most: float
    shared: float
    actors: float
    nearer: int
    hours: float
    one_outlet: bool
    other_kinds: int
    other_counts: bool


def traits(item: Item) -> Traits:
    """What tells the item's event."""
    title = _told(words(item.title))
    headline = tuple(dict.fromkeys(title))
    lead = dict.fromkeys(_told(words(item.lead))[:_LONGEST_LEAD])
    return Traits(
        outlet=intern(item.outlet),
        link=item.link,
        at=item.published_at.timestamp() / 3600,
        headline=headline,
        lead=tuple(word for word in lead if word not in headline),
        counted=tuple(pair for pair in pairwise(title) if _is_number(pair[0]) and not _is_number(pair[1])),
        kinds=_kinds(frozenset(title)),
    )


class Surroundings:
    """The items that stand nearest to the one that is compared with others: what they talk about.

    `worth` says what a word is worth in telling two items apart from the others, `worth_but_one` what it is
    where one of the two is around and says it.
    """

    def __init__(self, around: Sequence[Traits], rare: Rare) -> None:
        uses = Counter(chain.from_iterable(neighbour.words for neighbour in around))
        self.worth = _Worth(uses, len(around), rare)
        self.worth_but_one = _Worth(uses, len(around), rare, without=1)


class _Worth(dict[str, float]):
    """What words are worth amid so many items, which use them so often; `without` that many of the items,
    which all use the words that are asked for.

    Found out once for each word: the items that are compared have most of their words in common.
    """

    def __init__(self, uses: Mapping[str, int], items: int, rare: Rare, *, without: int = 0) -> None:
        self._uses, self._rare, self._without = uses, rare, without
        self._amid = [log((items + 2 - without) / used) for used in range(1, items + 2)]

    def __missing__(self, word: str) -> float:
        rarity = self._rare(word) / _RARE_ENOUGH
        amid = self._amid[self._uses.get(word, 0) - self._without]
        worth = self[word] = amid if rarity > 1 else amid * rarity
        return worth


class Comparison:
    """An item that is compared with others amid its surroundings."""

    def __init__(self, one: Traits, amid: Surroundings) -> None:
        self._one, self._amid = one, amid
        self._headline, self._words = frozenset(one.headline), frozenset(one.words)

    def evidence(self, other: Traits, *, nearer: int, around: bool) -> Evidence | None:
        """What speaks for and against that the two tell one event; None where they have too little in common,
        as half of those have that stand near.

        So many items stand `nearer` than `other` does, which is itself `around` or not.
        """
        one, alone = self._one, self._amid.worth
        worth = self._amid.worth_but_one if around else alone
        said = self._headline.intersection(other.words)  # faster than a set of all words of the other
        # Lists, for sets have another order each time, in which the same numbers come to another sum.
        in_other = [word for word in one.headline if word in said]
        in_one = [word for word in other.headline if word in self._words]
        in_both = dict.fromkeys(in_other + in_one)
        if len(in_both) < _FEWEST_WORDS:
            return None
        first = {word: worth[word] if word in said else alone[word] for word in one.headline}
        second = {word: worth[word] for word in other.headline}
        covered = _share(in_other, first), _share(in_one, second)
        return Evidence(
            least=min(covered),
            most=max(covered),
            shared=min(_ENOUGH, sum([worth[word] for word in in_both])),
            actors=(_acts(first, in_other) + _acts(second, in_one)) / 2,
            nearer=min(nearer, _FAR),
            hours=abs(one.at - other.at),
            one_outlet=one.outlet == other.outlet,
            other_kinds=len(one.kinds ^ other.kinds),
            other_counts=_other_counts(one.counted, other.counted),
        )


def likeness(found: Evidence | None) -> float:
    """How probable it is that two items with this evidence tell one event, of 1.

    The weights were fitted (logistic regression) to pairs of recorded headlines; decision 18 tells how.
    """
    if found is None:
        return 0.0
    logit = (
        -2.9
        + 2.83 * found.least
        + 3.86 * found.most
        + 0.06 * found.shared
        + 0.68 * found.actors
        - 0.10 * found.nearer
        - 0.044 * found.hours
        - 0.93 * (found.hours > _OVERNIGHT)
        - 1.15 * found.one_outlet
        - 0.69 * found.other_kinds
        - 1.17 * found.other_counts
    )
    return 1 / (1 + exp(-logit))


def _share(said: Sequence[str], headline: Mapping[str, float]) -> float:
    """Of what the headline's words are worth, the share of those that are `said`."""
    whole = sum(headline.values())
    return sum([headline[word] for word in said]) / whole if whole else 0.0


def _acts(headline: Mapping[str, float], said: Collection[str]) -> bool:
    return next((word for word, worth in headline.items() if worth > _TELLING), None) in said


def _other_counts(one: Collection[tuple[str, str]], other: Collection[tuple[str, str]]) -> bool:
    """Whether both count the same thing and come to other numbers: the tolls of two days."""
    if not one or not other:
        return False
    first, second = set(one), set(other)
    counted = {thing for _, thing in first} & {thing for _, thing in second}
    return any({pair for pair in first if pair[1] == thing}.isdisjoint(second) for thing in counted)


def _told(text: Words) -> list[str]:
    synonyms, showing = _synonyms(), _showing()
    # One string for each word, not one for each item: tens of thousands of items are kept in memory.
    return [intern(synonyms.get(word, word)) for word in text.lemmas if word not in showing]


def _kinds(title: Set[str]) -> frozenset[str]:
    return _only(frozenset(kind for kind, cues in _cues().items() if not cues.isdisjoint(title)))


@cache
def _only(kinds: frozenset[str]) -> frozenset[str]:
    """Always the same set for the same kinds: it takes half as much memory as all the words of a headline."""
    return kinds


def _is_number(word: str) -> bool:
    return word[0].isdigit()


@cache
def _cues() -> dict[str, frozenset[str]]:
    return {kind: frozenset(map(_joined, cues.split())) for kind, cues in _headline_words()["kinds"].items()}


@cache
def _showing() -> frozenset[str]:
    return frozenset(map(lemma, _headline_words()["showing"]["words"].split()))


@cache
def _synonyms() -> dict[str, str]:
    lines = (files("news") / "data" / "synonyms.txt").read_text(encoding="utf-8").splitlines()
    meanings = [line.split() for line in lines if line and not line.startswith("#")]
    return {lemma(word): lemma(meaning[0]) for meaning in meanings for word in meaning}


def _joined(word: str) -> str:
    return _synonyms().get(lemma(word), lemma(word))


@cache
def _headline_words() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("news") / "data" / "headline_words.toml").read_text(encoding="utf-8"))
