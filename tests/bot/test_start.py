"""Starting, and asking for help."""

from datetime import timedelta

from bot.commands import COMMANDS
from bot.pack_counts import FRESH
from news.packs import packs
from storage.database import Database
from tests.bot.people import GROUP, Person
from tests.clocks import MORNING, TestClock
from tests.make import make_entry
from tests.storage.given import given_stories


async def test_who_starts_is_greeted_in_their_language_with_first_topics(sari: Person) -> None:
    greeting = await sari.writes("/start")

    assert greeting.text.startswith("👋 Selamat datang di Kliping!")
    assert "besok pukul 07.00 WIB" in greeting.text
    assert greeting.buttons == (
        *("Kesbangpol · 0", "Pemilu · 0", "Pilkada · 0", "Ormas · 0", "Korupsi · 0", "Bencana · 0"),
        *("‹", "Topik lain 1/7 ›"),
        *("🕖 Atur jam", "🗞 Ringkasan sekarang"),
    )


async def test_who_speaks_another_language_is_greeted_in_english(emily: Person) -> None:
    assert (await emily.writes("/start")).text.startswith("👋 Welcome to Kliping!")


async def test_suggestions_are_named_in_the_chats_language(emily: Person) -> None:
    greeting = await emily.writes("/start")

    pressed = await emily.presses("General elections", greeting)

    assert "✓ General elections · 0" in pressed.message.buttons
    assert "General elections" in (await emily.writes("/topics")).text


async def test_a_suggestion_is_followed_with_one_tap_and_gets_a_tick(sari: Person) -> None:
    greeting = await sari.writes("/start")

    pressed = await sari.presses("Pemilu", greeting)

    assert pressed.note == (
        "✓ Pemilu diikuti. Beritanya datang besok pukul 07.00 WIB. 7 hari terakhir: tidak ada beritanya."
    )
    assert "✓ Pemilu · 0" in pressed.message.buttons
    assert "Pemilu" in (await sari.writes("/topik")).text


async def test_a_ticked_suggestion_is_dropped_with_one_tap(sari: Person) -> None:
    greeting = await sari.writes("/start")
    ticked = (await sari.presses("Pemilu", greeting)).message

    pressed = await sari.presses("✓ Pemilu", ticked)

    assert pressed.note == "Pemilu tidak diikuti lagi."
    assert "Pemilu · 0" in pressed.message.buttons


async def test_a_suggestion_says_how_many_stories_it_would_have_brought_today(
    sari: Person, sqlite_db: Database, clock: TestClock
) -> None:
    recent, older = MORNING - timedelta(hours=23), MORNING - timedelta(hours=25)
    await given_stories(
        sqlite_db,
        *(make_entry(title=f"Banjir melanda kota ke-{n}", published_at=recent) for n in range(3)),
        at=recent,
    )
    await given_stories(
        sqlite_db, make_entry(title="Banjir melanda desa", published_at=older), outlet="Sore", at=older
    )

    assert "Bencana · 3" in (await sari.writes("/start")).buttons

    await given_stories(sqlite_db, make_entry(title="Longsor menimbun jalan"), outlet="Malam")
    assert "Bencana · 3" in (await sari.writes("/start")).buttons
    clock.move(seconds=FRESH.total_seconds())
    assert "Bencana · 4" in (await sari.writes("/start")).buttons


async def test_all_packs_are_offered_page_by_page_round_and_round(sari: Person) -> None:
    page = await sari.writes("/start")
    seen = list(page.buttons[:6])
    for _ in range(6):
        page = (await sari.presses("Topik lain", page)).message
        seen += page.buttons[:-4]

    assert len(set(seen)) == len(packs())
    assert (await sari.presses("Topik lain", page)).message.buttons[:6] == tuple(seen[:6])
    assert (await sari.presses("‹", page)).message.buttons[-3] == "Topik lain 7/7 ›"


async def test_several_are_chosen_on_a_page_that_stays(sari: Person) -> None:
    page = (await sari.presses("Topik lain", await sari.writes("/start"))).message
    first, second, *_ = page.buttons

    await sari.presses(first, page)
    chosen = (await sari.presses(second, page)).message

    assert chosen.buttons[:2] == (f"✓ {first}", f"✓ {second}")
    assert "Topik lain 2/7 ›" in chosen.buttons
    assert "mengikuti 2 topik" in (await sari.writes("/start")).text


async def test_who_comes_back_finds_everything_as_it_was(sari: Person) -> None:
    await sari.writes("/langganan banjir belitung")
    await sari.writes("/jadwal 16.00 WITA")
    await sari.writes("/bahasa english")

    greeting = await sari.writes("/start")

    assert "Welcome back!" in greeting.text
    assert "You follow one topic. The next digest comes today at 16:00 WITA." in greeting.text


async def test_start_in_a_group_greets_the_group(sari: Person) -> None:
    assert "Selamat datang" in (await sari.at(GROUP).writes("/start")).text


async def test_help_lists_every_command_in_the_persons_language(sari: Person, emily: Person) -> None:
    indonesian = (await sari.writes("/bantuan")).text
    english = (await emily.writes("/help")).text
    assert "Di obrolan mana pun: ketik @kliping_sandbox_bot banjir belitung" in indonesian
    assert "In any chat: type @kliping_sandbox_bot banjir belitung" in english

    assert [f"/{command.name} – " in indonesian for command in COMMANDS] == [True] * len(COMMANDS)
    assert [f"/{command.alias} – " in english for command in COMMANDS] == [True] * len(COMMANDS)


async def test_an_unknown_command_is_answered_with_the_nearest_one(sari: Person) -> None:
    assert (
        await sari.writes("/langgan")
    ).text == "Perintah itu tidak dikenal. Apakah maksud Anda /langganan?"
    assert "/bantuan" in (await sari.writes("/xyzzyx")).text
