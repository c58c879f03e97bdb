"""Changing and deleting messages."""

from tests.sandbox.driver import GROUP, SARI, Driver, keyboard

BUTTON = {"text": "Ya", "callback_data": "y"}
DAYS = 86_400
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


async def test_an_edit_replaces_text_and_buttons(started: Driver) -> None:
    sent = await started.send(SARI, reply_markup=keyboard(BUTTON))
    edited = await started.result(
        "editMessageText", chat_id=SARI, message_id=sent["message_id"], text="<i>Baru</i>", parse_mode="HTML"
    )
    assert edited["text"] == "Baru"
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= sent["date"]
    [*_, shown] = await started.shown(SARI)
    assert (shown["html"], shown["edited"], shown["buttons"]) == ("<i>Baru</i>", True, [])


async def test_an_edit_that_changes_nothing_is_refused(started: Driver) -> None:
    sent = await started.send(SARI, "Halo", reply_markup=keyboard(BUTTON))
    place = {"chat_id": SARI, "message_id": sent["message_id"]}
    same = {"text": " Halo ", "reply_markup": keyboard(BUTTON)}
    assert await started.refusal("editMessageText", **place, **same) == NOT_MODIFIED
    assert (
        await started.refusal("editMessageReplyMarkup", **place, reply_markup=keyboard(BUTTON))
        == NOT_MODIFIED
    )


async def test_an_edit_takes_inline_buttons_only(started: Driver) -> None:
    sent = await started.send(SARI)
    place = {"chat_id": SARI, "message_id": sent["message_id"]}
    refusal = await started.refusal(
        "editMessageText", **place, text="x", reply_markup={"remove_keyboard": True}
    )
    assert refusal == "Bad Request: inline keyboard expected"


async def test_buttons_alone_can_be_removed(started: Driver) -> None:
    sent = await started.send(SARI, reply_markup=keyboard(BUTTON))
    edited = await started.result("editMessageReplyMarkup", chat_id=SARI, message_id=sent["message_id"])
    assert "reply_markup" not in edited
    assert "edit_date" not in edited


async def test_only_own_messages_that_exist_can_be_edited(started: Driver) -> None:
    foreign = await started.write(SARI, "punya Sari")
    for message_id, refusal in [(999, "message to edit not found"), (foreign, "message can't be edited")]:
        said = await started.refusal("editMessageText", chat_id=SARI, message_id=message_id, text="x")
        assert said == f"Bad Request: {refusal}"
    said = await started.refusal("editMessageText", chat_id=SARI, text="x")
    assert said == "Bad Request: message identifier is not specified"


async def test_a_deleted_message_is_gone_and_told_so(started: Driver) -> None:
    sent = await started.send(SARI)
    version = (await started.read("state"))["version"]
    place = {"chat_id": SARI, "message_id": sent["message_id"]}
    assert await started.result("deleteMessage", **place)
    listed = await started.read(f"chats/{SARI}/messages", since_version=version)
    assert (listed["messages"], listed["deleted"]) == ([], [sent["message_id"]])
    assert await started.refusal("deleteMessage", **place) == "Bad Request: message to delete not found"


async def test_a_message_older_than_two_days_stays(started: Driver) -> None:
    sent = await started.send(SARI)
    await started.script("clock", by=2 * DAYS + 1)
    said = await started.refusal("deleteMessage", chat_id=SARI, message_id=sent["message_id"])
    assert said == "Bad Request: message can't be deleted for everyone"


async def test_messages_of_others_are_deleted_by_administrators_only(started: Driver) -> None:
    foreign = await started.write(SARI, "Halo semua", chat=GROUP)
    place = {"chat_id": GROUP, "message_id": foreign}
    assert await started.refusal("deleteMessage", **place) == "Bad Request: message can't be deleted"
    await started.member(GROUP, "bot", "promote")
    assert await started.result("deleteMessage", **place)


async def test_many_messages_are_deleted_at_once(started: Driver) -> None:
    ids = [(await started.send(SARI, str(number)))["message_id"] for number in range(3)]
    assert await started.result("deleteMessages", chat_id=SARI, message_ids=[*ids, 999])
    assert [message["text"] for message in await started.shown(SARI)] == ["/start"]
