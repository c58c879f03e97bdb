"""Archives of any size to search in.

Their articles are made of recorded sentences, whose words are as frequent as in the news and stand beside one
another as they do there.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from benchmarks.texts import texts
from news.reading import read
from news.tokens import Tokens, tokens_of

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_SHORTEST, _LONGEST = 6, 60
_HEADLINE = 12
"""Words of a sentence that serves as a headline, at most."""

WORDS = 200
"""Of an article, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence, its lemmas, and its tokens of other kinds in one string."""

    text: str
    lemmas: tuple[str, ...]
    others: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as it is kept: its texts, and the tokens under which it is found."""

    title: str
    lead: str
    body: str
    outlet: int
    published_at: datetime
    tokens: Tokens


class Corpus:
    """Articles of `outlets` outlets; the same seed gives the same ones."""

    def __init__(self, seed: int, *, outlets: int) -> None:
        self._chance = Random(seed)
        self.outlets = outlets
        written = (part.strip() for text in texts(self._chance) for part in _SENTENCE.split(text))
        whole = [part for part in written if _SHORTEST <= len(part.split()) <= _LONGEST]
        self.sentences = [_sentence(part) for part in whole]
        self._headlines = [each for each in self.sentences if len(each.lemmas) <= _HEADLINE]

    def articles(self, number: int, *, since: datetime, until: datetime) -> Iterator[Article]:
        """So many articles, evenly between these times, the oldest first."""
        step = (until - since) / number
        for place in range(number):
            yield self._article(since + (place + 1) * step)

    def words(self) -> Counter[str]:
        """How many sentences say each word."""
        return Counter(word for each in self.sentences for word in set(each.lemmas))

    def pairs(self) -> Counter[tuple[str, str]]:
        """How many sentences say each two words next to one another."""
        return Counter(pair for each in self.sentences for pair in set(pairwise(each.lemmas)))

    def _article(self, published_at: datetime) -> Article:
        title, lead = self._chance.choice(self._headlines), self._chance.choice(self.sentences)
        body: list[Sentence] = []
        length = len(lead.lemmas)
        while length < WORDS:
            body.append(self._chance.choice(self.sentences))
            length += len(body[-1].lemmas)
        outlet = self._chance.randrange(self.outlets)
        return Article(
            title=title.text,
            lead=lead.text,
            body=" ".join(each.text for each in body),
            outlet=outlet,
            published_at=published_at,
            tokens=Tokens(
                title=_tokens([title]), lead=_tokens([lead]), body=_tokens(body), outlet=f"media{outlet}"
            ),
        )


def _sentence(text: str) -> Sentence:
    tokens = tokens_of(read("", text)).lead.split()
    lemmas = tuple(token for token in tokens if token.isalnum())
    return Sentence(text=text, lemmas=lemmas, others=" ".join(tokens[len(lemmas) :]))


def _tokens(part: Sequence[Sentence]) -> str:
    lemmas = " ".join(lemma for each in part for lemma in each.lemmas)
    return f"{lemmas} {' '.join(each.others for each in part)}"


def span(items: int, *, until: datetime, a_day: int = 1_000) -> datetime:
    """When an archive of so many items begins that ends at `until`: it grew by `a_day` items a day."""
    return until - timedelta(days=items / a_day)
