"""How Telegram's answers become receipts."""

import socket
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.courier import Courier
from news.chat import Language
from news.delivery import Moved, Receipt, Refused, Sent, SlowDown, Trouble, Unknown, Unreachable
from news.ids import ChatId
from news.message import Button, Message
from tests.bot.telegram_answers import SENT, TOKEN, Answer, answering, bot_at, refusal, result
from tests.make import make_delivery

OK = result(SENT)
GATEWAY_PAGE = "<html><h1>504 Gateway Timeout</h1></html>"


async def _receipt(*answers: Answer) -> Receipt:
    async with answering(*answers) as (bot, _):
        return await Courier(bot).send(make_delivery(), language=Language.INDONESIAN)


async def test_a_message_goes_out_as_it_is_without_a_preview_of_its_links() -> None:
    delivery = make_delivery()
    message = Message(
        html="<b>Kliping</b>",
        buttons=((Button(text="Cari", data="search"), Button(text="Baca", url="https://kabar.example/")),),
        thread=5,
    )
    async with answering(OK) as (bot, telegram):
        receipt = await Courier(bot).send(replace(delivery, message=message), language=Language.INDONESIAN)

    assert receipt == Sent(31)
    [asked] = telegram.asked
    assert asked["chat_id"] == 7001
    assert asked["text"] == "<b>Kliping</b>"
    assert asked["parse_mode"] == "HTML"
    assert asked["message_thread_id"] == 5
    assert asked["link_preview_options"] == {"is_disabled": True}
    assert asked["reply_markup"] == {
        "inline_keyboard": [
            [{"text": "Cari", "callback_data": "search"}, {"text": "Baca", "url": "https://kabar.example/"}]
        ]
    }


@pytest.mark.parametrize(
    ("language", "mark"),
    [
        (Language.INDONESIAN, "🔁 Kiriman ulang: pesan ini mungkin sudah Anda terima."),
        (Language.ENGLISH, "🔁 Sent again: you may have received this message already."),
    ],
)
async def test_a_repeat_says_that_it_is_one(language: Language, mark: str) -> None:
    async with answering(OK) as (bot, telegram):
        await Courier(bot).send(make_delivery(html="<b>Kliping</b>", doubts=1), language=language)

    assert telegram.asked[0]["text"] == f"{mark}\n\n<b>Kliping</b>"


@pytest.mark.parametrize(
    ("answer", "receipt"),
    [
        (
            refusal(429, "Too Many Requests: retry after 17", retry_after=17),
            SlowDown(timedelta(seconds=17)),
        ),
        (
            refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=-1001,
            ),
            Moved(ChatId(-1001)),
        ),
        (
            refusal(403, "Forbidden: bot was blocked by the user"),
            Unreachable("Forbidden: bot was blocked by the user", left=True),
        ),
        (refusal(400, "Bad Request: chat not found"), Unreachable("Chat not found")),
        (refusal(400, "Bad Request: PEER_ID_INVALID"), Unreachable("Peer_id_invalid")),
        (refusal(400, "Bad Request: CHAT_WRITE_FORBIDDEN"), Unreachable("Chat_write_forbidden")),
        (refusal(400, "Bad Request: TOPIC_CLOSED"), Unreachable("Topic_closed")),
        (
            refusal(400, "Bad Request: not enough rights to send text messages to the chat"),
            Unreachable("Not enough rights to send text messages to the chat"),
        ),
        (refusal(400, "Bad Request: message is too long"), Refused("Message is too long")),
        (refusal(401, "Unauthorized"), Trouble("Telegram refuses the token")),
        (refusal(404, "Not Found"), Trouble("Telegram refuses the token")),
        (refusal(500, "Internal Server Error"), Trouble("Internal Server Error (500)")),
        (refusal(502, "Bad Gateway"), Trouble("Bad Gateway (502)")),
        (Answer(status=503, body="<html>busy</html>"), Trouble("Service Unavailable (503)")),
        (Answer(status=429, body="<html>slow down</html>"), Trouble("Too Many Requests (429)")),
        (
            Answer(status=504, body=GATEWAY_PAGE),
            Unknown(f"Gateway Timeout (504). Parsing the server response b'{GATEWAY_PAGE}' failed"),
        ),
        (Answer(status=200, body="<html>hotel</html>"), Unknown("Invalid server response")),
    ],
)
async def test_an_answer_becomes_a_receipt(answer: Answer, receipt: Receipt) -> None:
    assert await _receipt(answer) == receipt


async def test_what_telegram_finds_wrong_goes_once_more_as_plain_text_and_the_operator_reads_of_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    delivery = make_delivery(html="<b>Kliping</b> &amp; <a href='https://kabar.example'>kabar</a>", doubts=1)
    message = replace(delivery.message, buttons=((Button(text="Cari", data="search"),),), thread=5)
    wrong = refusal(400, "Bad Request: can't parse entities: unsupported start tag")
    async with answering(wrong, OK) as (bot, telegram):
        receipt = await Courier(bot).send(replace(delivery, message=message), language=Language.ENGLISH)

    assert receipt == Sent(31)
    _, plain = telegram.asked
    assert plain["text"] == "🔁 Sent again: you may have received this message already.\n\nKliping & kabar"
    assert plain["message_thread_id"] == 5
    assert not {"parse_mode", "reply_markup"} & set(plain)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "(Can't parse entities: unsupported start tag)" in caplog.text
    assert "<b>Kliping</b> &amp; <a href=" in caplog.text


async def test_plain_text_is_cut_to_what_a_message_holds() -> None:
    async with answering(refusal(400, "Bad Request: message is too long"), OK) as (bot, telegram):
        await Courier(bot).send(make_delivery(html="🗞" * 5000), language=Language.ENGLISH)

    units = 2 * len(telegram.asked[1]["text"])
    assert 3900 < units <= 4096


async def test_messages_that_are_paid_for_say_so() -> None:
    async with answering(OK) as (bot, telegram):
        await Courier(bot, paid=True).send(make_delivery(), language=Language.ENGLISH)
        await Courier(bot).send(make_delivery(), language=Language.ENGLISH)

    assert [asked.get("allow_paid_broadcast") for asked in telegram.asked] == [True, None]


async def test_a_connection_cut_after_the_request_left_is_doubt() -> None:
    assert isinstance(await _receipt(Answer(body=None)), Unknown)


async def test_where_no_connection_comes_about_nothing_was_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        async with bot_at(f"http://127.0.0.1:{taken.getsockname()[1]}") as bot:
            receipt = await Courier(bot).send(make_delivery(), language=Language.INDONESIAN)

    assert receipt == Trouble("not reached: ClientConnectorError")


@pytest.mark.parametrize("said", ["message thread not found", "TOPIC_CLOSED", "TOPIC_DELETED"])
async def test_a_thread_that_was_shut_does_not_cost_the_chat_its_news(said: str) -> None:
    delivery = make_delivery()
    delivery = replace(delivery, message=replace(delivery.message, thread=5))
    async with answering(refusal(400, f"Bad Request: {said}"), OK) as (bot, telegram):
        receipt = await Courier(bot).send(delivery, language=Language.INDONESIAN)

    assert receipt == Sent(31)
    assert [asked.get("message_thread_id") for asked in telegram.asked] == [5, None]


async def test_no_receipt_holds_the_token() -> None:
    for answer in (refusal(401, "Unauthorized"), refusal(404, "Not Found"), refusal(500, "Error")):
        assert TOKEN not in repr(await _receipt(answer))
