"""Answering pressed buttons and inline queries."""

from sandbox.telegram.call import Call
from sandbox.telegram.composing import LONGEST_TEXT, read_formatted
from sandbox.telegram.entity import utf16_length
from sandbox.telegram.errors import bad_request
from sandbox.telegram.fields import Fields, object_list
from sandbox.telegram.keyboard import inline_keyboard
from sandbox.telegram.world import World

LONGEST_ANSWER = 200
MOST_RESULTS = 50
LONGEST_ID = 64
KINDS = frozenset(
    {
        "article", "audio", "contact", "document", "game", "gif", "location", "mpeg4_gif", "photo", "sticker",
        "venue", "video", "voice",
    }
)  # fmt: skip


def answer_callback_query(world: World, call: Call) -> bool:
    text = call.text("text")
    if utf16_length(text) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    url = call.text("url")
    if url and not url.lower().startswith(f"https://t.me/{world.bot.username}".lower()):
        raise bad_request("URL_INVALID")
    answer = {"text": text, "show_alert": call.flag("show_alert"), "url": url or None}
    world.questions.answer(call.text("callback_query_id"), answer)
    return True


def answer_inline_query(world: World, call: Call) -> bool:
    results = object_list(call.json("results"), "inline query result")
    next_offset = call.text("next_offset")
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(next_offset.encode()) > LONGEST_ID:
        raise bad_request("NEXT_OFFSET_INVALID")
    for result in results:
        _check_result(result)
    if len({result.text("id") for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    answer = {"results": [result.raw for result in results], "next_offset": next_offset}
    world.questions.answer(call.text("inline_query_id"), answer | {"button": call.json("button")})
    return True


def _check_result(result: Fields) -> None:
    if result.text("type") not in KINDS:
        raise result.refusal("Unsupported type specified")
    if not 1 <= len(result.text("id").encode()) <= LONGEST_ID:
        raise bad_request("RESULT_ID_INVALID")
    if "reply_markup" in result.raw:
        inline_keyboard(dict(result.inner("reply_markup").raw))
    if result.text("type") == "article":
        _check_article(result)


def _check_article(result: Fields) -> None:
    if not result.text("title", ""):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.inner("input_message_content")
    if "message_text" not in content.raw:
        return
    text = read_formatted(
        content.text("message_text"), content.text("parse_mode", ""), content.raw.get("entities")
    )
    if not text.text:
        raise bad_request("MESSAGE_EMPTY")
    if utf16_length(text.text) > LONGEST_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
