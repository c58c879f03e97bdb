"""The language of queries: from text to query and back.

query   = all { OR all }            OR:  ATAU, OR, |
all     = part { [ AND ] part }     AND: DAN, AND, or nothing
part    = [ NOT ] ( group | words ) NOT: BUKAN, NOT, -
group   = "(" query ")"
words   = [ field ":" ] [ "=" ] ( word | quoted )

A search may also hold dates, `sejak:` and `sampai:`, anywhere between the words.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from news.errors import Expected, QueryError
from news.query import And, Inside, Named, Not, Or, Query, Words
from news.query_tokens import MOST_TERMS, Kind, Token, tokens
from news.terms import day, term, with_concepts, write_term

__all__ = [
    "DEEPEST",
    "LONGEST",
    "MOST_TERMS",
    "Search",
    "parse_query",
    "parse_search",
    "write_query",
    "write_search",
]

LONGEST = 512
DEEPEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A query, and the days between which (both included) what it finds came out."""

    query: Query
    since: date | None = None
    until: date | None = None

    def window(self, since: datetime, until: datetime, *, zone: str) -> tuple[datetime, datetime]:
        """The instants between which to search: the search's days in `zone`, else `since` and `until`."""
        midnight = time(tzinfo=ZoneInfo(zone))
        begin = datetime.combine(self.since, midnight) if self.since else since
        end = datetime.combine(self.until + timedelta(days=1), midnight) if self.until else until
        return begin, min(end, until)


def parse_query(text: str) -> Query:
    """Read `text`; raises QueryError with the place and what was expected there."""
    found = _tokens(text)
    for token in found:
        if token.kind is Kind.DATE:
            raise QueryError(text, token.position, Expected.NO_DATE)
    return _parsed(text, found)


def parse_search(text: str) -> Search:
    """Like `parse_query`, with dates."""
    found = _tokens(text)
    search = Search(query=_parsed(text, [token for token in found if token.kind is not Kind.DATE]))
    for token in found:
        if token.kind is Kind.DATE and token.field == "sejak":
            search = replace(search, since=day(text, token))
        elif token.kind is Kind.DATE:
            search = replace(search, until=day(text, token))
    return search


def write_query(query: Query) -> str:
    """The canonical text: reading it again gives an equal query."""
    match query:
        case Words() | Named() | Inside():
            return write_term(query)
        case And(parts):
            return " ".join(_grouped(part) for part in parts)
        case Or(parts):
            return " ATAU ".join(write_query(part) for part in parts)
        case Not(part):
            return f"-{_grouped(part)}"
        case _:
            assert_never(query)


def write_search(search: Search) -> str:
    """The canonical text of a search: reading it again gives an equal one."""
    days = (("sejak", search.since), ("sampai", search.until))
    query = (
        _grouped(search.query)
        if isinstance(search.query, Or) and any(day for _, day in days)
        else (write_query(search.query))
    )
    return " ".join([query, *(f"{name}:{day}" for name, day in days if day)])


def _tokens(text: str) -> list[Token]:
    if len(text) > LONGEST:
        raise QueryError(text, LONGEST, Expected.SHORTER_TEXT)
    return tokens(text)


def _parsed(text: str, found: list[Token]) -> Query:
    query = _Parser(text, found).parse()
    if len(write_query(query)) > LONGEST:
        # What is kept of a query is its canonical text, and that must be readable again.
        raise QueryError(text, len(text), Expected.SHORTER_TEXT)
    return query


class _Parser:
    def __init__(self, text: str, found: list[Token]) -> None:
        self._text = text
        self._tokens = found
        self._next = 0

    def parse(self) -> Query:
        query = self._either(depth=0)
        if (token := self._peek()).kind is not Kind.END:
            raise self._error(token, Expected.OPERATOR)
        return query

    def _either(self, depth: int) -> Query:
        parts = [self._all(depth)]
        while self._peek().kind is Kind.OR:
            self._take()
            parts.append(self._all(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(_flat(parts, Or)))

    def _all(self, depth: int) -> Query:
        first = self._peek()
        parts = [self._part(depth)]
        while self._peek().kind in {Kind.AND, Kind.NOT, Kind.OPEN, Kind.WORDS}:
            if self._peek().kind is Kind.AND:
                self._take()
            parts.append(self._part(depth))
        parts = with_concepts(_flat(parts, And))
        if all(isinstance(part, Not) for part in parts):
            raise self._error(first, Expected.SOMETHING_TO_FIND)
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _part(self, depth: int) -> Query:
        token = self._take()
        match token.kind:
            case Kind.NOT:
                return self._excluded(depth)
            case Kind.OPEN:
                return self._group(token, depth + 1)
            case Kind.WORDS:
                return term(self._text, token)
            case _:
                raise self._error(token, Expected.WORD)

    def _excluded(self, depth: int) -> Query:
        excluded = True
        while self._peek().kind is Kind.NOT:
            self._take()
            excluded = not excluded
        part = self._part(depth)
        return Not(part) if excluded else part

    def _group(self, opening: Token, depth: int) -> Query:
        if depth > DEEPEST:
            raise self._error(opening, Expected.LESS_NESTING)
        query = self._either(depth)
        if self._peek().kind is not Kind.CLOSE:
            raise self._error(self._peek(), Expected.CLOSING_PARENTHESIS)
        self._take()
        return query

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _error(self, token: Token, expected: Expected) -> QueryError:
        return QueryError(self._text, token.position, expected)


def _flat(parts: list[Query], kind: type[And] | type[Or]) -> list[Query]:
    return [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]


def _grouped(query: Query) -> str:
    return f"({write_query(query)})" if isinstance(query, And | Or) else write_query(query)
