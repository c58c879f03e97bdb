"""What somebody is told of a topic when they follow it: what it would have brought."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from news.digest import MOST_STORIES
from news.item import Entry
from storage.database import Database
from storage.grouping import join_stories, open_stories
from tests.bot.people import GROUP, Person
from tests.clocks import MORNING
from tests.make import make_entry
from tests.storage.given import given_items, given_stories

HOUR = timedelta(hours=1)


async def given_floods(db: Database, count: int, *, place: str = "Manggar") -> None:
    """So many events of the last 23 hours."""
    entries = [
        make_entry(
            title=f"Banjir {number} di {place}",
            url=f"https://banjir.example/{place}/{number}",
            published_at=MORNING - 23 * HOUR * (number / count),
        )
        for number in range(1, count + 1)
    ]
    await given_many(db, entries)


async def given_many(db: Database, entries: Sequence[Entry]) -> None:
    new = await given_items(db, *entries, outlet=f"Kabar {len(entries)}", at=MORNING - HOUR / 60)
    async with db.writing() as tx:
        ids = await open_stories(tx, new)
        await join_stories(tx, {item.id: id_ for item, id_ in zip(new, ids, strict=True)})


async def test_what_the_last_days_brought_is_said_with_the_best_of_it(
    sari: Person, sqlite_db: Database
) -> None:
    await given_stories(
        sqlite_db,
        *(make_entry(title=f"Banjir {name} surut", published_at=MORNING - HOUR) for name in ("A", "B", "C")),
        make_entry(title="Banjir bandang", published_at=MORNING - 30 * HOUR),
        outlet="Warta",
        at=MORNING - HOUR,
    )

    answer = await sari.writes("/langganan banjir surut")
    more = await sari.writes("/langganan banjir")

    assert answer.text == (
        "✓ Banjir surut diikuti.\nYang dicari: banjir surut\n\nBeritanya datang besok pukul 07.00 WIB.\n\n"
        "📰 7 hari terakhir: 3 peristiwa dari 1 media:\n"
        "• Banjir A surut\nWarta · 06.00\n"
        "• Banjir B surut\nWarta · 06.00\n"
        "• Banjir C surut\nWarta · 06.00"
    )
    assert "📰 7 hari terakhir: 4 peristiwa dari 1 media, antara lain:\n• Banjir" in more.text
    assert more.text.count("\n• ") == 3


async def test_english_speakers_are_told_in_english(emily: Person, sqlite_db: Database) -> None:
    await given_stories(sqlite_db, make_entry(title="Banjir surut", published_at=MORNING - HOUR))

    assert (await emily.writes("/subscribe banjir")).text.endswith(
        "\n\n📰 The last 7 days: one event from one outlet:\n• Banjir surut\nKabar Pagi · 06:00"
    )
    assert (await emily.writes("/subscribe gerhana")).text.endswith(
        "\n\n📭 The last 7 days: no news on this. As soon as there is some, you will read it in the digest.\n"
        "To find more, try a more general word."
    )


async def test_a_topic_without_news_is_followed_with_a_hint_what_to_do(sari: Person) -> None:
    several = (await sari.writes("/langganan gerhana bulan")).text
    one = (await sari.writes("/langganan gerhana")).text

    assert several.startswith("✓ Gerhana bulan diikuti.")
    assert several.endswith(
        "\n\n📭 7 hari terakhir: tidak ada beritanya. Begitu ada, Anda membacanya di ringkasan.\n"
        "Ingin lebih banyak? Kurangi katanya, atau pisahkan dengan ATAU."
    )
    assert one.endswith("Ingin lebih banyak? Coba kata yang lebih umum.")


async def test_a_noisy_topic_is_followed_with_a_warning_and_a_narrower_one_that_can_be_sent(
    sari: Person, sqlite_db: Database
) -> None:
    await given_floods(sqlite_db, 30, place="Jakarta")
    await given_floods(sqlite_db, 6, place="Belitung")

    answer = await sari.writes("/langganan banjir")

    assert "📰 7 hari terakhir: 36 peristiwa dari 2 media, antara lain:" in answer.text
    assert answer.text.endswith(
        "\n\n⚠️ Ramai: sekitar 36 peristiwa sehari. Agar lebih sedikit, persempit dengan kata lain atau "
        "wilayah, misalnya /langganan banjir wilayah:belitung, lalu hentikan yang ini."
    )
    narrower = await sari.writes("/langganan banjir wilayah:belitung")
    assert "📰 7 hari terakhir: 6 peristiwa dari 1 media" in narrower.text
    assert "Ramai" not in narrower.text


async def test_a_noisy_topic_of_everywhere_and_nowhere_has_no_example(
    emily: Person, sqlite_db: Database
) -> None:
    await given_floods(sqlite_db, 36, place="sana")

    assert (await emily.writes("/subscribe banjir")).text.endswith(
        "\n\n⚠️ Busy: about 36 events a day. To get fewer, narrow it with another word or a region, "
        "and stop this one."
    )


async def test_where_there_were_more_than_are_counted_it_says_so(
    sari: Person, emily: Person, sqlite_db: Database
) -> None:
    await given_floods(sqlite_db, MOST_STORIES + 1)

    indonesian = (await sari.writes("/langganan banjir")).text
    english = (await emily.writes("/subscribe banjir")).text

    assert "📰 7 hari terakhir: paling sedikit 500 peristiwa dari 1 media, antara lain:" in indonesian
    assert "📰 The last 7 days: at least 500 events from one outlet, among them:" in english


async def test_what_is_followed_already_is_not_previewed(sari: Person, sqlite_db: Database) -> None:
    await given_floods(sqlite_db, 1)
    await sari.writes("/langganan banjir")

    again = await sari.writes("/langganan banjir")

    assert again.text.endswith("\n\nRingkasan berikutnya datang besok pukul 07.00 WIB.")


async def test_a_search_that_becomes_a_topic_is_previewed(sari: Person, sqlite_db: Database) -> None:
    await given_floods(sqlite_db, 1)
    results = await sari.writes("/cari banjir")

    await sari.presses("Langganan", results)

    assert "📰 7 hari terakhir: 1 peristiwa dari 1 media:" in (await sari.reads_next(results)).text


async def test_a_suggestion_says_over_the_chat_what_it_brings(
    sari: Person, emily: Person, sqlite_db: Database
) -> None:
    await given_floods(sqlite_db, 36)

    pressed = await sari.presses("Bencana", await sari.writes("/start"))
    greeting = await emily.writes("/start")

    assert pressed.note == (
        "✓ Bencana diikuti. Beritanya datang besok pukul 07.00 WIB. "
        "7 hari terakhir: 36 peristiwa dari 1 media. ⚠️ Sekitar 36 sehari."
    )
    assert (await emily.presses("Disasters", greeting)).note.endswith(
        "The last 7 days: 36 events from one outlet. ⚠️ About 36 a day."
    )
    assert (await emily.presses("Corruption", greeting)).note.endswith("The last 7 days: no news on this.")


async def test_the_confirmation_carries_a_way_out_that_can_be_taken_back(sari: Person) -> None:
    followed = await sari.writes("/langganan banjir")

    ended = await sari.presses("Berhenti mengikuti", followed)

    assert followed.buttons == ("📋 Topik saya", "🗞 Ringkasan sekarang", "✕ Berhenti mengikuti")
    assert ended.note == "Banjir tidak diikuti lagi."
    assert "↩️ Urungkan" in ended.message.buttons


async def test_in_a_group_a_member_neither_previews_nor_ends_what_an_administrator_follows(
    sari: Person, budi: Person, sqlite_db: Database
) -> None:
    await given_floods(sqlite_db, 1)
    followed = await sari.at(GROUP).writes("/langganan banjir")

    assert "📰 7 hari terakhir: 1 peristiwa" in followed.text
    assert "📰" not in (await budi.writes("/langganan longsor")).text
    assert (await budi.presses("Berhenti mengikuti", followed)).alert


@pytest.mark.parametrize("kind", ["429", "502"])
async def test_a_topic_is_followed_even_if_telegram_will_not_show_that_we_are_typing(
    sari: Person, http: ClientSession, kind: str
) -> None:
    await sari.writes("/start")
    fault = {"method": "sendChatAction", "kind": kind, "retry_after": 99, "times": 1}
    await http.post("/sandbox/faults", json={"faults": [fault]})

    assert (await sari.writes("/langganan banjir")).text.startswith("✓ Banjir diikuti.")


async def test_that_somebody_works_on_it_is_shown_first(sari: Person, http: ClientSession) -> None:
    await sari.writes("/langganan banjir")

    listed = (await (await http.get("/sandbox/requests")).json())["requests"]
    said = [request["method"] for request in listed if request["method"].startswith("send")]
    assert said == ["sendChatAction", "sendMessage"]
