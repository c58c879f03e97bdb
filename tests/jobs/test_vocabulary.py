"""The words of items are counted: each item once, whoever counts, and what nobody says is forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from jobs.vocabulary import ITEMS_AT_ONCE, LOTS, SETTLED, count_words
from news.ids import ItemId
from storage.database import Database
from storage.tables import items, vocabulary
from storage.vocabulary import REMEMBERED, forget_rare_words, last_counted, save_counts
from tests.clocks import MORNING, TestClock
from tests.make import make_entry
from tests.storage.given import asked, given_items


@pytest.fixture
def clock() -> TestClock:
    return TestClock(MORNING + SETTLED)


async def counted(db: Database) -> dict[str, int]:
    return dict(await asked(db, "SELECT word, said_by FROM vocabulary"))


async def test_a_word_is_counted_once_for_each_item_that_says_it(db: Database, clock: TestClock) -> None:
    first = make_entry(title="Pemilu damai, pemilu jujur", lead="Pemilu itu damai.")
    second = make_entry(title="Anggota KPU", lead="Kata Jum'at itu pemilu.")
    await given_items(db, first, second, outlet="Harian Ombak")

    assert await count_words(db, clock=clock) == 2

    assert await counted(db) == {
        "pemilu": 2, "damai": 1, "jujur": 1, "anggota": 1, "kata": 1, "jumat": 1,
    }  # fmt: skip


async def test_only_words_of_4_to_24_letters_from_a_to_z_are_kept(db: Database, clock: TestClock) -> None:
    longest, too_long = "a" * 24, "b" * 25
    await given_items(db, make_entry(title=f"RUU 2026 G20 выборы 選挙 {longest} {too_long} café", lead=""))

    await count_words(db, clock=clock)

    assert await counted(db) == {longest: 1, "cafe": 1}


async def test_an_item_is_counted_once(db: Database, clock: TestClock) -> None:
    await given_items(db, make_entry(title="Banjir", lead=""))
    await count_words(db, clock=clock)
    await given_items(db, make_entry(title="Banjir surut", lead=""), outlet="Sore")

    assert await count_words(db, clock=clock) == 1
    assert await count_words(db, clock=clock) == 0
    assert await counted(db) == {"banjir": 2, "surut": 1}


async def test_of_two_who_count_the_same_items_one_is_too_late(db: Database, clock: TestClock) -> None:
    (item,) = await given_items(db, make_entry(title="Banjir", lead=""))
    await count_words(db, clock=clock)

    async with db.writing() as tx:
        assert not await save_counts(tx, {"banjir": 1}, after=ItemId(0), last=item.id)

    assert await counted(db) == {"banjir": 1}


async def test_a_beat_counts_a_bounded_number_and_the_next_one_goes_on(
    db: Database, clock: TestClock
) -> None:
    most = ITEMS_AT_ONCE * LOTS
    async with db.writing() as tx:
        await tx.execute(text("INSERT INTO outlets (id, name, region) VALUES (1, 'Kabar', '')"))
        row = {"outlet_id": 1, "url": "", "title": "", "lead": "", "published_at": MORNING}
        rows = [row | {"link": str(number), "first_seen_at": MORNING} for number in range(most + 1)]
        await tx.execute(items.insert(), rows)

    async def last() -> int:
        async with db.reading() as tx:
            return await last_counted(tx)

    await count_words(db, clock=clock)
    assert await last() == most
    await count_words(db, clock=clock)
    assert await last() == most + 1


async def test_who_stops_counts_no_more(db: Database, clock: TestClock) -> None:
    await given_items(db, make_entry(title="Banjir", lead=""))

    assert await count_words(db, clock=clock, stopping=lambda: True) == 0
    assert await counted(db) == {}


async def test_on_postgres_what_has_just_come_in_is_left_for_later(postgres_db: Database) -> None:
    await given_items(postgres_db, make_entry(title="Banjir", lead=""))
    clock = TestClock(MORNING + SETTLED - timedelta(seconds=1))

    assert await count_words(postgres_db, clock=clock) == 0
    clock.move(seconds=1)
    assert await count_words(postgres_db, clock=clock) == 1


async def test_what_few_items_said_long_ago_is_forgotten_and_what_many_said_stays(db: Database) -> None:
    (item,) = await given_items(db, make_entry(title="Banjir", lead=""))
    words = {"sekali": 1, "duakali": 2, "tigakali": 3}
    async with db.writing() as tx:
        await save_counts(tx, words, after=ItemId(0), last=item.id)
        await save_counts(tx, {"baru": 1}, after=item.id, last=ItemId(REMEMBERED))
        assert await forget_rare_words(tx, limit=9) == 0
        await save_counts(tx, {"terbaru": 1}, after=ItemId(REMEMBERED), last=ItemId(2 * REMEMBERED))
        assert await forget_rare_words(tx, limit=1) == 1
        assert await forget_rare_words(tx, limit=9) == 1

    assert (await counted(db)).keys() == {"tigakali", "baru", "terbaru"}


async def test_what_no_item_says_that_we_keep_is_forgotten(db: Database) -> None:
    (item,) = await given_items(db, make_entry(title="Banjir", lead=""))
    async with db.writing() as tx:
        await save_counts(tx, {"dahulu": 9}, after=ItemId(0), last=item.id)
        await save_counts(tx, {"kini": 9}, after=item.id, last=ItemId(REMEMBERED))
        assert await forget_rare_words(tx, limit=9) == 0
        await tx.execute(items.update().values(id=REMEMBERED))
        assert await forget_rare_words(tx, limit=9) == 1

    assert (await counted(db)).keys() == {"kini"}


async def test_a_word_gets_its_sound_when_it_is_said_often(db: Database) -> None:
    async with db.writing() as tx:
        await save_counts(tx, {"tjahaja": 2, "joegja": 3}, after=ItemId(0), last=ItemId(1))
        await save_counts(tx, {"tjahaja": 1}, after=ItemId(1), last=ItemId(2))
        rows = (await tx.execute(vocabulary.select().order_by(vocabulary.c.word))).all()

    assert [(row.word, row.said_by, row.sound) for row in rows] == [
        ("joegja", 3, "jugja"),
        ("tjahaja", 3, "caja"),
    ]
