"""Searching the news."""

from datetime import timedelta

from storage.database import Database
from tests.bot.people import GROUP, Person
from tests.clocks import MORNING
from tests.make import make_entry
from tests.storage.given import given_stories

LAST_HOUR = MORNING - timedelta(hours=1)


async def given_floods(db: Database, count: int) -> None:
    """Stories "Banjir 1" (the oldest) to "Banjir `count`", a minute apart."""
    entries = [
        make_entry(
            title=f"Banjir {number} surut",
            published_at=LAST_HOUR + timedelta(minutes=number),
        )
        for number in range(1, count + 1)
    ]
    await given_stories(db, *entries, at=MORNING - timedelta(minutes=1))


async def test_results_come_newest_first_as_a_reply_five_a_page(sari: Person, sqlite_db: Database) -> None:
    await given_floods(sqlite_db, 7)

    said = await sari.says("/cari banjir")
    first = (await sari.reads(after=said))[0]
    second = (await sari.presses("Lebih lama", first)).message
    back = (await sari.presses("Lebih baru", second)).message

    assert first.reply_to == said
    assert first.text.startswith("🔎 banjir · 7 peristiwa dalam 30 hari terakhir")
    assert [first.text.find(f"Banjir {number} surut") > 0 for number in range(1, 8)] == [False] * 2 + [
        True
    ] * 5
    assert first.text.index("Banjir 7 surut") < first.text.index("Banjir 3 surut")
    assert [f"Banjir {number} surut" in second.text for number in range(1, 8)] == [True] * 2 + [False] * 5
    assert back.text == first.text
    assert second.buttons == ("‹ Lebih baru", "➕ Langganan")


async def test_a_page_that_no_longer_exists_is_the_last_one(sari: Person, sqlite_db: Database) -> None:
    await given_floods(sqlite_db, 2)

    assert (await sari.writes("/search banjir")).buttons == ("➕ Langganan",)


async def test_older_news_is_not_searched(sari: Person, sqlite_db: Database) -> None:
    await given_stories(sqlite_db, make_entry(title="Banjir lama"), at=MORNING - timedelta(days=31))

    assert (await sari.writes("/cari banjir")).text.startswith("Tidak ada berita tentang banjir")


async def test_a_search_that_finds_nothing_says_what_to_try(sari: Person) -> None:
    answer = await sari.writes("/cari <gerhana>senja")

    assert answer.text.startswith("Tidak ada berita tentang <gerhana>senja dalam 30 hari terakhir.")
    assert "kata yang lebih umum" in answer.text


async def test_a_search_becomes_a_topic_with_a_tap(sari: Person) -> None:
    results = await sari.writes("/cari banjir ATAU longsor")

    await sari.presses("Langganan", results)

    assert (await sari.reads_next(results)).text.startswith(
        "✓ Banjir ATAU longsor diikuti.\nYang dicari: banjir ATAU longsor"
    )


async def test_plain_words_are_searched_with_a_tap(sari: Person, sqlite_db: Database) -> None:
    await given_floods(sqlite_db, 1)
    offer = await sari.writes("banjir")

    pressed = await sari.presses("Cari", offer)

    assert offer.text.startswith("banjir\n\nCari beritanya sekarang")
    assert "Banjir 1 surut" in pressed.message.text


async def test_a_search_that_cannot_be_read_is_answered_with_the_place(sari: Person, emily: Person) -> None:
    assert "banjir (👉" in (await sari.writes("/cari banjir (")).text
    assert "banjir (👉" in (await sari.writes("banjir (")).text
    assert "A word to look for is missing there." in (await emily.writes("/search banjir (")).text


async def test_a_search_for_nothing_asks_what_to_find(sari: Person) -> None:
    assert "Tulis saja katanya" in (await sari.writes("/cari")).text
    assert "Tulis /cari banjir belitung" in (await sari.at(GROUP).writes("/cari")).text
