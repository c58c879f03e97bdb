"""Buttons under a message and in place of the keyboard: what Telegram accepts, and what it says otherwise."""

from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.telegram.errors import bad_request, malformed_parameter
from sandbox.telegram.fields import Fields
from sandbox.telegram.links import checked_link, why_no_link
from sandbox.telegram.records import Json

MOST_BUTTONS = 100
MOST_DATA = 64
MOST_COPIED = 256

INLINE_KINDS = (
    "callback_data",
    "url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "web_app",
    "login_url",
    "callback_game",
    "pay",
    "disabled",
)
REPLY_KINDS = (
    "request_chat",
    "request_users",
    "request_contact",
    "request_location",
    "request_poll",
    "web_app",
)
STYLES = ("danger", "success", "primary")


def inline_keyboard(markup: Json | None) -> Json | None:
    """The checked keyboard as messages carry it; None when there is none or it is empty."""
    if markup is None or "inline_keyboard" not in markup:
        return None
    rows = _rows(markup, "inline_keyboard")
    for button in (button for row in rows for button in row):
        _check_inline_button(Fields(button, "inline keyboard button"))
    _check_count(rows)
    filled = [row for row in rows if row]
    return {"inline_keyboard": filled} if filled else None


def reply_keyboard(markup: Json | None) -> Json | None:
    """A keyboard, its removal or a forced reply; None when the markup is none of these."""
    if markup is None or "inline_keyboard" in markup:
        return None
    fields = Fields(markup)
    fields.check_flags("selective", "force_reply", "remove_keyboard")
    if "keyboard" in markup:
        fields.check_flags("resize_keyboard", "one_time_keyboard", "is_persistent")
        rows = [[_reply_button(button) for button in row] for row in _rows(markup, "keyboard")]
        _check_count(rows)
        return markup | {"keyboard": rows}
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return markup
    raise malformed_parameter("reply_markup", "a keyboard")


def find_button(keyboard: Json | None, text: str) -> Json | None:
    buttons = (button for row in rows_of(keyboard) for button in row)
    return next((button for button in buttons if button["text"] == text), None)


def rows_of(keyboard: Json | None) -> list[list[Json]]:
    if keyboard is None:
        return []
    rows: list[list[Json]] = keyboard.get("inline_keyboard") or keyboard.get("keyboard") or []
    return rows


def kind_of(button: Mapping[str, Any]) -> str:
    """What a button does, in the Bot API's word; a plain reply button says its text."""
    return next((kind for kind in (*INLINE_KINDS, *REPLY_KINDS) if kind in button), "text")


def _rows(markup: Json, name: str) -> list[list[Any]]:
    rows = Fields(markup).items(name)
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" must be an Array of Arrays')
    return rows


def _check_count(rows: Iterable[list[Json]]) -> None:
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")


def _reply_button(raw: Any) -> Json:
    if isinstance(raw, str):
        raw = {"text": raw}
    button = Fields(raw, "keyboard button")
    if not button.text("text").strip():
        raise bad_request("keyboard button text must be non-empty")
    button.check_flags("request_contact", "request_location")
    if "request_chat" in raw:
        request = button.inner("request_chat")
        request.integer("request_id")
        request.check_flags("chat_is_channel", "chat_is_forum", "chat_has_username", "bot_is_member")
    return dict(raw)


def _check_inline_button(button: Fields) -> None:
    if not button.text("text").strip():
        raise bad_request("inline keyboard button text must be non-empty")
    kinds = [kind for kind in INLINE_KINDS if button.raw.get(kind) not in (None, "", False)]
    kinds += [kind for kind in INLINE_KINDS if kind.startswith("switch") and button.raw.get(kind) == ""]
    if len(kinds) != 1:
        raise button.refusal("Text buttons are unallowed in the inline keyboard")
    if button.text("style", "primary") not in STYLES:
        raise button.refusal("Invalid button style specified")
    _check_action(button, kinds[0])


def _check_action(button: Fields, kind: str) -> None:
    match kind:
        case "callback_data":
            if len(button.text(kind).encode()) > MOST_DATA:
                raise bad_request("BUTTON_DATA_INVALID")
        case "url":
            _check_url(button.text(kind))
        case "copy_text":
            if not 1 <= len(button.inner(kind).text("text")) <= MOST_COPIED:
                raise bad_request("BUTTON_COPY_TEXT_INVALID")
        case "web_app":
            _check_web_app(button.inner(kind).text("url"))
        case "login_url":
            raise bad_request("BOT_DOMAIN_INVALID")
        case "pay" | "callback_game":
            raise bad_request("BUTTON_TYPE_INVALID")
        case "switch_inline_query" | "switch_inline_query_current_chat":
            button.text(kind)
        case _:
            button.inner(kind)


def _check_url(url: str) -> None:
    if checked_link(url) is None:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {why_no_link(url)}")


def _check_web_app(url: str) -> None:
    if not url.lower().startswith("https://"):
        raise bad_request(
            f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
        )
