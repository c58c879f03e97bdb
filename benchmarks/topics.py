"""Topics such as people follow, made of the words of articles with the frequencies that they have there."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise
from random import Random
from typing import TypeVar

from news.concepts import concepts
from news.gazetteer import regions
from news.grammar import parse_query
from news.query import Query
from news.words import forms, lemma

Choice = TypeVar("Choice")

_LONGEST = 4
"""Words of a list."""

_RAREST = 2
"""Articles that a word stands in at least."""

_COMMONEST = 0.03
"""The share of the articles in which a word stands at most that says something."""


def distinct_topics(articles: list[str], chance: Random) -> Iterator[Query]:
    """Without end, no two alike."""
    maker = _Maker(articles, chance)
    seen: set[Query] = set()
    while True:
        query = parse_query(maker.text())
        if query not in seen:
            seen.add(query)
            yield query


class _Maker:
    def __init__(self, articles: list[str], chance: Random) -> None:
        self._chance = chance
        written = [[form.lower() for form in forms(article)] for article in articles]
        self._telling = _telling(written)
        self._articles = [words for words in written if len(self._telling.intersection(words)) >= _LONGEST]
        self._words_told = [list(filter(self._telling.__contains__, words)) for words in self._articles]
        self._concepts = [name for name in concepts() if name.isalpha()]
        self._regions = [region.place for region in regions().values()]
        self._kinds: dict[Callable[[], str], int] = {
            self._word: 12,
            lambda: " ".join(self._words(2)): 30,
            lambda: " ".join(self._words(3)): 14,
            lambda: " ATAU ".join(self._words(self._chance.randint(2, _LONGEST))): 12,
            self._phrase: 10,
            lambda: f"{self._word()} {self._word()} -{self._word()}": 8,
            lambda: f"{self._one(self._concepts)} {self._word()}": 5,
            lambda: f'wilayah:"{self._one(self._regions)}" {self._word()}': 5,
            lambda: f"judul:{self._word()}": 4,
        }

    def text(self) -> str:
        (make,) = self._chance.choices(list(self._kinds), list(self._kinds.values()))
        return make()

    def _words(self, size: int) -> list[str]:
        """Words of one article, for what people put together stands together."""
        return self._chance.sample(self._one(self._words_told), size)

    def _word(self) -> str:
        return self._words(1)[0]

    def _phrase(self) -> str:
        """Two words that stand next to one another somewhere."""
        pairs: list[tuple[str, str]] = []
        while not pairs:
            article = self._one(self._articles)
            pairs = [pair for pair in pairwise(article) if self._telling.issuperset(pair)]
        return f'"{" ".join(self._one(pairs))}"'

    def _one(self, choices: Sequence[Choice]) -> Choice:
        return self._chance.choice(choices)


def _telling(articles: list[list[str]]) -> frozenset[str]:
    """The words that are neither in nearly all articles nor in hardly any."""
    written = {word for words in articles for word in words if word.isalpha() and len(word) > 2}
    among = Counter(chain.from_iterable(set(map(lemma, words)) for words in articles))
    most = _COMMONEST * len(articles)
    return frozenset(word for word in written if _RAREST <= among[lemma(word)] <= most)
