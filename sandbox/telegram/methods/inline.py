"""Answering pressed buttons and inline queries."""

import re

from sandbox.telegram.call import Call
from sandbox.telegram.composing import LONGEST_TEXT, check_link_preview, read_formatted
from sandbox.telegram.entity import FormattedText, utf16_length
from sandbox.telegram.errors import bad_request
from sandbox.telegram.fields import Fields, object_list
from sandbox.telegram.keyboard import inline_keyboard
from sandbox.telegram.records import Json
from sandbox.telegram.world import World

LONGEST_ANSWER = 200
MOST_RESULTS = 50
LONGEST_ID = 64
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]+")
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
    _check_button(call.json("button"))
    answer = {"results": [result.raw for result in results], "next_offset": next_offset}
    world.questions.answer(call.text("inline_query_id"), answer | {"button": call.json("button")})
    return True


def _check_button(raw: Json | None) -> None:
    if raw is None:
        return
    button = Fields(raw, "inline query results button")
    if not button.text("text"):
        raise button.refusal("Text must be non-empty")
    if "web_app" in button.raw:
        return
    start = button.text("start_parameter")
    if not start:
        raise bad_request("can't use an empty start_parameter")
    if len(start) > LONGEST_ID:
        raise bad_request("too long start parameter specified")
    if not _START_PARAMETER.fullmatch(start):
        raise bad_request("unallowed characters in the start parameter are used")


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
    text = read_message(content)
    if not text.text:
        raise bad_request("MESSAGE_EMPTY")
    if utf16_length(text.text) > LONGEST_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    if preview := content.raw.get("link_preview_options"):
        check_link_preview(Fields(preview))


def read_message(content: Fields) -> FormattedText:
    """The text of an input_message_content."""
    return read_formatted(
        content.text("message_text"), content.text("parse_mode", ""), content.raw.get("entities")
    )
