"""How the bot introduces itself."""

import pytest
from aiohttp import ClientSession

from bot.application import BY_COMMAND, Conversation
from bot.commands import COMMANDS
from bot.handlers.help import help_page
from bot.menu import introduce
from bot.texts import Texts
from news.chat import Language

pytestmark = pytest.mark.usefixtures("listening")


async def test_menus_are_set_in_both_languages_for_people_and_for_groups(
    application: Conversation, http: ClientSession
) -> None:
    await introduce(application.bot)

    state = await (await http.get("/sandbox/state")).json()
    menus = {
        scope: [command["command"] for command in commands]
        for scope, commands in state["bot"]["commands"].items()
    }
    indonesian = [command.name for command in COMMANDS]
    english = [command.alias for command in COMMANDS]
    assert menus == {
        "all_private_chats": indonesian,
        "all_private_chats:en": english,
        "all_group_chats": indonesian,
        "all_group_chats:en": english,
    }


async def test_the_bot_says_what_it_is_in_both_languages(
    application: Conversation, http: ClientSession
) -> None:
    await introduce(application.bot)

    said = await application.bot.get_my_description(language_code="en")
    assert said.description == Texts(Language.ENGLISH).plain("bot-description")
    assert (await application.bot.get_my_description()).description.startswith("Ringkasan berita harian")
    assert (await application.bot.get_my_short_description("en")).short_description


async def test_a_restart_does_not_change_the_name_again(
    application: Conversation, http: ClientSession
) -> None:
    await introduce(application.bot)
    await introduce(application.bot)

    requests = (await (await http.get("/sandbox/requests")).json())["requests"]
    assert [request["method"] for request in requests].count("setMyName") == 0


def test_every_command_has_a_handler_and_stands_in_the_help() -> None:
    assert set(BY_COMMAND) == {command.alias for command in COMMANDS}
    for language in Language:
        page = help_page(Texts(language)).html
        assert [f"/{command.named(language)} – " in page for command in COMMANDS] == [True] * len(COMMANDS)
