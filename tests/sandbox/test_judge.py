"""The judge lets nothing pass that Telegram would refuse, drop or read otherwise than the sandbox."""

import json

import pytest

from sandbox.telegram.records import Json
from tests.sandbox.driver import SARI, Driver
from tests.sandbox.judge import assert_telegram_takes, complaints


def asked(method: str = "sendMessage", **parameters: object) -> Json:
    given: dict[str, object] = {"chat_id": "1", "text": "Halo", "parse_mode": "HTML"} | parameters
    return {"n": 1, "method": method, "parameters": given, "status": 200, "answer": {"ok": True}}


def card(**fields: object) -> Json:
    content = {"message_text": "<b>Halo</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": "1", "title": "Halo", "input_message_content": content} | fields


def offered(*cards: Json, **parameters: object) -> Json:
    """An inline query is answered with these cards."""
    given = {"inline_query_id": "1", "results": json.dumps(cards)} | parameters
    return {"n": 1, "method": "answerInlineQuery", "parameters": given, "status": 200, "answer": {"ok": True}}


def shown(html: str, text: str, *entities: Json) -> Json:
    """A call, and the message that the sandbox made of it."""
    made = {"text": text, "entities": list(entities)}
    return asked(text=html) | {"answer": {"ok": True, "result": made}}


def buttons(*row: Json) -> str:
    return json.dumps({"inline_keyboard": [list(row)]})


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (asked("sendNews"), "no such method"),
        (asked(mood="merry"), "has no parameter mood"),
        (asked("sendChatAction"), "Bad Request: wrong parameter action in request"),
        (
            asked(message_thread_id="x"),
            'Bad Request: parameter "message_thread_id" is malformed: Integer exp',
        ),
        (asked(text="<b>Halo"), 'Can\'t find end tag corresponding to start tag "b"'),
        (asked(text="<b> </b>"), "0 units of text"),
        (asked(text="🗞" * 2049), "4098 units of text"),
        (asked("sendPhoto", caption="x" * 1025, photo={"file": "x"}), "1025 units of text"),
        (asked(parse_mode="MarkdownV2"), "parse mode MarkdownV2 is not ours"),
        (asked(text="<b></b>" * 5000 + "x"), "the text is too long before parsing"),
        (asked(text="<b>x</b> " * 101), "more entities than Telegram keeps"),
        (asked(text="<a href='ftp://a.id'>x</a>"), "a link that Telegram drops without a word"),
        (asked(text="<a href='ton://x'>x</a>"), "a link to ton://x"),
        (asked(reply_markup=buttons({"text": "x", "callback_data": "é" * 33})), "button data of 66 bytes"),
        (asked(reply_markup=buttons({"text": " ", "callback_data": "x"})), "a button without words"),
        (asked(reply_markup=buttons({"text": "x", "url": "ftp://a.id"})), "a button to ftp://a.id"),
        (
            asked(reply_markup=buttons(*[{"text": "x", "callback_data": "x"}] * 9)),
            "more buttons than there is",
        ),
        (asked("answerCallbackQuery", callback_query_id="1", text="x" * 201), "a note over the chat is too"),
        (shown("<b>Halo</b>", "Halo"), "the sandbox makes other entities than Telegram"),
        (shown("Halo &amp; kabar", "Halo &amp; kabar"), "the sandbox reads another text than Telegram"),
        (asked() | {"status": 400, "answer": {"description": "BUTTON_TYPE_INVALID"}}, "BUTTON_TYPE_INVALID"),
        (offered(*[card(id=str(number)) for number in range(51)]), "more results than Telegram takes"),
        (offered(card(), card()), "more results than Telegram takes, or the same one twice"),
        (offered(card(id="é" * 33)), "a result's id is empty or too long"),
        (offered(next_offset="x" * 65), "the next offset is too long"),
        (offered(card(mood="merry")), "InlineQueryResultArticle has no field mood"),
        (offered(card(title="")), "InlineQueryResultArticle lacks title"),
        (offered(card(description=7)), "InlineQueryResultArticle: description is no String"),
        (
            offered(card(input_message_content={"message_text": "<b>Halo", "parse_mode": "HTML"})),
            "Can't find end tag corresponding to start tag",
        ),
        (offered(card(input_message_content={"message_text": "x" * 4097})), "4097 units of text"),
        (offered(button=json.dumps({"start_parameter": "x"})), "InlineQueryResultsButton lacks text"),
    ],
)
def test_what_telegram_would_not_take_is_complained_of(call: Json, complaint: str) -> None:
    assert any(said.startswith(complaint) for said in complaints(call))


BOLD = {"type": "bold", "offset": 0, "length": 4}


@pytest.mark.parametrize(
    "call",
    [
        asked(),
        offered(card(), card(id="2"), next_offset="2", button=json.dumps({"text": "x"})),
        shown("<b>Halo </b>", "Halo", BOLD),
        asked() | {"status": 400, "answer": {"description": "Bad Request: chat not found"}},
        asked() | {"status": None, "answer": None},
    ],
)
def test_what_telegram_takes_is_not_complained_of(call: Json) -> None:
    assert list(complaints(call)) == []


async def test_what_the_sandbox_was_asked_is_judged_as_it_stands_in_its_journal(driver: Driver) -> None:
    await driver.write(SARI, "/start")
    await driver.send(SARI, "<b>Halo</b>, lihat kabar.id", parse_mode="HTML")
    await driver.send(SARI)
    journal: list[Json] = (await driver.read("requests"))["requests"]

    assert_telegram_takes(journal)
    with pytest.raises(AssertionError, match="has forgotten"):
        assert_telegram_takes(journal[1:])
