"""From a call's parameters to the content of a message: text, entities, buttons, previews, replies."""

from typing import Any

from sandbox.telegram.call import Call
from sandbox.telegram.entity import FormattedText, utf16_length
from sandbox.telegram.errors import bad_request, cannot_parse_entities
from sandbox.telegram.fields import Fields
from sandbox.telegram.formatting import settle
from sandbox.telegram.given import given_entities
from sandbox.telegram.keyboard import inline_keyboard, reply_keyboard
from sandbox.telegram.links import checked_link
from sandbox.telegram.markup import parse_html
from sandbox.telegram.records import Chat, Content, Json, StoredFile
from sandbox.telegram.tags import MarkupError

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_RAW = 32_768


def text_content(call: Call) -> Content:
    if not call.text("text"):
        raise bad_request("message text is empty")
    formatted = read_formatted(call.text("text"), call.text("parse_mode"), call.json("entities"))
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if utf16_length(formatted.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return Content(
        text=formatted.text,
        entities=formatted.entities,
        keyboard=inline_keyboard(call.json("reply_markup")),
        link_preview=link_preview(call),
    )


def file_content(call: Call, file: StoredFile) -> Content:
    caption = read_caption(call)
    return Content(
        text=caption.text,
        entities=caption.entities,
        file=file,
        keyboard=inline_keyboard(call.json("reply_markup")),
    )


def read_caption(call: Call) -> FormattedText:
    formatted = read_formatted(call.text("caption"), call.text("parse_mode"), call.json("caption_entities"))
    if utf16_length(formatted.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return formatted


def read_formatted(text: str, parse_mode: str, entities: Any) -> FormattedText:
    """A parse mode wins over entities, as with Telegram."""
    if len(text.encode("utf-8", "replace")) > LONGEST_RAW:
        raise bad_request("text is too long")
    match parse_mode.lower():
        case "html":
            return settle(_parse(text))
        case "":
            return settle(FormattedText(text=text, entities=given_entities(entities)))
        case "markdown" | "markdownv2":
            raise bad_request("the sandbox reads parse_mode HTML only")
        case _:
            raise bad_request("unsupported parse_mode")


def link_preview(call: Call) -> Json | None:
    raw = call.json("link_preview_options")
    if raw is None:
        return {"is_disabled": True} if call.flag("disable_web_page_preview") else None
    check_link_preview(Fields(raw))
    return dict(raw)


def check_link_preview(options: Fields) -> None:
    """Raises Telegram's refusal of options that are none."""
    options.check_flags("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")
    if "url" in options.raw and checked_link(options.text("url")) is None:
        raise bad_request("WEBPAGE_URL_INVALID")


def delivery(call: Call, chat: Chat) -> dict[str, Any]:
    """How the message is sent: silently, protected, as a reply, with another keyboard."""
    return {
        "silent": call.flag("disable_notification"),
        "protected": call.flag("protect_content"),
        "reply_to": _replied(call, chat),
        "reply_keyboard": reply_keyboard(call.json("reply_markup")),
    }


def _replied(call: Call, chat: Chat) -> int | None:
    raw = call.json("reply_parameters")
    if raw is None:
        message_id, unless_gone = (
            call.integer("reply_to_message_id"),
            call.flag("allow_sending_without_reply"),
        )
    else:
        reply = Fields(raw)
        message_id, unless_gone = reply.integer("message_id"), reply.flag("allow_sending_without_reply")
    if message_id in chat.messages:
        return message_id
    if not message_id or unless_gone:
        return None
    raise bad_request("message to be replied not found")


def _parse(text: str) -> FormattedText:
    try:
        return parse_html(text)
    except MarkupError as error:
        raise cannot_parse_entities(str(error)) from None
