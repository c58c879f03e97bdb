"""Finding: everything that matches is found, the best first, and where nothing holds all, what holds most."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.errors import QueryError
from news.finding import Finding
from news.grammar import Search, parse_search
from news.query import Query, matches
from news.question import question_in
from news.reading import read
from storage.database import Database, Transaction
from storage.finding import find_stories
from storage.grouping import join_stories, open_stories
from storage.likely import CHOSEN
from tests.clocks import MORNING
from tests.make import make_entry
from tests.queries import queries, query_texts, texts
from tests.storage.given import given_feed, given_items, given_stories, given_story, save_entries

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
OUTLET = "Suara Demak 24"

_trying_many = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


async def _find(tx: Transaction, search: Search, *, by_time: bool = False) -> Finding:
    return await find_stories(
        tx, search, since=MORNING - DAY, until=MORNING + DAY, now=MORNING, by_time=by_time
    )


async def _found(db: Database, query: str, *, by_time: bool = False) -> Finding:
    async with db.reading() as tx:
        return await _find(tx, parse_search(query), by_time=by_time)


def titles(found: Finding) -> list[str]:
    return [hit.item.title for hit in found.hits]


@asynccontextmanager
async def _undone(db: Database) -> AsyncIterator[Transaction]:
    async with db.writing() as tx:
        yield tx
        await tx.rollback()


@_trying_many
@given(
    written=st.lists(st.tuples(texts, texts), min_size=1, max_size=4),
    asked=st.lists(queries, min_size=1, max_size=4),
)
async def test_all_that_matches_is_found_and_what_is_found_holds_all_but_what_it_says(
    db: Database, written: list[tuple[str, str]], asked: list[Query]
) -> None:
    feed = await given_feed(db, outlet=OUTLET)
    async with _undone(db) as tx:
        kept = await save_entries(
            tx, feed, [make_entry(title=title, lead=lead) for title, lead in written], now=MORNING
        )
        stories = await open_stories(tx, kept)
        await join_stories(tx, dict(zip([item.id for item in kept], stories, strict=True)))
        readings = {item.id: read(item.title, item.lead, outlet=item.outlet) for item in kept}
        for query in asked:
            found = await _find(tx, Search(query=query))
            right = {id_ for id_, reading in readings.items() if matches(query, reading)}
            hits = {hit.item.id for hit in found.hits}
            assert right <= hits, query
            question = question_in(query)
            for hit in found.hits:
                if hit.item.id in right:
                    continue
                assert question, query
                held = [n for n, word in enumerate(question.words) if word.text not in hit.missing]
                assert matches(question.of(held), readings[hit.item.id]), (query, hit)


@_trying_many
@given(text=query_texts)
async def test_no_text_of_a_person_makes_an_error(db: Database, text: str) -> None:
    await given_stories(db, make_entry(title="Pemilu di Demak"), outlet="Kabar Pagi")
    try:
        search = parse_search(text)
    except QueryError:
        return
    async with db.reading() as tx:
        await _find(tx, search)


async def test_the_better_match_comes_first_whatever_came_last(db: Database) -> None:
    await given_stories(
        db, make_entry(title="Banjir bandang di Demak"), outlet="Kabar Pagi", at=MORNING - HOUR
    )
    mention = make_entry(title="Harga cabai naik", lead="Pasokan turun akibat banjir, kata pedagang pasar.")
    await given_stories(db, mention, outlet="Warta Sore", at=MORNING)

    assert titles(await _found(db, "banjir")) == ["Banjir bandang di Demak", "Harga cabai naik"]


async def test_by_time_the_newest_comes_first(db: Database) -> None:
    early = make_entry(title="Banjir bandang di Demak", published_at=MORNING - 2 * HOUR)
    late = make_entry(title="Harga naik", lead="Pasokan turun akibat banjir.", published_at=MORNING - HOUR)
    await given_stories(db, early, late)

    assert titles(await _found(db, "banjir", by_time=True)) == ["Harga naik", "Banjir bandang di Demak"]


async def test_a_story_is_found_once_by_the_item_that_answers_best(db: Database) -> None:
    entries = make_entry(title="Air naik", lead="Banjir di Demak."), make_entry(title="Banjir di Demak")
    worse, better = await given_items(db, *reversed(entries))
    story_id = await given_story(db, worse, better)

    (hit,) = (await _found(db, "banjir demak")).hits

    assert (hit.story.id, hit.item.title, len(hit.story.items)) == (story_id, "Banjir di Demak", 2)
    assert hit.score > 0


async def test_by_time_the_newest_comes_first_however_many_fit_better(db: Database) -> None:
    better = [make_entry(title="Banjir bandang", published_at=MORNING - 5 * HOUR) for _ in range(CHOSEN)]
    newest = make_entry(title="Harga naik", lead="Pasokan turun akibat banjir.", published_at=MORNING - HOUR)
    items = await given_items(db, *better, newest)
    async with db.writing() as tx:
        stories = await open_stories(tx, items)
        await join_stories(tx, dict(zip([item.id for item in items], stories, strict=True)))

    assert titles(await _found(db, "banjir", by_time=True))[0] == "Harga naik"
    assert "Harga naik" not in titles(await _found(db, "banjir"))


async def test_by_time_too_a_story_is_found_once(db: Database) -> None:
    items = await given_items(db, make_entry(title="Banjir di Demak"), make_entry(title="Demak banjir"))
    await given_story(db, *items)

    assert len((await _found(db, "banjir", by_time=True)).hits) == 1


async def test_what_belongs_to_no_story_yet_is_a_story_by_itself(db: Database) -> None:
    first, second = await given_items(db, make_entry(title="Banjir"), make_entry(title="Banjir lagi"))

    hits = (await _found(db, "banjir")).hits

    assert {hit.story.items for hit in hits} == {(first,), (second,)}
    assert len({hit.story.id for hit in hits}) == 2


async def test_a_story_is_told_as_it_was_known_at_the_time_of_the_search(db: Database) -> None:
    (first,) = await given_items(db, make_entry(title="Banjir di Demak"), outlet="Kabar Pagi", at=MORNING)
    (later,) = await given_items(
        db, make_entry(title="Air surut"), outlet="Warta Sore", at=MORNING + timedelta(minutes=1)
    )
    await given_story(db, first, later)

    (hit,) = (await _found(db, "banjir")).hits

    assert hit.story.items == (first,)


async def test_only_what_came_out_within_the_time_is_found(db: Database) -> None:
    moments = {"lama": -3 * DAY, "batas": -DAY, "dalam": -DAY + timedelta(minutes=1)}
    await given_stories(
        db,
        *(make_entry(title=f"Banjir {name}", published_at=MORNING + at) for name, at in moments.items()),
    )

    assert titles(await _found(db, "banjir")) == ["Banjir dalam"]


async def test_a_question_is_answered_by_its_content_words(db: Database) -> None:
    await given_stories(
        db,
        make_entry(title="Ketua KPU Bangka Belitung dilantik", lead="Pelantikan digelar di Pangkalpinang."),
        make_entry(title="Siapa pun boleh datang", lead="Pasar dibuka."),
    )

    found = await _found(db, "siapa ketua KPU Babel?")

    assert titles(found) == ["Ketua KPU Bangka Belitung dilantik"]
    assert (found.relaxed, [term.text for term in found.terms]) == ((), ["ketua", "KPU", "Babel", "Babel"])


async def test_where_nothing_holds_every_word_what_holds_most_is_told_and_that_it_lacks_some(
    db: Database,
) -> None:
    await given_stories(
        db,
        make_entry(title="Bupati meresmikan jembatan Waringin", lead="Jembatan itu lama ditunggu."),
        make_entry(title="Bupati meresmikan pasar", lead="Pasar itu lama ditunggu."),
    )

    found = await _found(db, "kapan bupati meresmikan jembatan Waringin kedua")

    assert titles(found) == ["Bupati meresmikan jembatan Waringin"]
    assert (found.relaxed, found.hits[0].missing) == (("kedua",), ("kedua",))


async def test_of_a_text_the_item_that_says_two_rare_words_is_told_and_one_that_says_one_is_not(
    db: Database,
) -> None:
    text = "jembatan Waringin resmi dibuka warga lega menunggu belasan tahun"
    await given_stories(
        db,
        make_entry(title="Jembatan Waringin ambruk"),
        make_entry(title="Waringin panen jagung"),
    )

    assert titles(await _found(db, text)) == ["Jembatan Waringin ambruk"]


async def test_an_item_that_says_a_word_of_headlines_only_comes_after_one_that_says_another(
    db: Database,
) -> None:
    right, other = "Bupati Waringin dilantik gubernur pagi", "Bupati Waringin genjot gubernur pagi"
    await given_stories(db, make_entry(title=right), make_entry(title=other))

    found = await _found(db, "kapan bupati waringin genjot dilantik jembatan lama")

    assert titles(found) == [right, other]


@pytest.mark.parametrize(
    "demanded",
    ['"jembatan lama"', "judul:lama", "=jembatannya", "media:warta", "wilayah:Demak", "-meresmikan"],
)
async def test_what_was_chosen_on_purpose_is_never_let_go(db: Database, demanded: str) -> None:
    await given_stories(
        db, make_entry(title="Bupati meresmikan jembatan Waringin", lead="Itu lama ditunggu.")
    )

    assert (await _found(db, f"kapan bupati resmikan jembatan {demanded}")).hits == []


async def test_a_few_words_are_let_go_only_where_nothing_holds_them_all(db: Database) -> None:
    there, elsewhere = "Banjir bandang di Demak", "Banjir bandang di Kudus"
    await given_stories(db, make_entry(title=there), make_entry(title=elsewhere))

    assert titles(await _found(db, "banjir bandang demak")) == [there]
    lacking = await _found(db, "banjir bandang demak surut")
    assert titles(lacking) == [there, elsewhere]
    assert lacking.relaxed == ("demak", "surut")


async def test_pages_are_cut_from_one_list(db: Database) -> None:
    await given_stories(db, *(make_entry(title=f"Banjir ke-{number}") for number in range(7)))

    async with db.reading() as tx:
        pages = [
            await find_stories(
                tx,
                parse_search("banjir"),
                since=MORNING - DAY,
                until=MORNING,
                now=MORNING,
                start=start,
                limit=3,
            )
            for start in (0, 3, 6, 9)
        ]

    told = [title for page in pages for title in titles(page)]
    assert [len(page.hits) for page in pages] == [3, 3, 1, 0]
    assert {page.count for page in pages} == {7}
    assert sorted(told) == sorted({f"Banjir ke-{number}" for number in range(7)})
