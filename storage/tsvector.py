"""tsvector, PostgreSQL's word index: the vectors of items, and queries in its language.

Its index (GIN) knows which vectors hold a lexeme, and neither where nor with which weight: for a phrase, or a
word that must stand in the headline, PostgreSQL reads each vector that holds the words at all, a dozen a
millisecond. Lexemes of our own tell it by the index alone:

```
^w       a token of the headline       @w    of the outlet's name       ~d7, ~s7   the day, 32 days
/w       of the lead                   a+b   two common words that stand together
```
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import assert_never

from news.query import And, Field, Inside, Named, Not, Or, Query, Words
from news.rarity import common_words
from news.tokens import Tokens, region_token
from storage.runs import runs_of
from storage.word_keys import slices_before, slices_of

_HEADLINE, _LEAD, _OUTLET = "^", "/", "@"

_SIGNS = {
    Field.TEXT: ("",),
    Field.OPENING: (_HEADLINE, _LEAD),
    Field.TITLE: (_HEADLINE,),
    Field.OUTLET: (_OUTLET,),
}
"""What stands before a token of a field; any of these will do."""

_WEIGHTS = {Field.TEXT: "", Field.OPENING: ":AB", Field.TITLE: ":A"}

_NEXT = " <-> "

MOST_DAYS = 300
"""Days that are looked for by their slices: of more, nearly all would be found."""

_LAST_POSITION = 16_383
"""tsvector counts no further (PostgreSQL, 12.11 Limitations)."""


def vector_of(tokens: Tokens, key: int) -> str:
    """The tsvector of an item with these tokens."""
    return " ".join([*_lexemes(tokens), *(f"'{token}'" for token in slices_of(key))])


def as_tsquery(query: Query) -> str:
    """The query in the language of `tsquery`."""
    match query:
        case Words() | Named():
            return " | ".join(_run(run, query.field) for run in runs_of(query))
        case Inside(codes=codes):
            return " | ".join(f"'{region_token(code)}'" for code in codes)
        case And(parts):
            return " & ".join(f"({as_tsquery(part)})" for part in parts)
        case Or(parts):
            return " | ".join(f"({as_tsquery(part)})" for part in parts)
        case Not(part):
            return f"!({as_tsquery(part)})"
        case _:
            assert_never(query)


def within_days(words: str, last: int, *, days: int) -> str:
    """The tsquery for those of the items that came out in so many days up to the key `last`, and perhaps
    for earlier ones."""
    return f"({words}) & ({' | '.join(slices_before(last, days=days))})" if days <= MOST_DAYS else words


def reads_vectors(words: str) -> bool:
    """Whether the index alone cannot answer this tsquery."""
    return _NEXT in words


def _run(run: Sequence[str], field: Field) -> str:
    if len(run) == 1:
        return " | ".join(f"'{sign}{run[0]}'" for sign in _SIGNS[field])
    if field is Field.OUTLET:
        return _NEXT.join(f"'{_OUTLET}{token}'" for token in run)
    pairs = list(_pairs(run))
    if field is Field.TEXT and len(run) == 2 and pairs:
        return pairs[0]
    phrase = _NEXT.join(f"'{token}'{_WEIGHTS[field]}" for token in run)
    known = [] if field is Field.TEXT else [f"({_run([token], field)})" for token in run]
    return " & ".join([*known, *pairs, f"({phrase})"])


def _lexemes(tokens: Tokens) -> Iterator[str]:
    title, lead, body = tokens.title.split(), tokens.lead.split(), tokens.body.split()
    outlet = [f"{_OUTLET}{token}" for token in tokens.outlet.split()]
    yield from (f"'{_HEADLINE}{token}'" for token in title)
    yield from (f"'{_LEAD}{token}'" for token in lead)
    for said in (title, lead, body):
        yield from _pairs(said)
    position = 0
    # The body last, since of one that is too long only the last words may lose their places.
    for said, weight in ((title, "A"), (lead, "B"), (outlet, "D"), (body, "C")):
        for token in said:
            position = min(position + 1, _LAST_POSITION)
            yield f"'{token}':{position}{weight}"
        position += 1  # a gap, so that no phrase reaches from one part into the next


def _pairs(said: Sequence[str]) -> Iterator[str]:
    """The lexemes of the common words that stand together; a rare word finds little enough by itself."""
    common = common_words()
    return (f"'{one}+{other}'" for one, other in pairwise(said) if one in common and other in common)
