"""Spelling suggestions: queries that find something, near to one that finds nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice, pairwise, product
from typing import NamedTuple

from news.errors import QueryError
from news.grammar import parse_search
from news.query import Query
from news.respelling import Change, Written, respelled, side_by_side, written_words
from news.spelling import (
    OFTEN,
    SHORTEST,
    Meant,
    divided,
    is_spelled,
    joined,
    names,
    names_like,
    nearest,
)
from storage.database import Transaction
from storage.vocabulary import words_known, words_like
from storage.window import Span, newest_matches

MOST = 3
"""Queries that are suggested."""

_LOOKED_AT = 12
"""Words of a query that are looked up, and queries that are tried, at most."""

_CHANGED = 4
"""Words that are written otherwise at once."""

_TRIED = 4
"""Ways to write one word."""

_ONE_EDIT = 1.5
"""What some items say is written otherwise for so little only: it may well be meant."""

_FARTHER = 1
"""Edits by which a suggestion that is offered is less far than the next one that is not."""

_ALWAYS = datetime(1000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


class _Doubted(NamedTuple):
    """A word that so few items say."""

    written: Written
    items: int


class _Otherwise(NamedTuple):
    """Changes of a query's text, and how far it is then from what was written, in edits."""

    cost: float
    changes: tuple[Change, ...]


async def spelled_otherwise(tx: Transaction, text: str, *, since: datetime, until: datetime) -> list[str]:
    """At most MOST texts, the best first, of searches that are the one of `text` but for the spelling of what
    hardly any item says; each of them finds something that came out between these times.

    There is none for a text that cannot be read.
    """
    try:
        written = written_words(text, parse_search(text).query)[:_LOOKED_AT]
    except QueryError:
        return []
    doubted = await _doubted(tx, written)
    places = [place for each in doubted[:_CHANGED] if (place := await _otherwise(tx, each))]
    joins = await _joined(tx, text, written, {each.written for each in doubted})
    found: dict[str, float] = {}
    for cost, suggestion in islice(_texts(text, places, joins), _LOOKED_AT):
        if len(found) == MOST or cost >= min(found.values(), default=cost) + _FARTHER:
            break
        if await _finds(tx, suggestion, since, until):
            found[suggestion] = cost
    return list(found)


async def spellings(tx: Transaction, word: str) -> list[Meant]:
    """What the word may have been meant to be, the nearest first: words said often, and names."""
    known = {each.word: each for each in (*names_like(word), *await words_like(tx, word))}
    return nearest(word, known.values())


async def _doubted(tx: Transaction, written: Sequence[Written]) -> list[_Doubted]:
    """The words that fewer than OFTEN items say, whenever these came out."""
    doubted = []
    for each in written:
        if is_spelled(each.word) and each.word not in names():
            items = await _count(tx, each.term, *_ALWAYS, limit=OFTEN)
            if items < OFTEN:
                doubted.append(_Doubted(each, items))
    return doubted


async def _otherwise(tx: Transaction, doubted: _Doubted) -> list[_Otherwise]:
    """What may be meant by the word, the nearest first."""
    written, items = doubted
    meant = [*(await spellings(tx, written.word))[:_TRIED], *await _divided(tx, written)]
    ways = [_Otherwise(each.cost, (written.change(each.text),)) for each in meant]
    if items:
        return [_Otherwise(0, ()), *(way for way in ways if way.cost < _ONE_EDIT)]
    return ways


async def _divided(tx: Transaction, written: Written) -> list[Meant]:
    """The two words, which some item says side by side, that the word may be."""
    parts = divided(written.word)
    known = await _known(tx, [word for each in parts for word in each.text.split()])
    return [
        each
        for each in parts
        if all(len(word) < SHORTEST or word in known for word in each.text.split())
        and await _count(tx, _phrase(written, each.text), *_ALWAYS, limit=1)
    ]


async def _joined(
    tx: Transaction, text: str, written: Sequence[Written], doubted: set[Written]
) -> list[_Otherwise]:
    """The words that may have been meant by two that stand side by side."""
    pairs = [
        (one, other)
        for one, other in pairwise(written)
        if side_by_side(text, one, other)
        and (doubted & {one, other} or min(len(one.word), len(other.word)) < SHORTEST)
    ]
    known = await _known(tx, [joined(one.word, other.word).text for one, other in pairs])
    return [
        _Otherwise(meant.cost, (Change(start=one.start, end=other.end, text=meant.text),))
        for one, other in pairs
        if (meant := joined(one.word, other.word)).text in known
    ]


async def _known(tx: Transaction, words: Sequence[str]) -> set[str]:
    spelled = {word for word in words if is_spelled(word)}
    if not spelled:
        return set()
    return (spelled & names()) | {each.word for each in await words_known(tx, spelled)}


def _texts(
    text: str, places: Sequence[Sequence[_Otherwise]], joins: Iterable[_Otherwise]
) -> Iterator[tuple[float, str]]:
    """The text with every place written in one of its ways, two words joined or none: how far that is, and
    the nearest first."""
    whole = [_together(ways) for ways in product(*places)]
    for join in joins:
        (change,) = join.changes
        apart = [place for place in places if not any(_overlap(change, way) for way in place)]
        whole += [_together((join, *ways)) for ways in product(*apart)]
    texts: dict[str, float] = {text: 0}
    for each in sorted(whole, key=lambda each: each.cost):
        texts.setdefault(respelled(text, each.changes), each.cost)
    yield from ((cost, other) for other, cost in texts.items() if other != text)


def _together(ways: Sequence[_Otherwise]) -> _Otherwise:
    return _Otherwise(sum(way.cost for way in ways), tuple(change for way in ways for change in way.changes))


def _overlap(change: Change, way: _Otherwise) -> bool:
    return any(change.start <= each.start < change.end for each in way.changes)


def _phrase(written: Written, text: str) -> Query:
    parts = [replace(written, word=word).term for word in text.split()]
    return replace(parts[0], text=text, wanted=tuple(word for part in parts for word in part.wanted))


async def _finds(tx: Transaction, text: str, since: datetime, until: datetime) -> bool:
    try:
        query = parse_search(text).query
    except QueryError:  # grown too long
        return False
    return await _count(tx, query, since, until, limit=1) > 0


async def _count(tx: Transaction, query: Query, since: datetime, until: datetime, *, limit: int) -> int:
    return len(await newest_matches(tx, query, Span(since=since, until=until), limit=limit))
