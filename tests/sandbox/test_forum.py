"""Forums and their threads."""

from tests.sandbox.driver import BUDI, FORUM, GROUP, SARI, Driver

NOT_FOUND = "Bad Request: message thread not found"


async def thread(driver: Driver, name: str) -> int:
    state = await driver.read("state")
    [forum] = [chat for chat in state["chats"] if chat["id"] == FORUM]
    return next(int(thread["id"]) for thread in forum["threads"] if thread["name"] == name)


async def test_a_message_goes_to_its_thread(driver: Driver) -> None:
    pemilu = await thread(driver, "Pemilu")
    sent = await driver.send(FORUM, message_thread_id=pemilu)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (pemilu, True)
    general = await driver.send(FORUM)
    assert "message_thread_id" not in general
    assert [message["thread"] for message in (await driver.shown(FORUM))[-2:]] == [pemilu, 1]


async def test_a_thread_that_is_not_there_is_refused(driver: Driver) -> None:
    for chat_id, thread_id in ((FORUM, 999), (FORUM, 1), (GROUP, 5)):
        refusal = await driver.refusal("sendMessage", chat_id=chat_id, text="x", message_thread_id=thread_id)
        assert refusal == NOT_FOUND


async def test_commands_in_a_thread_say_where_they_were_written(driver: Driver) -> None:
    bencana = await thread(driver, "Bencana")
    await driver.write(BUDI, "/topik", chat=FORUM, thread=bencana)
    [update] = await driver.updates()
    assert (update["message"]["message_thread_id"], update["message"]["is_topic_message"]) == (bencana, True)


async def test_a_reply_goes_where_its_original_stands(driver: Driver) -> None:
    pemilu = await thread(driver, "Pemilu")
    written = await driver.write(BUDI, "/topik", chat=FORUM, thread=pemilu)
    sent = await driver.send(FORUM, reply_parameters={"message_id": written})
    assert sent["message_thread_id"] == pemilu


async def test_making_threads_takes_an_administrator(driver: Driver) -> None:
    refusal = await driver.refusal("createForumTopic", chat_id=FORUM, name="Ormas")
    assert refusal == "Bad Request: not enough rights to create a topic"
    assert await driver.refusal("createForumTopic", chat_id=GROUP, name="x") == (
        "Bad Request: the chat is not a supergroup"
    )


async def test_a_thread_is_made_renamed_closed_and_reopened(driver: Driver) -> None:
    await driver.member(FORUM, "bot", "promote")
    made = await driver.result("createForumTopic", chat_id=FORUM, name="Ormas")
    place = {"chat_id": FORUM, "message_thread_id": made["message_thread_id"]}
    assert await driver.result("editForumTopic", **place, name="Ormas dan LSM")
    assert await driver.result("closeForumTopic", **place)
    assert await driver.refusal("closeForumTopic", **place) == "Bad Request: TOPIC_NOT_MODIFIED"
    assert await thread(driver, "Ormas dan LSM") == made["message_thread_id"]
    await driver.member(FORUM, "bot", "demote")
    refusal = await driver.refusal("sendMessage", **place, text="x")
    assert refusal == "Bad Request: TOPIC_CLOSED"
    await driver.script(
        f"chats/{FORUM}/messages",
        status=400,
        **{"from": BUDI, "text": "x", "thread": made["message_thread_id"]},
    )
    await driver.member(FORUM, "bot", "promote")
    assert await driver.result("reopenForumTopic", **place)
    await driver.write(SARI, "Terbuka", chat=FORUM, thread=made["message_thread_id"])
