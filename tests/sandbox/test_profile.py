"""What the bot says about itself: commands, names, descriptions, the menu button."""

import pytest

from tests.sandbox.driver import GROUP, SARI, Driver, Json

CARI = {"command": "cari", "description": "mencari berita"}
SEARCH = {"command": "search", "description": "search the news"}


async def test_commands_are_kept_by_scope_and_language(started: Driver) -> None:
    chat = {"type": "chat", "chat_id": SARI}
    await started.result("setMyCommands", commands=[CARI])
    await started.result("setMyCommands", commands=[SEARCH], language_code="en")
    await started.result("setMyCommands", commands=[SEARCH], scope=chat)
    assert await started.result("getMyCommands") == [CARI]
    assert await started.result("getMyCommands", language_code="en") == [SEARCH]
    assert await started.result("getMyCommands", language_code="id") == []
    assert (await started.read("state"))["bot"]["commands"] == {
        "default": [CARI],
        "default:en": [SEARCH],
        f"chat/{SARI}": [SEARCH],
    }
    await started.result("deleteMyCommands", scope=chat)
    assert await started.result("getMyCommands", scope=chat) == []


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        ({"command": "Cari", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "", "description": "x"}, "command must be non-empty"),
        ({"command": "x" * 33, "description": "x"}, "command length must not exceed 32"),
        ({"command": "cari", "description": " "}, "command description must be non-empty"),
        ({"command": "cari"}, "can't parse BotCommand: Can't find field \"description\""),
    ],
)
async def test_impossible_commands_are_refused(driver: Driver, command: Json, refusal: str) -> None:
    assert await driver.refusal("setMyCommands", commands=[command]) == f"Bad Request: {refusal}"


async def test_too_many_commands_and_unknown_scopes_are_refused(driver: Driver) -> None:
    assert (
        await driver.refusal("setMyCommands", commands=[CARI] * 101) == "Bad Request: BOT_COMMANDS_TOO_MUCH"
    )
    refusal = await driver.refusal("setMyCommands", commands=[CARI], scope={"type": "galaxy"})
    assert refusal == "Bad Request: can't parse BotCommandScope: Unsupported type specified"
    refusal = await driver.refusal("setMyCommands", commands=[CARI], language_code="ind")
    assert refusal == "Bad Request: invalid language code specified"


@pytest.mark.parametrize(
    ("subject", "parameter"),
    [("Name", "name"), ("Description", "description"), ("ShortDescription", "short_description")],
)
async def test_texts_are_kept_by_language(driver: Driver, subject: str, parameter: str) -> None:
    await driver.result(f"setMy{subject}", **{parameter: "Umum"})
    await driver.result(f"setMy{subject}", **{parameter: "English"}, language_code="en")
    assert await driver.result(f"getMy{subject}", language_code="en") == {parameter: "English"}
    assert await driver.result(f"getMy{subject}", language_code="id") == {parameter: "Umum"}
    assert "length must not exceed" in await driver.refusal(f"setMy{subject}", **{parameter: "x" * 513})


async def test_the_menu_button_is_set_for_all_or_for_one(started: Driver) -> None:
    assert await started.result("getChatMenuButton") == {"type": "commands"}
    await started.result("setChatMenuButton", chat_id=SARI, menu_button={"type": "default"})
    assert await started.result("getChatMenuButton", chat_id=SARI) == {"type": "default"}
    assert await started.result("getChatMenuButton") == {"type": "commands"}
    assert await started.refusal("getChatMenuButton", chat_id=GROUP) == "Bad Request: chat not found"


async def test_default_administrator_rights_are_kept_for_groups_and_channels_apart(driver: Driver) -> None:
    rights = {"can_post_messages": True}
    assert await driver.result("setMyDefaultAdministratorRights", rights=rights, for_channels=True)
    channel = await driver.result("getMyDefaultAdministratorRights", for_channels=True)
    group = await driver.result("getMyDefaultAdministratorRights")
    assert (channel["can_post_messages"], channel["can_manage_chat"]) == (True, False)
    assert not any(group.values())
