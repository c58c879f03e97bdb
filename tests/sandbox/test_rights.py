"""Where the bot may write, and what it hears where it may not."""

from tests.sandbox.driver import BUDI, CHANNEL, FORUM, GROUP, SARI, Driver


async def refusal(driver: Driver, chat_id: int | str) -> tuple[int, str]:
    answer = await driver.call("sendMessage", chat_id=chat_id, text="Halo")
    return answer.status, answer.refusal


async def test_a_stranger_cannot_be_found(driver: Driver) -> None:
    new = (await driver.script("chats", type="private", first_name="Tono"))["id"]
    for chat_id in (999, "@nobody", "x", new, 0, -1):
        assert await refusal(driver, chat_id) == (400, "Bad Request: chat not found")


async def test_somebody_who_never_wrote_cannot_be_written_to(driver: Driver) -> None:
    assert await refusal(driver, BUDI) == (403, "Forbidden: bot can't initiate conversation with a user")


async def test_somebody_who_blocked_the_bot_gets_nothing_until_start(started: Driver) -> None:
    await started.member(SARI, "bot", "block")
    assert await refusal(started, SARI) == (403, "Forbidden: bot was blocked by the user")
    [update] = await started.updates()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    await started.write(SARI, "/start")
    assert (await started.send(SARI))["text"] == "Halo"


async def test_the_bot_writes_where_it_is_a_member(driver: Driver) -> None:
    for chat_id in (GROUP, FORUM, CHANNEL, "@kabar_pagi_contoh"):
        await driver.send(chat_id)


async def test_who_was_kicked_hears_so(driver: Driver) -> None:
    for chat_id, kind in ((GROUP, "group"), (FORUM, "supergroup"), (CHANNEL, "channel")):
        await driver.member(chat_id, "bot", "kick")
        assert await refusal(driver, chat_id) == (403, f"Forbidden: bot was kicked from the {kind} chat")


async def test_who_left_hears_so(driver: Driver) -> None:
    assert await driver.result("leaveChat", chat_id=FORUM)
    assert await refusal(driver, FORUM) == (403, "Forbidden: bot is not a member of the supergroup chat")
    await driver.member(CHANNEL, "bot", "leave")
    assert await refusal(driver, CHANNEL) == (403, "Forbidden: bot is not a member of the channel chat")


async def test_a_channel_takes_posts_from_administrators_only(driver: Driver) -> None:
    await driver.member(CHANNEL, "bot", "demote")
    refused = (400, "Bad Request: need administrator rights in the channel chat")
    assert await refusal(driver, CHANNEL) == refused


async def test_a_restricted_bot_hears_what_it_may_not_send(driver: Driver) -> None:
    await driver.member(GROUP, "bot", "restrict")
    refused = (400, "Bad Request: not enough rights to send text messages to the chat")
    assert await refusal(driver, GROUP) == refused


async def test_a_group_that_became_a_supergroup_names_its_new_id(driver: Driver) -> None:
    new = (await driver.member(GROUP, SARI, "upgrade"))["id"]
    answer = await driver.call("sendMessage", chat_id=GROUP, text="Halo")
    assert answer.body == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new},
    }
    assert (await driver.send(new))["chat"]["type"] == "supergroup"
    told = [update["message"] for update in await driver.updates()]
    assert [message.get("migrate_to_chat_id") for message in told] == [new, None]
    assert [message.get("migrate_from_chat_id") for message in told] == [None, GROUP]
