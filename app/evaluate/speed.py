"""Speed: how many words of real articles are turned into lemmas in a second."""

from time import perf_counter

from app.documents import Document, ReadDocument
from app.evaluate.section import Section
from news.words import forms, lemmas

LEAST_WORDS_A_SECOND = 1_000_000

_ENOUGH = 3_000_000
"""Characters that are timed: some 400,000 words."""

_ROUNDS = 3


class Speed:
    """The best of some rounds, when every word has been seen before."""

    name = "speed"

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._characters = 0

    def take(self, article: Document, found: ReadDocument) -> None:
        if self._characters < _ENOUGH:
            self._texts.append(article.text)
            self._characters += len(article.text)

    def section(self) -> Section:
        words = sum(len(forms(text)) for text in self._texts)
        self._seconds()  # meets every word once
        speed = round(words / min(self._seconds() for _ in range(_ROUNDS)))
        return Section(
            name=self.name,
            title="Speed",
            lines=[f"{speed:,} words a second, warm, of {words:,} (wanted: {LEAST_WORDS_A_SECOND:,})"],
            figures={
                "words": words,
                "words_a_second_warm": speed,
                "words_a_second_wanted": LEAST_WORDS_A_SECOND,
            },
        )

    def _seconds(self) -> float:
        begun = perf_counter()
        for text in self._texts:
            lemmas(text)
        return perf_counter() - begun
