"""Relevance: how well an item answers what was asked, from its words alone.

BM25F over headline, lead and body (Robertson, Zaragoza, Taylor 2004): the fields' frequencies are weighed and
added up before they are saturated, so that a word in the headline and in the body counts as one word said
more often. What stands together in the query counts once more where it stands together in the item.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from math import exp2, log, log2
from typing import NamedTuple

from news.concepts import concepts
from news.query import Field, Inside, Named, Term, Words
from news.rarity import common_words, usual_share
from news.regions import is_part_of
from news.tokens import EXACT, Tokens, exact_token
from news.wordings import wordings
from news.words import fold, forms


class _Part(NamedTuple):
    """How a field counts: its weight, the words of an ordinary one, and how far (of 1) a longer one loses."""

    weight: float
    words: float
    loss: float


_TITLE = _Part(4.0, 10, 0.6)
_LEAD = _Part(3.0, 30, 0.6)
_BODY = _Part(1.0, 150, 0.6)
_PARTS = (_TITLE, _LEAD, _BODY)

_SATURATION = 1.2
"""The weighed frequency at which a word has got half of what it can get: BM25's k1."""

_CONCEPT = 1.1
"""What a concept counts for, where a word as rare counts for 1."""

_PAIR = 0.3
"""What two words that stand together count for beside what the more common of them counts for."""

_HEADLINE = 0.4
"""What an item gains, of 1, whose headline says the query and nothing else."""

_COMPLETE = 0.1
"""The power to which the share of the words that an item holds, by their rarity, multiplies its score."""

_LIKEWISE = 0.6
"""What a word of a question counts for, of 1, where the item says the same in other words."""

_LONGER = 0.5
"""The power, divided by the words of a question, to which a longer item loses: it says much that was not
asked, unless much was."""

_FEWEST = 7
"""Words of a question of which one of fewer has the power."""

_USUAL_SIZE = 180.0
"""Words of an item that loses nothing by that, and gains nothing."""

_FRESH_GAIN = 0.15
"""What an item gains, of 1, that came out just now: less than a word more or less makes."""

_FRESH_DAYS = 30.0
"""Days after which that gain has halved."""

_UNLISTED = 0.00005
"""The share of items that use a word which is too rare to be listed."""

_HELD = 0.5
"""How often an item says what it must say, by the index, but not where we looked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A term that is asked for, the regions by which it is held as well, and its rarity: about 0 for what all
    items say, 9 for what one in ten thousand says."""

    term: Term
    rarity: float
    codes: tuple[str, ...] = ()


class Article(NamedTuple):
    """An item as it is scored: when it came out, where, of what, and the tokens of all that it says."""

    published_at: datetime
    regions: Collection[str]
    concepts: Collection[str]
    tokens: Tokens


def usual_rarity(term: Term) -> float:
    """How rare a term is in the news of years."""
    match term:
        case Inside():
            return 0.0
        case Named(concept=concept):
            names = concepts()[concept].names if concept in concepts() else (term.text,)
            return rarity_of(max(_share(tuple(map(fold, forms(name)))) for name in names))
        case Words(wanted=wanted):
            return rarity_of(_share(wanted))


def rarity_of(share: float) -> float:
    """The rarity of what that share of the items holds: BM25's idf."""
    return log(1 + 1 / max(share, _UNLISTED))


class Score(NamedTuple):
    """What an item is worth, and the numbers of the terms that it holds."""

    value: float
    held: frozenset[int]


class Relevance:
    """What was asked, ready to be sought in many items.

    If `partial`, it is a question, of which items hold a part: what lacks much of it or is long loses, and
    what says it in other words gains.
    """

    def __init__(self, asked: Sequence[Asked], *, now: datetime, partial: bool = False) -> None:
        self._now = now
        self._partial = partial
        self._needles = [_Needle(each) for each in asked]
        self._pairs = [
            (_run((*one.last, *other.first)), min(one.rarity, other.rarity) * _PAIR)
            for one, other in pairwise(self._needles)
            if one.last and other.first
        ]
        self._exact = any(needle.exact for needle in self._needles)
        self._all = sum(needle.rarity for needle in self._needles)
        self._words = {word: needle.rarity for needle in self._needles for word in needle.words}

    def of(self, article: Article, *, known: Collection[int] = ()) -> Score:
        """The score of an item, which is `known` to hold the terms with these numbers."""
        fields = article.tokens.title, article.tokens.lead, article.tokens.body
        parts = tuple(_text(tokens, exact=self._exact) for tokens in fields)
        held, value = [], 0.0
        for number, needle in enumerate(self._needles):
            said = needle.frequency(parts, article) or (_HELD if number in known else 0.0)
            if said:
                held.append(number)
                value += needle.rarity * said / (said + _SATURATION)
            elif self._partial:
                value += _LIKEWISE * needle.likewise(parts)
        for run, worth in self._pairs:
            said = _frequency(run, parts)
            value += worth * said / (said + _SATURATION)
        if self._partial:
            value *= self.share(held) ** _COMPLETE * self._brevity(parts)
        value *= 1 + _HEADLINE * self._nearness(parts[0])
        return Score(value * self._freshness(article.published_at), frozenset(held))

    def share(self, held: Collection[int]) -> float:
        """How much of what was asked, of 1, the terms with these numbers are."""
        return sum(self._needles[number].rarity for number in held) / self._all if self._all else 1.0

    def _brevity(self, parts: Sequence["_Text"]) -> float:
        """What an item gains or loses by its length, as a factor."""
        power = _LONGER / max(len(self._needles), _FEWEST)
        return exp2(-power * log2(sum(part.size for part in parts) / _USUAL_SIZE))

    def _nearness(self, title: "_Text") -> float:
        """How far, of 1, the headline is the query: the product of what each says of the other."""
        said = sum(worth for word, worth in self._words.items() if f" {word} " in title.lemmas)
        if not said:
            return 0.0
        more = sum(_usual_rarity_of(word) for word in title.lemmas.split() if word not in self._words)
        return said / sum(self._words.values()) * said / (said + more)

    def _freshness(self, published_at: datetime) -> float:
        days = max(0.0, (self._now - published_at).total_seconds() / 86_400)
        return 1 + _FRESH_GAIN * exp2(-days / _FRESH_DAYS)


class _Text(NamedTuple):
    """A field's lemmas and, where exact forms are sought, all its tokens, with a space on either side so that
    a run of them is found as a text; and how many lemmas there are. What is said twice on end counts once:
    "hati-hati" says no more of a heart."""

    lemmas: str
    tokens: str
    size: int


class _Needle:
    """A term as it is sought in texts."""

    def __init__(self, asked: Asked) -> None:
        term = asked.term
        self._codes = asked.codes
        self._concept = term.concept if isinstance(term, Named) else ""
        self.rarity = asked.rarity * (_CONCEPT if self._concept else 1)
        wanted = () if isinstance(term, Inside) else term.wanted
        exact = isinstance(term, Words) and term.exact
        self._lemmas = _run(wanted) if wanted and not exact else ""
        names = [wanted] if exact else _names(self._concept)
        self.exact = [_run([exact_token(form) for form in name]) for name in names]
        self._fields = _fields(term)
        self.words = wanted if self._fields and not exact else ()
        self.first, self.last = self.words[:1], self.words[-1:]
        likewise = wordings(self.words[0]) if len(self.words) == 1 and self._fields is _PARTS else ()
        self._likewise = [(_run(run), rarity_of(_share(run))) for run in likewise]

    def frequency(self, parts: Sequence[_Text], article: Article) -> float:
        """How often the item says it, by the weights of its fields."""
        named = self._concept and self._concept in article.concepts
        total = 0.0
        for part, text in zip(_PARTS, parts, strict=True):
            if part not in self._fields:
                continue
            count = text.lemmas.count(self._lemmas) if self._lemmas else 0
            if self.exact and (named or not self._concept):
                count = max(count, sum(map(text.tokens.count, self.exact)))
            if count:
                total += _weighed(part, count, text.size)
        if self._codes and any(
            is_part_of(region, code) for region in article.regions for code in self._codes
        ):
            total += 1.0
        return total or (_HELD if named else 0.0)

    def likewise(self, parts: Sequence[_Text]) -> float:
        """What it is worth that the item says the same in other words."""
        worth = 0.0
        for run, rarity in self._likewise:
            if said := _frequency(run, parts):
                worth = max(worth, min(self.rarity, rarity) * said / (said + _SATURATION))
        return worth


def _fields(term: Term) -> tuple[_Part, ...]:
    match term:
        case Words(field=Field.TITLE) | Named(field=Field.TITLE):
            return (_TITLE,)
        case Words(field=Field.OPENING) | Named(field=Field.OPENING):
            return (_TITLE, _LEAD)
        case Words(field=Field.TEXT) | Named(field=Field.TEXT):
            return _PARTS
        case _:
            return ()


def _weighed(part: _Part, count: int, size: int) -> float:
    return part.weight * count / (1 - part.loss + part.loss * size / part.words)


def _frequency(run: str, parts: Sequence[_Text]) -> float:
    """How often the fields say a run of lemmas, by their weights."""
    total = 0.0
    for part, text in zip(_PARTS, parts, strict=True):
        if count := text.lemmas.count(run):
            total += _weighed(part, count, text.size)
    return total


def _run(wanted: Sequence[str]) -> str:
    return f" {' '.join(wanted)} "


def _text(tokens: str, *, exact: bool) -> _Text:
    lemmas = tokens.partition(f" {EXACT}")[0]
    return _Text(f" {lemmas} ", f" {tokens} " if exact else "", lemmas.count(" ") + 1)


@lru_cache(1_000)
def _names(concept: str) -> tuple[tuple[str, ...], ...]:
    """The names of a concept in folded words, without those that hold another of them."""
    if concept not in concepts():
        return ()
    names = {tuple(map(fold, forms(name))) for name in concepts()[concept].names}
    runs = {name: _run(name) for name in names}
    return tuple(
        name
        for name in sorted(names)
        if not any(run in runs[name] for other, run in runs.items() if other != name)
    )


@lru_cache(10_000)
def _usual_rarity_of(lemma: str) -> float:
    return 0.0 if lemma in common_words() else rarity_of(usual_share(lemma))


def _share(wanted: Sequence[str]) -> float:
    return min((usual_share(word) for word in wanted), default=0.0)
