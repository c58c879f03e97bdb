"""The language of queries: from text to query and back.

query   = all { OR all }            OR:  ATAU, OR, |
all     = part { [ AND ] part }     AND: DAN, AND, or nothing
part    = [ NOT ] ( group | words ) NOT: BUKAN, NOT, -
group   = "(" query ")"
words   = [ field ":" ] ( word | quoted )
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import assert_never

from news.errors import Expected, QueryError
from news.query import And, Field, Not, Or, Query, Words
from news.text import clean
from news.words import lemmas

LONGEST = 512
MOST_TERMS = 64
DEEPEST = 8

_FIELDS = {
    "judul": Field.TITLE,
    "title": Field.TITLE,
    "media": Field.OUTLET,
    "outlet": Field.OUTLET,
}


class _Kind(Enum):
    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    WORDS = auto()
    END = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    kind: _Kind
    position: int
    text: str = ""
    field: Field = Field.TEXT


_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>\() | (?P<close>\)) | (?P<or>\|) | (?P<not>-(?=\S))
        | (?:(?P<field>judul|title|media|outlet):)?
          (?: [“”"](?P<quoted>[^“”"]*)(?P<end>[“”"]?) | (?P<word>[^\s()|“”"]+))
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_OPERATORS = {
    "ATAU": _Kind.OR,
    "OR": _Kind.OR,
    "DAN": _Kind.AND,
    "AND": _Kind.AND,
    "BUKAN": _Kind.NOT,
    "NOT": _Kind.NOT,
}
_PLAIN = re.compile(r"\w[\w./-]*")


def parse_query(text: str) -> Query:
    """Read `text`; raises QueryError with the place and what was expected there."""
    if len(text) > LONGEST:
        raise QueryError(text, LONGEST, Expected.SHORTER_TEXT)
    query = _Parser(text).parse()
    if len(write_query(query)) > LONGEST:
        # What is kept of a query is its canonical text, and that must be readable again.
        raise QueryError(text, len(text), Expected.SHORTER_TEXT)
    return query


def write_query(query: Query) -> str:
    """The canonical text: reading it again gives an equal query."""
    match query:
        case Words():
            return _written_words(query)
        case And(parts):
            return " ".join(_grouped(part) for part in parts)
        case Or(parts):
            return " ATAU ".join(write_query(part) for part in parts)
        case Not(part):
            return f"-{_grouped(part)}"
        case _:
            assert_never(query)


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._next = 0

    def parse(self) -> Query:
        query = self._either(depth=0)
        if (token := self._peek()).kind is not _Kind.END:
            raise self._error(token, Expected.OPERATOR)
        return query

    def _either(self, depth: int) -> Query:
        parts = [self._all(depth)]
        while self._peek().kind is _Kind.OR:
            self._take()
            parts.append(self._all(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(_flat(parts, Or)))

    def _all(self, depth: int) -> Query:
        first = self._peek()
        parts = [self._part(depth)]
        while self._peek().kind in {_Kind.AND, _Kind.NOT, _Kind.OPEN, _Kind.WORDS}:
            if self._peek().kind is _Kind.AND:
                self._take()
            parts.append(self._part(depth))
        parts = _flat(parts, And)
        if all(isinstance(part, Not) for part in parts):
            raise self._error(first, Expected.SOMETHING_TO_FIND)
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _part(self, depth: int) -> Query:
        token = self._take()
        match token.kind:
            case _Kind.NOT:
                return self._excluded(depth)
            case _Kind.OPEN:
                return self._group(token, depth + 1)
            case _Kind.WORDS:
                return self._words(token)
            case _:
                raise self._error(token, Expected.WORD)

    def _excluded(self, depth: int) -> Query:
        excluded = True
        while self._peek().kind is _Kind.NOT:
            self._take()
            excluded = not excluded
        part = self._part(depth)
        return Not(part) if excluded else part

    def _group(self, opening: _Token, depth: int) -> Query:
        if depth > DEEPEST:
            raise self._error(opening, Expected.LESS_NESTING)
        query = self._either(depth)
        if self._peek().kind is not _Kind.CLOSE:
            raise self._error(self._peek(), Expected.CLOSING_PARENTHESIS)
        self._take()
        return query

    def _words(self, token: _Token) -> Words:
        text = clean(token.text)
        wanted = tuple(lemmas(text))
        if not wanted:
            raise self._error(token, Expected.WORD)
        return Words(text=text, lemmas=wanted, field=token.field)

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _error(self, token: _Token, expected: Expected) -> QueryError:
        return QueryError(self._text, token.position, expected)


def _tokens(text: str) -> list[_Token]:
    tokens = []
    position = 0
    while match := _TOKEN.match(text, position):
        tokens.append(_token(text, match))
        position = match.end()
    words = [token for token in tokens if token.kind is _Kind.WORDS]
    if len(words) > MOST_TERMS:
        raise QueryError(text, words[MOST_TERMS].position, Expected.FEWER_TERMS)
    return [*tokens, _Token(kind=_Kind.END, position=len(text))]


def _token(text: str, match: re.Match[str]) -> _Token:
    group = match.lastgroup or ""
    start = match.start("field") if match["field"] else match.end() - len(match[0].lstrip())
    match group:
        case "open":
            return _Token(kind=_Kind.OPEN, position=start)
        case "close":
            return _Token(kind=_Kind.CLOSE, position=start)
        case "or":
            return _Token(kind=_Kind.OR, position=start)
        case "not":
            return _Token(kind=_Kind.NOT, position=start)
    if match["quoted"] is not None and not match["end"]:
        raise QueryError(text, len(text), Expected.CLOSING_QUOTE)
    written = match["quoted"] if match["quoted"] is not None else match["word"]
    if match["quoted"] is None and not match["field"] and written in _OPERATORS:
        return _Token(kind=_OPERATORS[written], position=start)
    field = _FIELDS[match["field"].lower()] if match["field"] else Field.TEXT
    return _Token(kind=_Kind.WORDS, position=start, text=written, field=field)


def _flat(parts: list[Query], kind: type[And] | type[Or]) -> list[Query]:
    return [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]


def _written_words(words: Words) -> str:
    plain = _PLAIN.fullmatch(words.text) and words.text not in _OPERATORS
    text = words.text if plain else f'"{words.text}"'
    match words.field:
        case Field.TEXT:
            return text
        case Field.TITLE:
            return f"judul:{text}"
        case Field.OUTLET:
            return f"media:{text}"
        case _:
            assert_never(words.field)


def _grouped(query: Query) -> str:
    return f"({write_query(query)})" if isinstance(query, And | Or) else write_query(query)
