"""The word index finds exactly what `news.query.matches` matches, and no text can break out of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from news.errors import QueryError
from news.feed import Feed
from news.grammar import DEEPEST, LONGEST, MOST_TERMS, parse_query
from news.ids import ItemId
from news.query import Query, matches
from news.reading import read
from storage.database import Database, Transaction
from storage.search import forget_words, found_by
from storage.tables import items
from tests.clocks import MORNING
from tests.make import make_entry
from tests.queries import queries, query_texts, texts
from tests.storage.given import given_feed, given_items, save_entries

OUTLET = "Suara Demak 24"

_trying_many = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


async def _found(tx: Transaction, query: Query) -> set[ItemId]:
    ids = await tx.scalars(select(items.c.id).where(found_by(query, tx.dialect)))
    return {ItemId(id_) for id_ in ids}


async def _titles(db: Database, query: str) -> set[str]:
    async with db.reading() as tx:
        wanted = found_by(parse_query(query), tx.dialect)
        return set(await tx.scalars(select(items.c.title).where(wanted)))


@asynccontextmanager
async def _undone(db: Database) -> AsyncIterator[Transaction]:
    # hypothesis tries many examples in one test: each leaves the database as it found it.
    async with db.writing() as tx:
        yield tx
        await tx.rollback()


@pytest.fixture
async def feed(db: Database) -> Feed:
    return await given_feed(db, outlet=OUTLET)


@_trying_many
@given(
    written=st.lists(st.tuples(texts, texts), min_size=1, max_size=4),
    asked=st.lists(queries, min_size=1, max_size=6),
)
async def test_what_is_found_is_what_matches(
    db: Database, feed: Feed, written: list[tuple[str, str]], asked: list[Query]
) -> None:
    async with _undone(db) as tx:
        entries = [make_entry(title=title, lead=lead) for title, lead in written]
        kept = await save_entries(tx, feed, entries, now=MORNING)
        readings = {item.id: read(item.title, item.lead, outlet=item.outlet) for item in kept}
        for query in asked:
            assert await _found(tx, query) == {
                id_ for id_, reading in readings.items() if matches(query, reading)
            }, query


@_trying_many
@given(text=query_texts)
async def test_no_text_of_a_person_breaks_out_of_the_query(db: Database, feed: Feed, text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError:
        return
    async with db.reading() as tx:
        assert await _found(tx, query) == set()


@pytest.mark.parametrize(
    "text",
    [
        "\U00020000" * LONGEST,
        "a" * LONGEST,
        " ".join(f"a{n}" for n in range(MOST_TERMS)),
        "|".join(f"{n}," for n in range(MOST_TERMS)),
        "(a -(b|" * DEEPEST + "c" + "))" * DEEPEST,
        "NEAR(a b)",
        "rowid:1",
        "a* ^b",
        "'a':* <-> b",
    ],
)
async def test_a_hostile_query_is_refused_or_finds_nothing(db: Database, text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError:
        return
    async with db.reading() as tx:
        assert await _found(tx, query) == set()


@pytest.mark.parametrize("text", ["\U00020000", "a", "\U0001d54f", "ﷺ", "९", "選"])
async def test_an_item_whose_words_are_huge_is_kept_and_found(db: Database, text: str) -> None:
    await given_items(db, make_entry(title=text * 300, lead=text * 400))

    assert await _titles(db, text * 100) == {text * 300}


async def test_a_phrase_stands_in_one_text_and_in_its_order(db: Database) -> None:
    await given_items(
        db,
        make_entry(title="Dana hibah cair", lead="Bupati senang."),
        make_entry(title="Hibah tanpa dana", lead="Bupati heran."),
        make_entry(title="Pemerintah menerima dana", lead="Hibah itu besar."),
    )

    assert await _titles(db, '"dana hibah"') == {"Dana hibah cair"}


async def test_a_headline_is_searched_apart(db: Database) -> None:
    await given_items(
        db,
        make_entry(title="Banjir surut", lead="Pemilu tetap berjalan."),
        make_entry(title="Pemilu berjalan", lead="Banjir surut."),
    )

    assert await _titles(db, "judul:banjir") == {"Banjir surut"}


async def test_an_outlet_is_searched_by_its_name_and_only_when_asked_for(db: Database) -> None:
    await given_items(db, make_entry(title="Banjir surut"), outlet="Suara Demak")
    await given_items(db, make_entry(title="Demak kering"), outlet="Kabar Pagi")

    assert await _titles(db, "demak") == {"Demak kering"}
    assert await _titles(db, "media:demak") == {"Banjir surut"}


async def test_words_that_are_forgotten_are_found_no_more(db: Database) -> None:
    first, _ = await given_items(db, make_entry(title="Pemilu kedua"), make_entry(title="Pemilu pertama"))

    async with db.writing() as tx:
        await forget_words(tx, [first.id])
        await forget_words(tx, [])

    assert await _titles(db, "pemilu") == {"Pemilu kedua"}
