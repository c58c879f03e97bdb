"""The search that ours is compared with: plain BM25 over words in small letters, by nothing that we know."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from heapq import nlargest
from math import log

_SATURATION = 1.2
_LOSS = 0.75
"""BM25's k1 and b as they are usual."""

_WORD = re.compile(r"\w+")


class PlainSearch:
    """Texts by number, from 0."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(_words(text)) for text in texts]
        sizes = [count.total() for count in counts]
        mean = sum(sizes) / max(len(sizes), 1) or 1.0
        using = Counter(word for count in counts for word in count)
        self._worth: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, (count, size) in enumerate(zip(counts, sizes, strict=True)):
            loss = _SATURATION * (1 - _LOSS + _LOSS * size / mean)
            for word, said in count.items():
                rarity = log(1 + (len(texts) - using[word] + 0.5) / (using[word] + 0.5))
                self._worth[word].append((number, rarity * said * (_SATURATION + 1) / (said + loss)))

    def best(self, query: str, limit: int) -> list[int]:
        """The numbers of the texts that fit the query best, the best first."""
        scores: defaultdict[int, float] = defaultdict(float)
        for word in dict.fromkeys(_words(query)):
            for number, worth in self._worth.get(word, ()):
                scores[number] += worth
        return nlargest(limit, scores, key=lambda number: (scores[number], -number))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
