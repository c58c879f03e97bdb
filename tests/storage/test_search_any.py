"""The word index finds what a query matches, whatever both are, and bodies as large as may be."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from news.grammar import parse_query
from news.ids import ItemId
from news.query import Query, matches
from news.reading import Reading, read
from news.tokens import tokens_of
from storage.database import Database, Transaction
from storage.search import forget_words, found_by, index_words
from storage.tables import items
from tests.make import make_entry
from tests.queries import queries, texts
from tests.storage.given import asked, given_items


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    written=st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=3),
    asked_for=st.lists(queries, min_size=1, max_size=6),
)
async def test_what_is_found_is_what_matches(
    db: Database, written: list[tuple[str, str, str]], asked_for: list[Query]
) -> None:
    readings = {
        ItemId(number): read(title, lead, body=body, outlet="Suara Demak 24")
        for number, (title, lead, body) in enumerate(written, start=1)
    }
    ids = await _given_rows(db, len(readings))
    by_id = dict(zip(ids, readings.values(), strict=True))
    async with db.writing() as tx:
        await forget_words(tx, ids)
        await index_words(tx, {id_: tokens_of(reading) for id_, reading in by_id.items()})
        for query in asked_for:
            assert await _found(tx, query) == _matching(query, by_id), query
        await tx.rollback()


@pytest.mark.parametrize(
    "body",
    [
        " ".join(f"kata{number}" for number in range(5_000)),
        " ".join(["pemilu", "damai"] * 200),
        " ".join(f"{number:05}" + "\U00020000" * 59 for number in range(300)),
    ],
    ids=["many words", "one word often", "huge words"],
)
async def test_a_body_as_large_as_may_be_is_indexed_whole(db: Database, body: str) -> None:
    reading = read("Judul", "Lead.", body=f"{body} ujung akhir", outlet="Ujung")
    (id_,) = await _given_rows(db, 1)
    async with db.writing() as tx:
        await forget_words(tx, [id_])
        await index_words(tx, {id_: tokens_of(reading)})
        for query in ('"ujung akhir"', "media:ujung", body.split()[-1]):
            assert await _found(tx, parse_query(query)) == {id_}, query


async def _found(tx: Transaction, query: Query) -> set[ItemId]:
    ids = await tx.scalars(select(items.c.id).where(found_by(query, tx.dialect)))
    return {ItemId(id_) for id_ in ids}


def _matching(query: Query, readings: dict[ItemId, Reading]) -> set[ItemId]:
    return {id_ for id_, reading in readings.items() if matches(query, reading)}


async def _given_rows(db: Database, number: int) -> list[ItemId]:
    """Items to hang words on: those that there are, or new ones."""
    known = [ItemId(id_) for (id_,) in await asked(db, "SELECT id FROM items ORDER BY id")]
    if len(known) < 3:
        known = [
            item.id for item in await given_items(db, *(make_entry(title="", lead="") for _ in range(3)))
        ]
        async with db.writing() as tx:
            await forget_words(tx, known)
    return known[:number]
