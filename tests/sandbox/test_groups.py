"""Groups and channels: who is there, and what the bot gets to see."""

from tests.sandbox.driver import BUDI, CHANNEL, FORUM, GROUP, SARI, Driver


async def seen(driver: Driver) -> list[str]:
    updates = await driver.updates()
    messages = [update.get("message") or update.get("channel_post") for update in updates]
    return [message["text"] for message in messages if message and "text" in message]


async def test_privacy_mode_lets_commands_mentions_and_replies_through(driver: Driver) -> None:
    sent = await driver.send(GROUP)
    await driver.write(SARI, "obrolan biasa", chat=GROUP)
    await driver.write(SARI, "/cari pemilu", chat=GROUP)
    await driver.write(SARI, "/cari@kliping_sandbox_bot pemilu", chat=GROUP)
    await driver.write(SARI, "/cari@bot_lain pemilu", chat=GROUP)
    await driver.write(SARI, "hai @kliping_sandbox_bot", chat=GROUP)
    await driver.write(SARI, "balasan", chat=GROUP, reply_to=sent["message_id"])
    assert await seen(driver) == [
        "/cari pemilu",
        "/cari@kliping_sandbox_bot pemilu",
        "hai @kliping_sandbox_bot",
        "balasan",
    ]


async def test_an_administrator_sees_everything(driver: Driver) -> None:
    await driver.member(GROUP, "bot", "promote")
    await driver.write(SARI, "obrolan biasa", chat=GROUP)
    assert await seen(driver) == ["obrolan biasa"]


async def test_posts_of_a_channel_come_from_the_channel(driver: Driver) -> None:
    await driver.write(SARI, "Kabar", chat=CHANNEL)
    [update] = await driver.updates()
    assert update["channel_post"]["sender_chat"]["title"] == "Kabar Pagi"
    assert "from" not in update["channel_post"]


async def test_a_bot_that_is_added_hears_of_it(driver: Driver) -> None:
    group = (await driver.script("chats", type="group", title="Baru", creator=BUDI))["id"]
    await driver.member(group, "bot", "join")
    change, service = await driver.updates()
    member = change["my_chat_member"]
    assert (member["old_chat_member"]["status"], member["new_chat_member"]["status"]) == ("left", "member")
    assert member["from"]["first_name"] == "Budi"
    assert [user["id"] for user in service["message"]["new_chat_members"]] == [42]


async def test_others_who_come_and_go_are_told_as_service_messages(driver: Driver) -> None:
    await driver.member(GROUP, BUDI, "leave")
    await driver.member(GROUP, BUDI, "join")
    left, joined = await driver.updates()
    assert left["message"]["left_chat_member"]["id"] == BUDI
    assert joined["message"]["new_chat_members"][0]["id"] == BUDI


async def test_administrators_hear_of_members_when_they_ask_for_it(driver: Driver) -> None:
    await driver.updates(allowed_updates=["chat_member"])
    await driver.member(FORUM, "bot", "promote")
    await driver.member(FORUM, BUDI, "promote")
    [update] = await driver.updates()
    assert update["chat_member"]["new_chat_member"]["user"]["id"] == BUDI


async def test_members_can_be_looked_up(driver: Driver) -> None:
    sari = await driver.result("getChatMember", chat_id=GROUP, user_id=SARI)
    assert (sari["status"], sari["user"]["first_name"]) == ("creator", "Sari")
    assert await driver.result("getChatMemberCount", chat_id=GROUP) == 4
    admins = await driver.result("getChatAdministrators", chat_id=CHANNEL)
    assert {admin["user"]["id"] for admin in admins} == {SARI, 42}
    assert next(admin for admin in admins if admin["user"]["id"] == 42)["can_post_messages"] is True
    refusal = await driver.refusal("getChatMember", chat_id=GROUP, user_id=999)
    assert refusal == "Bad Request: PARTICIPANT_ID_INVALID"


async def test_a_chat_can_be_looked_at(driver: Driver) -> None:
    chat = await driver.result("getChat", chat_id="@kabar_pagi_contoh")
    assert (chat["id"], chat["type"], chat["title"]) == (CHANNEL, "channel", "Kabar Pagi")
    assert (await driver.result("getChat", chat_id=FORUM))["is_forum"] is True


async def test_pinning_takes_an_administrator(driver: Driver) -> None:
    sent = await driver.send(GROUP)
    place = {"chat_id": GROUP, "message_id": sent["message_id"]}
    refusal = await driver.refusal("pinChatMessage", **place)
    assert refusal == "Bad Request: not enough rights to manage pinned messages in the chat"
    await driver.member(GROUP, "bot", "promote")
    assert await driver.result("pinChatMessage", **place)
    pinned = (await driver.result("getChat", chat_id=GROUP))["pinned_message"]
    assert pinned["message_id"] == sent["message_id"]
    assert await driver.result("unpinChatMessage", **place)
    assert "pinned_message" not in await driver.result("getChat", chat_id=GROUP)
