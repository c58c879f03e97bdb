"""The window of a search: the newest of what matches, over any span of time, on both databases."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from news.feed import Feed
from news.grammar import parse_query
from news.ids import ItemId
from news.item import Item
from news.query import Query, matches
from news.reading import read
from news.tokens import tokens_of
from storage.candidates import best_matches
from storage.database import Database
from storage.search import forget_words, found_by, index_words
from storage.tables import items
from storage.window import NEWEST, Span, count_matches, newest_matches
from storage.word_keys import item_of
from tests.clocks import MORNING
from tests.make import make_entry
from tests.queries import queries, texts
from tests.storage.given import given_feed, given_items, save_entries

OLDEST = datetime(1950, 1, 1, tzinfo=UTC)
LATEST = MORNING + timedelta(days=1)
AGES = [0, 1, 3, 5, 15, 17, 31, 33, 63, 65, 255, 257, 300, 3_000, 20_500]
"""Days, around the spans that are looked through one after the other."""

ages = st.sampled_from(AGES).map(lambda days: timedelta(days=days))


@pytest.fixture
async def feed(db: Database) -> Feed:
    return await given_feed(db)


async def given_ages(db: Database, *days: int, title: str = "Pemilu damai") -> list[Item]:
    """Items that came out so many days ago, in this order."""
    entries = [make_entry(title=title, published_at=MORNING - timedelta(days=age)) for age in days]
    kept = await given_items(db, *entries)
    return sorted(kept, key=lambda item: item.id, reverse=True)


async def newest(
    db: Database, query: str, *, since: datetime = OLDEST, until: datetime = LATEST, limit: int = NEWEST
) -> list[ItemId]:
    async with db.reading() as tx:
        found = await newest_matches(tx, parse_query(query), Span(since=since, until=until), limit=limit)
        return [item_of(key) for key in found]


async def best(db: Database, query: str, *, limit: int = NEWEST, newest: int = NEWEST) -> set[ItemId]:
    async with db.reading() as tx:
        span = Span(since=OLDEST, until=LATEST)
        found = await best_matches(tx, parse_query(query), span, limit=limit, newest=newest)
        return {each.item_id for each in found}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    written=st.lists(st.tuples(texts, texts, ages), min_size=1, max_size=6),
    asked=st.lists(queries, min_size=1, max_size=4),
    since=ages,
    until=ages,
)
async def test_what_is_found_is_what_matches_within_the_time(
    db: Database,
    feed: Feed,
    written: list[tuple[str, str, timedelta]],
    asked: list[Query],
    since: timedelta,
    until: timedelta,
) -> None:
    first, last = MORNING - max(since, until), MORNING - min(since, until)
    async with db.writing() as tx:
        entries = [
            make_entry(title=title, lead=lead, published_at=MORNING - age) for title, lead, age in written
        ]
        kept = await save_entries(tx, feed, entries, now=MORNING)
        for query in asked:
            expected = _newest_first(
                [item for item in kept if first <= item.published_at <= last and _matches(query, item)]
            )
            span = Span(since=first, until=last)
            found = await newest_matches(tx, query, span, limit=9)
            ranked = await best_matches(tx, query, span, limit=9)
            assert [item_of(key) for key in found] == expected, query
            assert {each.item_id for each in ranked} == set(expected), query
            assert await count_matches(tx, query, span, most=9) == len(expected)
        await tx.rollback()


def _matches(query: Query, item: Item) -> bool:
    return matches(query, read(item.title, item.lead, outlet=item.outlet))


def _newest_first(found: Sequence[Item]) -> list[ItemId]:
    ordered = sorted(found, key=lambda item: (item.published_at, item.id), reverse=True)
    return [item.id for item in ordered]


@pytest.mark.parametrize("limit", [1, 3, 6, len(AGES)])
async def test_the_newest_come_first_whenever_they_came_in(db: Database, limit: int) -> None:
    kept = await given_ages(db, *reversed(AGES))

    assert await newest(db, "pemilu", limit=limit) == _newest_first(kept)[:limit]


async def test_the_words_of_an_item_that_is_forgotten_are_found_no_more(db: Database) -> None:
    first, second = await given_ages(db, 0, 20_500)
    async with db.writing() as tx:
        await forget_words(tx, [first.id])

    assert await newest(db, "pemilu") == [second.id]


async def test_what_says_it_in_the_headline_is_chosen_first_and_then_what_does_in_the_lead(
    db: Database,
) -> None:
    told = [
        ("Pemilu dan banjir", "Kata bupati."),
        ("Pemilu ditunda", "Karena banjir."),
        ("Rapat", "Kata bupati."),
    ]
    entries = [
        make_entry(title=title, lead=lead, published_at=MORNING - timedelta(days=9 - age))
        for age, (title, lead) in enumerate(told)
    ]
    kept = {item.title: item.id for item in await given_items(db, *entries)}
    headline, lead, body = (kept[title] for title, _ in told)
    async with db.writing() as tx:
        await forget_words(tx, [body])
        await index_words(tx, {body: tokens_of(read("Rapat", body="Pemilu di tengah banjir."))})

    assert await newest(db, "banjir pemilu") == [body, lead, headline]
    assert await best(db, "banjir pemilu", limit=3) == {body, lead, headline}
    assert await best(db, "banjir pemilu", limit=2) == {headline, lead}
    assert await best(db, "banjir pemilu", limit=1) == {headline}


async def test_only_the_newest_are_looked_at(db: Database) -> None:
    lead = "Pemilu yang damai."
    (older,) = await given_items(db, make_entry(title="Pemilu", published_at=MORNING - timedelta(days=40)))
    entries = [make_entry(title="Rapat", lead=lead, published_at=MORNING - timedelta(days=n)) for n in (1, 2)]
    newer = await given_items(db, *entries, outlet="Suara")

    assert await best(db, "pemilu", limit=1, newest=2) < {item.id for item in newer}
    assert await best(db, "pemilu", limit=1, newest=3) == {older.id}


@pytest.mark.parametrize("query", ["media:pagi", "media:=pagi", 'media:"kabar pagi"', "-media:sore pemilu"])
async def test_an_outlet_is_found_by_its_name_and_never_by_what_is_said(db: Database, query: str) -> None:
    found = await given_ages(db, 0, 400)
    await given_items(db, make_entry(title="Kabar pagi media sore"), outlet="Sore")

    assert await newest(db, query) == [item.id for item in found]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"kepala desa"', {"title", "lead", "body"}),
        ('"kepala desa baru"', {"lead"}),
        ('"desa kepala"', set()),
        ('judul:"kepala desa"', {"title"}),
        ('"banjir bandang"', {"body"}),
        ('-"kepala desa" (rapat | banjir)', {"apart", "outlet"}),
    ],
)
async def test_a_phrase_is_found_where_its_words_stand_together_however_common_they_are(
    db: Database, query: str, found: set[str]
) -> None:
    told = {
        "title": ("Kepala desa rapat", "Kata bupati.", "Rapat baru."),
        "lead": ("Rapat", "Seorang kepala desa baru hadir.", ""),
        "body": ("Rapat", "Kata bupati.", "Banjir bandang, kata kepala desa."),
        "apart": ("Rapat kepala", "Desa banjir.", "Kepala yang di desa."),
    }
    kept = await given_items(db, *(make_entry(title=title, lead=lead) for title, lead, _ in told.values()))
    (of_outlet,) = await given_items(db, make_entry(title="Rapat"), outlet="Kepala Desa")
    names = dict(zip([item.id for item in kept], told, strict=True)) | {of_outlet.id: "outlet"}
    async with db.writing() as tx:
        await forget_words(tx, [item.id for item in kept])
        for item, (title, lead, body) in zip(kept, told.values(), strict=True):
            await index_words(tx, {item.id: tokens_of(read(title, lead, body=body))})

    assert {names[id_] for id_ in await newest(db, query)} == found


@pytest.mark.parametrize("spans", [(0, 0), (0, 5), (1, 16), (3, 257), (15, 300), (0, 3_000), (31, 20_500)])
async def test_what_is_found_of_a_span_of_time_is_what_came_out_then(
    db: Database, spans: tuple[int, int]
) -> None:
    kept = await given_ages(db, *AGES)
    last, first = (MORNING - timedelta(days=days) for days in spans)
    async with db.reading() as tx:
        wanted = found_by(parse_query("pemilu"), tx.dialect, since=first, until=last)
        found = set(await tx.scalars(select(items.c.id).where(wanted)))

    assert found == {item.id for item in kept if first <= item.published_at <= last}
