"""The tokens of a query's text: parentheses, operators, words and dates, each with its place."""

import difflib
import re
from dataclasses import dataclass
from enum import Enum, auto

from news.errors import Expected, QueryError

MOST_TERMS = 64

FIELDS = {
    "judul": "judul",
    "title": "judul",
    "media": "media",
    "outlet": "media",
    "wilayah": "wilayah",
    "region": "wilayah",
    "sejak": "sejak",
    "since": "sejak",
    "sampai": "sampai",
    "until": "sampai",
}
"""What may stand before a colon, and the name under which we know it."""

_DATES = ("sejak", "sampai")


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    WORDS = auto()
    DATE = auto()
    END = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """`text` is what was written without quotation marks, `field` a value of FIELDS or empty."""

    kind: Kind
    position: int
    text: str = ""
    field: str = ""
    exact: bool = False


OPERATORS = {
    "ATAU": Kind.OR,
    "OR": Kind.OR,
    "DAN": Kind.AND,
    "AND": Kind.AND,
    "BUKAN": Kind.NOT,
    "NOT": Kind.NOT,
}
_SIGNS = {"(": Kind.OPEN, ")": Kind.CLOSE, "|": Kind.OR, "-": Kind.NOT}

_TOKEN = re.compile(
    rf"""\s*(?:
        (?P<sign>[()|] | -(?=\S))
        | (?:(?P<field>{"|".join(FIELDS)}):(?=[="“”]|[^\s()|]))? (?P<exact>=(?=["“”]|[^\s()|]))?
          (?: [“”"](?P<quoted>[^“”"]*)(?P<end>[“”"]?) | (?P<word>[^\s()|“”"]+))
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_LIKE_A_FIELD = re.compile(r"([^\W\d_]{3,10}):(.*)")
_LIKENESS = 0.75


def tokens(text: str) -> list[Token]:
    """The tokens of `text`, an END after the last. Raises QueryError."""
    found = []
    position = 0
    while match := _TOKEN.match(text, position):
        found.append(_token(text, match))
        position = match.end()
    words = [token for token in found if token.kind is Kind.WORDS]
    if len(words) > MOST_TERMS:
        raise QueryError(text, words[MOST_TERMS].position, Expected.FEWER_TERMS)
    return [*found, Token(kind=Kind.END, position=len(text))]


def _token(text: str, match: re.Match[str]) -> Token:
    start = match.end() - len(match[0].lstrip())
    if match["sign"]:
        return Token(kind=_SIGNS[match["sign"]], position=start)
    if match["quoted"] is not None and not match["end"]:
        raise QueryError(text, len(text), Expected.CLOSING_QUOTE)
    if match["quoted"] is None and not match["field"] and not match["exact"]:
        return _bare(text, match["word"], start)
    field = FIELDS[match["field"].lower()] if match["field"] else ""
    written = match["quoted"] if match["quoted"] is not None else match["word"]
    kind = Kind.DATE if field in _DATES else Kind.WORDS
    return Token(kind=kind, position=start, text=written, field=field, exact=bool(match["exact"]))


def _bare(text: str, word: str, start: int) -> Token:
    if word in OPERATORS:
        return Token(kind=OPERATORS[word], position=start)
    if like := _LIKE_A_FIELD.fullmatch(word):
        name, rest = like[1].lower(), like[2]
        if name in FIELDS and not rest:
            raise QueryError(text, start + len(word), Expected.WORD)
        if near := difflib.get_close_matches(name, FIELDS, n=1, cutoff=_LIKENESS):
            raise QueryError(text, start, Expected.FIELD, suggestions=(f"{near[0]}:{rest}",))
    return Token(kind=Kind.WORDS, position=start, text=word)
