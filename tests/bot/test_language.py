"""Choosing a language."""

from aiohttp import ClientSession

from tests.bot.people import Person


async def test_the_language_is_chosen_with_a_tap(sari: Person) -> None:
    shown = await sari.writes("/bahasa")

    pressed = await sari.presses("English", shown)

    assert shown.buttons == ("✓ Indonesia", "English")
    assert pressed.message.text == "Kliping speaks English to you."
    assert pressed.message.buttons == ("Indonesia", "✓ English")
    assert (await sari.writes("/topik")).text.startswith("You do not follow any topic yet.")


async def test_the_language_can_be_named(emily: Person) -> None:
    assert (
        await emily.writes("/language Indonesia")
    ).text == "Kliping berbicara bahasa Indonesia kepada Anda."


async def test_a_language_that_we_do_not_speak_is_answered_with_the_choice(emily: Person) -> None:
    assert (await emily.writes("/language klingon")).buttons == ("Indonesia", "✓ English")


async def test_the_command_menu_follows_the_language(sari: Person, http: ClientSession) -> None:
    await sari.presses("English", await sari.writes("/bahasa"))

    state = await (await http.get("/sandbox/state")).json()

    menu = state["bot"]["commands"][f"chat/{sari.chat}"]
    assert {"command": "unsubscribe", "description": "Stop following a topic"} in menu
