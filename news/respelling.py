"""Respelling: the text of a query with some of its words written otherwise, and everything else as it was."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from news.query import Field, Inside, Query, Words, sought
from news.query_tokens import Kind, Token, tokens
from news.words import fold, forms, lemma

_LETTERS = re.compile(r"[^\W\d_]+")
_SEARCHED = {"": Field.TEXT, "judul": Field.TITLE}
_QUOTES = ('"', "“", "”")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A word of a query's text as a folded form, from `start` to `end` (exclusive).

    It is `bound` where it follows a field or = without quotation marks: two words in its place need some.
    """

    word: str
    start: int
    end: int
    field: Field = Field.TEXT
    exact: bool = False
    bound: bool = False

    @property
    def term(self) -> Words:
        """The query for this word alone."""
        wanted = self.word if self.exact else lemma(self.word)
        return Words(text=self.word, wanted=(wanted,), field=self.field, exact=self.exact)

    def change(self, text: str) -> "Change":
        """This word, written as `text`."""
        quoted = f'"{text}"' if self.bound and " " in text else text
        return Change(start=self.start, end=self.end, text=quoted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is written from `start` to `end` (exclusive) instead."""

    start: int
    end: int
    text: str


def written_words(text: str, query: Query) -> list[Written]:
    """The words of letters in the text of `query` that it looks for in what items say, in their order.

    Raises QueryError where the text is that of no query.
    """
    wanted = {
        fold(form) for term in sought(query) if not isinstance(term, Inside) for form in forms(term.text)
    }
    found = (word for token in tokens(text) for word in _words(text, token))
    return [written for written in found if written.word in wanted]


def side_by_side(text: str, one: Written, other: Written) -> bool:
    """Whether nothing but spaces is between the words, and both are looked for in the same way."""
    alike = (one.field, one.exact) == (other.field, other.exact)
    return alike and text[one.end : other.start].isspace()


def respelled(text: str, changes: Iterable[Change]) -> str:
    """The text with the changes, of which no two are about the same place."""
    for change in sorted(changes, key=lambda change: change.start, reverse=True):
        text = f"{text[: change.start]}{change.text}{text[change.end :]}"
    return text


def _words(text: str, token: Token) -> Iterator[Written]:
    if token.kind is not Kind.WORDS or token.field not in _SEARCHED:
        return
    begin = text.index(":", token.position) + 1 if token.field else token.position
    start = text.index(token.text, begin)
    quoted = text[start - 1 : start] in _QUOTES
    # Of what \d does not know as digits (², Ⅷ), some is no letter either.
    for letters in filter(lambda run: run[0].isalpha(), _LETTERS.finditer(token.text)):
        yield Written(
            word=fold(letters[0]),
            start=start + letters.start(),
            end=start + letters.end(),
            field=_SEARCHED[token.field],
            exact=token.exact,
            bound=not quoted and bool(token.field or token.exact),
        )
