"""What a message may say, and what becomes of its text."""

import pytest

from tests.sandbox.driver import BUDI, SARI, Driver, Json, keyboard

BUTTON = {"text": "Ya", "callback_data": "y"}


async def test_a_message_is_answered_and_shown(started: Driver) -> None:
    sent = await started.send(SARI, "<b>Halo</b> Sari & Budi", parse_mode="HTML", disable_notification=True)
    assert sent["text"] == "Halo Sari & Budi"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert sent["chat"] == {"id": SARI, "type": "private", "first_name": "Sari", "username": "sari_contoh"}
    [*_, shown] = await started.shown(SARI)
    assert shown["html"] == "<b>Halo</b> Sari &amp; Budi"
    assert (shown["message_id"], shown["from"], shown["silent"]) == (sent["message_id"], 42, True)


async def test_a_message_of_4096_utf16_units_is_sent(started: Driver) -> None:
    sent = await started.send(SARI, "😀" * 2048)
    assert len(sent["text"]) == 2048


async def test_a_message_longer_than_4096_utf16_units_is_refused(started: Driver) -> None:
    refusal = await started.refusal("sendMessage", chat_id=SARI, text="😀" * 2048 + "x")
    assert refusal == "Bad Request: message is too long"


async def test_length_counts_after_parsing(started: Driver) -> None:
    sent = await started.send(SARI, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert len(sent["text"]) == 4096


async def test_markup_over_32768_bytes_is_refused(started: Driver) -> None:
    text = "<b></b>" * 5000
    assert await started.refusal("sendMessage", chat_id=SARI, text=text) == "Bad Request: text is too long"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "Bad Request: message text is empty"),
        ("  \n ", "Bad Request: text must be non-empty"),
        ("<b> </b>", "Bad Request: text must be non-empty"),
        ("<b>x", "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("é<br>", 'Bad Request: can\'t parse entities: Unsupported start tag "br" at byte offset 2'),
    ],
)
async def test_texts_that_say_nothing_or_do_not_parse_are_refused(
    started: Driver, text: str, refusal: str
) -> None:
    assert await started.refusal("sendMessage", chat_id=SARI, text=text, parse_mode="HTML") == refusal


async def test_white_space_around_a_text_goes(started: Driver) -> None:
    sent = await started.send(SARI, "\n  a\t<b> b </b>\r\n ", parse_mode="HTML")
    assert sent["text"] == "a  b"
    assert sent["entities"] == [{"type": "bold", "offset": 3, "length": 1}]


async def test_beyond_a_hundred_entities_styles_are_dropped_first(started: Driver) -> None:
    links = "".join(f'<a href="http://contoh.id/{number}">x</a> ' for number in range(99))
    sent = await started.send(SARI, "<b>a</b> <i>b</i> " + links, parse_mode="HTML")
    kinds = [entity["type"] for entity in sent["entities"]]
    assert (kinds.count("text_link"), kinds.count("bold"), kinds.count("italic")) == (99, 1, 0)


async def test_a_link_with_a_foreign_scheme_loses_the_link(started: Driver) -> None:
    sent = await started.send(SARI, '<a href="javascript:x">x</a>', parse_mode="HTML")
    assert "entities" not in sent


async def test_a_mention_of_somebody_known_names_them(started: Driver) -> None:
    text = f'<a href="tg://user?id={BUDI}">Budi</a> <a href="tg://user?id=5">siapa</a>'
    sent = await started.send(SARI, text, parse_mode="HTML")
    assert [entity["user"]["first_name"] for entity in sent["entities"]] == ["Budi"]


async def test_telegram_finds_links_and_commands_itself(started: Driver) -> None:
    sent = await started.send(SARI, "/start contoh.id <code>/help</code>", parse_mode="HTML")
    assert [entity["type"] for entity in sent["entities"]] == ["bot_command", "url", "code"]


async def test_entities_may_be_given_instead_of_markup(started: Driver) -> None:
    entities = [{"type": "bold", "offset": 0, "length": 2}, {"type": "hashtag", "offset": 0, "length": 2}]
    sent = await started.send(SARI, "<b>", entities=entities)
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 2}]


@pytest.mark.parametrize(
    ("entity", "refusal"),
    [
        (
            {"type": "bold", "offset": 100, "length": 1},
            "entity begins after the end of the text at UTF-16 offset 100",
        ),
        (
            {"type": "bold", "offset": 0, "length": 100},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
        ),
        ({"type": "bold", "offset": -1, "length": 1}, "receive an entity with incorrect offset -1"),
        ({"type": "x", "offset": 0, "length": 1}, "can't parse MessageEntity: Unsupported type specified"),
        (
            {"type": "text_link", "offset": 0, "length": 1},
            "can't parse MessageEntity: Can't find field \"url\"",
        ),
        (
            {"type": "text_link", "offset": 0, "length": 1, "url": "not-a-url"},
            "entity URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            {"type": "text_link", "offset": 0, "length": 1, "url": ""},
            "entity URL '' is invalid: URL host is empty",
        ),
    ],
)
async def test_impossible_entities_are_refused(started: Driver, entity: Json, refusal: str) -> None:
    said = await started.refusal("sendMessage", chat_id=SARI, text="hello", entities=[entity])
    assert said == f"Bad Request: {refusal}"


@pytest.mark.parametrize(
    ("offset", "length", "refusal"),
    [
        (1, 3, "entity begins in a middle of a UTF-16 symbol"),
        (5, 1, "entity begins in a middle of a UTF-16 symbol"),
        (0, 5, "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol"),
    ],
)
async def test_entities_do_not_cut_a_character_in_two(
    started: Driver, offset: int, length: int, refusal: str
) -> None:
    entity = {"type": "bold", "offset": offset, "length": length}
    said = await started.refusal("sendMessage", chat_id=SARI, text="😀ab😀c", entities=[entity])
    assert said == f"Bad Request: {refusal}"


async def test_entities_begin_and_end_beside_wide_characters(started: Driver) -> None:
    entity = {"type": "bold", "offset": 2, "length": 4}
    sent = await started.send(SARI, "😀ab😀c", entities=[entity])
    assert sent["entities"] == [entity]


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        (keyboard({"text": "x", "callback_data": "é" * 32 + "x"}), "BUTTON_DATA_INVALID"),
        (
            keyboard({"text": "x", "callback_data": ""}),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (keyboard({"callback_data": "x"}), "can't parse inline keyboard button: Can't find field \"text\""),
        (keyboard({"text": " ", "callback_data": "x"}), "inline keyboard button text must be non-empty"),
        (
            keyboard({"text": "x", "url": "not-a-url"}),
            "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            keyboard({"text": "x", "url": "ftp://contoh.id"}),
            "inline keyboard button URL 'ftp://contoh.id' is invalid: Unsupported URL protocol",
        ),
        (keyboard({"text": "x", "copy_text": {"text": "y" * 257}}), "BUTTON_COPY_TEXT_INVALID"),
        (keyboard({"text": "x", "pay": True}), "BUTTON_TYPE_INVALID"),
        (keyboard(*[BUTTON] * 101), "REPLY_MARKUP_TOO_LONG"),
        ({"inline_keyboard": "x"}, 'field "inline_keyboard" must be of type Array'),
        ({"keyboard": [["A"]], "selective": "yes"}, 'field "selective" must be of type Boolean'),
        (
            {"keyboard": [[{"text": "x", "request_chat": {"chat_is_channel": True}}]]},
            "can't parse keyboard button: Can't find field \"request_id\"",
        ),
    ],
)
async def test_impossible_buttons_are_refused(started: Driver, markup: Json, refusal: str) -> None:
    said = await started.refusal("sendMessage", chat_id=SARI, text="x", reply_markup=markup)
    assert said == f"Bad Request: {refusal}"


async def test_a_hundred_buttons_with_64_bytes_each_are_sent(started: Driver) -> None:
    row = [{"text": "x", "callback_data": "é" * 32}] * 8
    rows = [row] * 12 + [[BUTTON] * 4]
    sent = await started.send(SARI, reply_markup={"inline_keyboard": rows})
    assert sent["reply_markup"] == {"inline_keyboard": rows}


async def test_a_reply_names_what_it_replies_to(started: Driver) -> None:
    first = await started.send(SARI, "satu")
    second = await started.send(SARI, "dua", reply_parameters={"message_id": first["message_id"]})
    assert second["reply_to_message"]["text"] == "satu"


async def test_a_reply_to_nothing_is_refused_unless_allowed(started: Driver) -> None:
    refusal = await started.refusal(
        "sendMessage", chat_id=SARI, text="x", reply_parameters={"message_id": 999}
    )
    assert refusal == "Bad Request: message to be replied not found"
    lenient = {"message_id": 999, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await started.send(SARI, reply_parameters=lenient)


async def test_link_previews_are_kept_and_checked(started: Driver) -> None:
    sent = await started.send(SARI, link_preview_options={"is_disabled": True})
    assert sent["link_preview_options"] == {"is_disabled": True}
    for options, refusal in [
        ({"is_disabled": "yes"}, 'field "is_disabled" must be of type Boolean'),
        ({"url": "not-a-url"}, "WEBPAGE_URL_INVALID"),
    ]:
        said = await started.refusal("sendMessage", chat_id=SARI, text="x", link_preview_options=options)
        assert said == f"Bad Request: {refusal}"


async def test_messages_are_copied_and_forwarded(started: Driver) -> None:
    original = await started.send(SARI, "<b>asli</b>", parse_mode="HTML")
    where = {"chat_id": SARI, "from_chat_id": SARI, "message_id": original["message_id"]}
    copied = await started.result("copyMessage", **where)
    forwarded = await started.result("forwardMessage", **where)
    assert set(copied) == {"message_id"}
    assert forwarded["forward_origin"]["sender_user"]["id"] == 42
    assert [message["html"] for message in (await started.shown(SARI))[1:]] == ["<b>asli</b>"] * 3


async def test_chat_actions_and_reactions_are_checked(started: Driver) -> None:
    sent = await started.send(SARI)
    place = {"chat_id": SARI, "message_id": sent["message_id"]}
    assert await started.result("sendChatAction", chat_id=SARI, action="typing")
    assert await started.result("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "👍"}])
    refusal = await started.refusal("sendChatAction", chat_id=SARI, action="dancing")
    assert refusal == "Bad Request: wrong parameter action in request"
    refusal = await started.refusal("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "x"}])
    assert refusal == "Bad Request: REACTION_INVALID"
