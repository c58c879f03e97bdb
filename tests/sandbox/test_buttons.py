"""Pressed buttons: a person asks, the bot answers."""

from tests.sandbox.driver import BUDI, CHANNEL, GROUP, SARI, Driver, Json, keyboard

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_a_press_is_answered_when_the_bot_answers(started: Driver) -> None:
    markup = keyboard({"text": "Ya", "callback_data": "y:1"})
    sent = await started.send(SARI, reply_markup=markup)
    press = started.press(SARI, SARI, sent["message_id"], "Ya")
    query = (await started.next_update())["callback_query"]
    assert (query["data"], query["from"]["id"], query["message"]["message_id"]) == (
        "y:1",
        SARI,
        sent["message_id"],
    )
    assert await started.result(
        "answerCallbackQuery", callback_query_id=query["id"], text="Baik", show_alert=True
    )
    assert await press == {"answer": {"text": "Baik", "show_alert": True, "url": None}}


async def test_a_press_that_nobody_answers_times_out(started: Driver) -> None:
    sent = await started.send(SARI, reply_markup=keyboard({"text": "Ya", "callback_data": "y"}))
    outcome = await started.press(SARI, SARI, sent["message_id"], "Ya", wait=0)
    assert outcome == {"answer": None, "timed_out": True}


async def test_an_unknown_query_is_too_old(driver: Driver) -> None:
    for method in ("answerCallbackQuery", "answerInlineQuery"):
        name = "callback_query_id" if "Callback" in method else "inline_query_id"
        assert await driver.refusal(method, **{name: "1"}, results=[]) == TOO_OLD


async def test_other_buttons_show_what_they_hold(started: Driver) -> None:
    markup = keyboard(
        {"text": "Buka", "url": "https://contoh.id"}, {"text": "Salin", "copy_text": {"text": "x"}}
    )
    sent = await started.send(SARI, reply_markup=markup)
    assert await started.press(SARI, SARI, sent["message_id"], "Buka") == {"url": "https://contoh.id"}
    assert await started.press(SARI, SARI, sent["message_id"], "Salin") == {"copy_text": {"text": "x"}}
    [*_, shown] = await started.shown(SARI)
    assert shown["button_details"] == [
        [
            {"text": "Buka", "kind": "url", "value": "https://contoh.id"},
            {"text": "Salin", "kind": "copy_text", "value": {"text": "x"}},
        ]
    ]


async def test_a_reply_keyboard_writes_its_text_and_shares_chats(started: Driver) -> None:
    request = {"request_id": 7, "chat_is_channel": True, "request_title": True}
    markup = {"keyboard": [["Ringkasan", {"text": "Pilih kanal", "request_chat": request}]]}
    sent = await started.send(SARI, reply_markup=markup)
    await started.press(SARI, SARI, sent["message_id"], "Ringkasan")
    await started.press(SARI, SARI, sent["message_id"], "Pilih kanal")
    written, shared = await started.updates()
    assert written["message"]["text"] == "Ringkasan"
    assert shared["message"]["chat_shared"] == {"request_id": 7, "chat_id": CHANNEL, "title": "Kabar Pagi"}


async def test_a_button_that_is_not_there_cannot_be_pressed(started: Driver) -> None:
    sent = await started.send(SARI)
    for message_id in (sent["message_id"], 999):
        body: Json = {"from": SARI, "message_id": message_id, "button": "Ya"}
        assert "error" in await started.script(f"chats/{SARI}/press", status=400, **body)


async def test_a_stranger_to_the_chat_cannot_press(driver: Driver) -> None:
    sent = await driver.send(GROUP, reply_markup=keyboard({"text": "Ya", "callback_data": "y"}))
    await driver.member(GROUP, BUDI, "leave")
    body: Json = {"from": BUDI, "message_id": sent["message_id"], "button": "Ya"}
    await driver.script(f"chats/{GROUP}/press", status=400, **body)
