"""What is asked in the evaluation of search: headlines, summaries, questions made of headlines, and tags."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from app.errors import SettingsError
from app.evaluate.headlines import lines_of
from app.json_lines import Record, record_in
from news.grammar import LONGEST, MOST_TERMS
from news.query_tokens import OPERATORS
from news.question import telling_words
from news.words import forms, lemma

_QUESTIONS = (
    "apa kabar {}?", "siapa {}?", "kapan {}?", "di mana {}?", "mengapa {}?", "bagaimana {}?", "berapa {}?",
    "apakah {} jadi?", "berita terbaru tentang {}", "ada apa dengan {}", "what happened with {}?",
    "when is {}?",
)  # fmt: skip
"""Ways to ask."""

_FEWEST, _MOST = 3, 6
"""Words of a headline of which a question is made."""

_LEAST_TAGGED = 3
"""Records that a tag must have: one that a single article has is a name for it and no topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A recorded article."""

    title: str
    body: str
    summary: str
    tags: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Something to search for, and the numbers of the articles that answer it."""

    text: str
    answers: frozenset[int]

    @property
    def held_out(self) -> bool:
        """Whether it belongs to the half that no constant of ours was fitted to."""
        return stable(self.text) % 2 == 1


def stable(text: str) -> int:
    """A number of the text that is the same on every machine."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=2).digest(), "big")


def recorded_articles(path: Path) -> list[Article]:
    """The articles of a file of JSON lines that have a body; raises SettingsError."""
    with lines_of(path) as lines:
        read = (record_in(line, number, source=path.name) for number, line in enumerate(lines, start=1))
        found = [_article(record) for record in read if record and record.text("body").strip()]
    if not found:
        raise SettingsError(f"{path} holds no record with a body: give JSON lines with 'title' and 'body'")
    return found


def titles(articles: Sequence[Article]) -> list[Wanted]:
    """Every headline, which asks for its article."""
    return _asking(articles, [article.title for article in articles])


def summaries(articles: Sequence[Article]) -> list[Wanted]:
    return _asking(articles, [article.summary for article in articles])


def questions(articles: Sequence[Article]) -> list[Wanted]:
    """Questions made of the headlines' own words: some left out, some in another form of their family."""
    families: dict[str, dict[str, None]] = defaultdict(dict)
    for article in articles:
        for form in forms(article.title):
            families[lemma(form)][form.lower()] = None
    return _asking(articles, [_question(article.title, families) for article in articles])


def tags(articles: Sequence[Article]) -> list[Wanted]:
    """Every tag that several articles have, which asks for all of them."""
    tagged: dict[str, set[int]] = defaultdict(set)
    for number, article in enumerate(articles):
        for tag in article.tags:
            tagged[tag].add(number)
    return [
        Wanted(text=tag, answers=frozenset(answers))
        for tag, answers in sorted(tagged.items())
        if len(answers) >= _LEAST_TAGGED and query_of(tag)
    ]


def some(wanted: Sequence[Wanted], most: int) -> list[Wanted]:
    """`most` of them, the same ones each time."""
    return sorted(wanted, key=lambda each: (stable(f"{each.text} "), each.text))[:most]


def query_of(text: str) -> str:
    """The words of a text as a person would type them, without signs, as many as a query may have."""
    words, length = [], 0
    for form in forms(text)[:MOST_TERMS]:
        length += len(form) + 1
        if length > LONGEST // 2:
            break
        words.append(form.lower() if form in OPERATORS else form)
    return " ".join(words)


def _asking(articles: Sequence[Article], texts: Iterable[str]) -> list[Wanted]:
    same: dict[str, set[int]] = defaultdict(set)
    for number, article in enumerate(articles):
        same[" ".join(article.body.split())].add(number)
    return [
        Wanted(text=text, answers=frozenset(same[" ".join(article.body.split())]))
        for article, text in zip(articles, texts, strict=True)
        if query_of(text)
    ]


def _question(title: str, families: Mapping[str, Mapping[str, None]]) -> str:
    words = telling_words(title)
    if len(words) < _FEWEST:
        return ""
    chance = stable(title)
    left = (
        [word for place, word in enumerate(words) if (place + chance) % 3] if len(words) > _FEWEST else words
    )
    asked = [
        _other_form(word, families) if (place + chance) % 2 else word.lower()
        for place, word in enumerate(left[:_MOST])
    ]
    return _QUESTIONS[chance % len(_QUESTIONS)].format(" ".join(asked))


def _other_form(word: str, families: Mapping[str, Mapping[str, None]]) -> str:
    others = [form for form in families[lemma(word)] if form != word.lower()]
    return others[stable(word) % len(others)] if others else word.lower()


def _article(record: Record) -> Article:
    return Article(
        title=record.text("title"),
        body=record.text("body"),
        summary=record.text("summary"),
        tags=frozenset(_tags(record)),
    )


def _tags(record: Record) -> Iterator[str]:
    value = record.values.get("tags") or ""
    named = value if isinstance(value, list) else re.split(r"[,;]", str(value))
    yield from filter(None, (" ".join(str(tag).casefold().split()) for tag in named))
