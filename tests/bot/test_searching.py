"""Searching the news."""

from datetime import timedelta

import pytest
from aiohttp import ClientSession

from jobs.vocabulary import count_words
from news.reading import read
from news.tokens import tokens_of
from storage.database import Database
from storage.search import forget_words, index_words
from tests.bot.conftest import TOKEN
from tests.bot.people import GROUP, Person, Shown
from tests.clocks import MORNING, TestClock
from tests.make import make_entry
from tests.storage.given import given_stories

LAST_HOUR = MORNING - timedelta(hours=1)
DAY = timedelta(days=1)


async def given_floods(db: Database, count: int, *, first: int = 1) -> None:
    """Stories "Banjir 1" (the oldest) to "Banjir `count`", a minute apart."""
    entries = [
        make_entry(title=f"Banjir n{number} surut", published_at=LAST_HOUR + timedelta(minutes=number))
        for number in range(first, first + count)
    ]
    await given_stories(db, *entries, at=MORNING - timedelta(minutes=1))


def floods(shown: Shown) -> list[int]:
    """The numbers of the floods of which the message tells, in its order."""
    lines = [line.split() for line in shown.text.splitlines() if line.endswith(" surut")]
    return [int(words[-2].removeprefix("n")) for words in lines]


async def test_results_come_as_a_reply_five_a_page(sari: Person, sqlite_db: Database) -> None:
    await given_floods(sqlite_db, 7)

    said = await sari.says("/cari banjir")
    first = (await sari.reads(after=said))[0]
    second = (await sari.presses("Berikutnya", first)).message
    back = (await sari.presses("Sebelumnya", second)).message

    assert first.reply_to == said
    assert first.text.startswith("🔎 banjir · 7 peristiwa, halaman 1 dari 2\n\n1. Banjir n7 surut\n")
    assert (floods(first), floods(second)) == ([7, 6, 5, 4, 3], [2, 1])
    assert second.text.startswith("🔎 banjir · 7 peristiwa, halaman 2 dari 2\n\n6. Banjir n2 surut\n")
    assert back.text == first.text
    assert second.buttons == ("‹ Sebelumnya", "🕒 Terbaru", "🔽 Saring", "➕ Langganan")


async def test_the_best_match_comes_first_and_the_newest_on_request(
    sari: Person, emily: Person, sqlite_db: Database
) -> None:
    lead = "Warga mengungsi, sawah terendam banjir, dan jalan tertutup lumpur sejak pagi tadi."
    await given_stories(sqlite_db, make_entry(title="Harga cabai naik di pasar", lead=lead))
    flood = make_entry(title="Banjir bandang", lead="Banjir.", published_at=MORNING - 2 * DAY)
    await given_stories(sqlite_db, flood, at=MORNING - 2 * DAY, outlet="Suara")

    best = await sari.writes("/cari banjir")
    newest = (await sari.presses("Terbaru", best)).message
    again = (await sari.presses("Paling cocok", newest)).message
    english = await emily.writes("/search banjir")

    assert "1. Banjir bandang" in best.text
    assert "1. Harga cabai" in newest.text
    assert again.text == best.text
    assert english.text.startswith("🔎 banjir · 2 events\n\n1. Banjir bandang")
    assert english.buttons == ("🕒 Newest first", "🔽 Narrow down", "➕ Follow")


async def test_what_was_found_is_bold_in_the_headline_and_in_the_words_around_it(
    sari: Person, sqlite_db: Database
) -> None:
    lead = (
        "Bupati bertemu petani di sawah pada hari Minggu. Ia lalu membagikan bantuan kepada korban di balai "
        "desa. Pemerintah pusat menambah jembatan gantung untuk @desa itu & lainnya. Rapat usai pada sore."
    )
    await given_stories(sqlite_db, make_entry(title="Jembatan desa & gantung roboh", lead=lead))

    answer = await sari.writes("/cari jembatan gantung")

    assert "><b>Jembatan</b> desa &amp; <b>gantung</b> roboh</a>" in answer.html
    assert "menambah <b>jembatan</b> <b>gantung</b> untuk @" in answer.html
    assert "itu &amp; lainnya" in answer.html


async def test_pages_stay_as_they_are_while_news_comes_in(
    sari: Person, clock: TestClock, sqlite_db: Database
) -> None:
    await given_floods(sqlite_db, 12)
    first = await sari.writes("/cari banjir")
    clock.move(minutes=1)
    # They came out before the search and would stand above all others.
    late = MORNING - timedelta(minutes=20)
    entries = [make_entry(title=f"Banjir n{number} surut", published_at=late) for number in (98, 99)]
    await given_stories(sqlite_db, *entries, at=clock.now())

    second = (await sari.presses("Berikutnya", first)).message

    assert floods(second) == [7, 6, 5, 4, 3]
    anew = await sari.writes("/cari banjir")
    assert "14 peristiwa" in anew.text
    assert set(floods(anew)[:2]) == {98, 99}


@pytest.mark.parametrize(("data", "shown"), [("search:5", [2, 1]), ("search:900", [7, 6, 5, 4, 3])])
async def test_buttons_of_earlier_versions_and_pages_that_are_gone_show_what_there_is(
    sari: Person, http: ClientSession, sqlite_db: Database, data: str, shown: list[int]
) -> None:
    await given_floods(sqlite_db, 7)
    old = await given_results(sari, http, "banjir", data)

    assert floods((await sari.presses("Dulu", old)).message) == shown


@pytest.mark.parametrize(
    "data",
    [
        "search:x",
        "search:-5",
        "search:5:1:z",
        "search:5:99999999999:b:1",
        "narrow:d:3",
        "narrow:d:-1",
        "narrow:x",
        "meant:0",
        "meant:x",
        "pack:none",
        "narrow:r:99",
        "narrow:o:()",
        "narrow:o:\U0001f5de",
    ],
)
async def test_a_button_that_nobody_made_is_not_valid(
    sari: Person, http: ClientSession, sqlite_db: Database, data: str
) -> None:
    await given_floods(sqlite_db, 7)
    old = await given_results(sari, http, "banjir", data)

    pressed = await sari.presses("Dulu", old)

    assert pressed.note.startswith("Tombol ini sudah tidak berlaku.")
    assert pressed.message == old


async def given_results(person: Person, http: ClientSession, query: str, data: str) -> Shown:
    """A message of the bot about the query, with a button "Dulu" that carries the data."""
    keyboard = {"inline_keyboard": [[{"text": "Dulu", "callback_data": data}]]}
    text = {"chat_id": person.chat, "text": f"<code>{query}</code>", "parse_mode": "HTML"}
    await person.writes("/start")
    await http.post(f"/bot{TOKEN}/sendMessage", json=text | {"reply_markup": keyboard})
    return (await person.reads())[-1]


async def test_a_question_is_answered_by_its_words_and_what_holds_only_most_of_them_says_so(
    sari: Person, emily: Person, sqlite_db: Database
) -> None:
    await given_stories(sqlite_db, make_entry(title="Ketua KPU Belitung dilantik", lead="Di Tanjungpandan."))
    await given_stories(sqlite_db, make_entry(title="Harga cabai turun", lead="Di pasar pagi."))

    asked = await sari.writes("/cari siapa ketua KPU Belitung?")
    most = await sari.writes("/cari pelantikan ketua KPU Belitung gerhana")
    english = await emily.writes("/search who is ketua KPU Belitung gerhana")

    assert asked.text.startswith(
        "🔎 siapa ketua KPU Belitung? · 1 peristiwa\n\n1. Ketua KPU Belitung dilantik"
    )
    assert "sebagian tanpa: gerhana" in most.text
    assert "1. Ketua KPU Belitung dilantik" in most.text
    assert "\ntanpa: gerhana" in most.text
    assert "\nwithout: gerhana" in english.text


async def test_news_of_years_is_searched(sari: Person, sqlite_db: Database) -> None:
    old = MORNING - 700 * DAY
    await given_stories(sqlite_db, make_entry(title="Banjir lama", published_at=old), at=old)

    assert "1. Banjir lama\nKabar Pagi · Senin 23 Des 2024" in (await sari.writes("/cari banjir")).text


async def test_a_search_that_finds_nothing_says_what_to_try(sari: Person) -> None:
    answer = await sari.writes("/cari <gerhana>senja")

    assert answer.text.startswith("Tidak ada berita tentang <gerhana>senja.")
    assert "kata yang lebih umum" in answer.text


async def test_a_search_becomes_a_topic_with_a_tap(sari: Person) -> None:
    results = await sari.writes("/cari banjir ATAU longsor")

    await sari.presses("Langganan", results)

    assert (await sari.reads_next(results)).text.startswith(
        "✓ Banjir ATAU longsor diikuti.\nYang dicari: banjir ATAU longsor"
    )


async def test_the_days_of_a_search_are_no_part_of_the_topic_that_it_becomes(
    sari: Person, sqlite_db: Database
) -> None:
    await given_floods(sqlite_db, 1)
    results = await sari.writes("/cari banjir sejak:2026-11-01")

    await sari.presses("Langganan", results)

    assert "Yang dicari: banjir\n" in (await sari.reads_next(results)).text


async def test_plain_words_are_searched_with_a_tap(sari: Person, sqlite_db: Database) -> None:
    await given_floods(sqlite_db, 1)
    offer = await sari.writes("banjir")

    pressed = await sari.presses("Cari", offer)

    assert offer.text.startswith("banjir\n\nCari beritanya sekarang")
    assert "Banjir n1 surut" in pressed.message.text


async def test_a_search_that_cannot_be_read_is_answered_with_the_place(sari: Person, emily: Person) -> None:
    assert "banjir (👉" in (await sari.writes("/cari banjir (")).text
    assert "banjir (👉" in (await sari.writes("banjir (")).text
    assert "A word to look for is missing there." in (await emily.writes("/search banjir (")).text


async def test_a_search_for_nothing_asks_what_to_find(sari: Person) -> None:
    assert "Tulis saja katanya" in (await sari.writes("/cari")).text
    assert "Tulis /cari banjir belitung" in (await sari.at(GROUP).writes("/cari")).text


async def test_what_was_misspelled_is_searched_with_a_tap(
    sari: Person, emily: Person, sqlite_db: Database, clock: TestClock
) -> None:
    entries = [make_entry(title=f"Jembatan n{number} roboh") for number in range(3)]
    await given_stories(sqlite_db, *entries)
    await count_words(sqlite_db, clock=clock)

    nothing = await sari.writes("/cari jembattan")
    found = (await sari.presses("jembatan", nothing)).message
    relaxed = await emily.writes("/search jembattan roboh")

    assert "Mungkin maksud Anda: jembatan\n" in f"{nothing.text}\n"
    assert nothing.buttons[0] == "🔎 jembatan"
    assert found.text.startswith("🔎 jembatan · 3 peristiwa")
    assert "Did you mean: jembatan roboh" in relaxed.text
    assert relaxed.buttons[0] == "🔎 jembatan roboh"


async def test_who_finds_nothing_may_follow_a_ready_topic_instead(sari: Person) -> None:
    nothing = await sari.writes("/cari kesbangpol gerhana")

    await sari.presses("Kesbangpol", nothing)

    assert (await sari.reads_next(nothing)).text.startswith("✓ Kesbangpol diikuti.")


async def test_what_only_the_body_or_the_region_of_a_hit_says_is_named(
    sari: Person, emily: Person, sqlite_db: Database
) -> None:
    """Bodies are searched and never shown."""
    entry = make_entry(title="Rapat digelar di Lampung Timur", lead="Bupati Belitung hadir.")
    (story,) = await given_stories(sqlite_db, entry)
    async with sqlite_db.writing() as tx:
        (item,) = story.items
        reading = read(item.title, item.lead, body="Jembatan gantung diperbaiki.")
        await forget_words(tx, [item.id])
        await index_words(tx, {item.id: tokens_of(reading)})

    inside = await sari.writes("/cari rapat jembatan")
    region = await emily.writes("/search rapat wilayah:babel")

    assert "\ndi isi berita: jembatan" in inside.text
    assert "gantung" not in inside.text
    assert "in the full text" not in region.text
    assert "\nregion: Belitung" in region.text
