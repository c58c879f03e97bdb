"""Starting, and asking for help."""

from bot.commands import COMMANDS
from tests.bot.people import GROUP, Person


async def test_who_starts_is_greeted_in_their_language_with_first_topics(sari: Person) -> None:
    greeting = await sari.writes("/start")

    assert greeting.text.startswith("👋 Selamat datang di Kliping!")
    assert "besok pukul 07.00 WIB" in greeting.text
    assert greeting.buttons == (
        *("Kesbangpol", "Pemilu", "Pilkada", "Ormas", "Korupsi", "Bencana"),
        *("🕖 Atur jam", "🗞 Ringkasan sekarang"),
    )


async def test_who_speaks_another_language_is_greeted_in_english(emily: Person) -> None:
    assert (await emily.writes("/start")).text.startswith("👋 Welcome to Kliping!")


async def test_suggestions_are_named_in_the_chats_language(emily: Person) -> None:
    greeting = await emily.writes("/start")

    pressed = await emily.presses("General elections", greeting)

    assert "✓ General elections" in pressed.message.buttons
    assert "General elections" in (await emily.writes("/topics")).text


async def test_a_suggestion_is_followed_with_one_tap_and_gets_a_tick(sari: Person) -> None:
    greeting = await sari.writes("/start")

    pressed = await sari.presses("Pemilu", greeting)

    assert pressed.note == (
        "✓ Pemilu diikuti. Beritanya datang besok pukul 07.00 WIB. 7 hari terakhir: tidak ada beritanya."
    )
    assert "✓ Pemilu" in pressed.message.buttons
    assert "Pemilu" in (await sari.writes("/topik")).text


async def test_a_ticked_suggestion_is_dropped_with_one_tap(sari: Person) -> None:
    greeting = await sari.writes("/start")
    ticked = (await sari.presses("Pemilu", greeting)).message

    pressed = await sari.presses("✓ Pemilu", ticked)

    assert pressed.note == "Pemilu tidak diikuti lagi."
    assert "Pemilu" in pressed.message.buttons


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
