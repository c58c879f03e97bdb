"""Telegram's refusals, each with Telegram's own code and wording."""

from collections.abc import Mapping
from typing import Any


class TelegramError(Exception):
    """A refusal as the Bot API answers it."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(text: str, parameters: Mapping[str, Any] | None = None) -> TelegramError:
    return TelegramError(400, f"Bad Request: {text}", parameters)


def forbidden(text: str) -> TelegramError:
    return TelegramError(403, f"Forbidden: {text}")


def conflict(text: str) -> TelegramError:
    return TelegramError(409, f"Conflict: {text}")


def unauthorized() -> TelegramError:
    return TelegramError(401, "Unauthorized")


def unknown_method() -> TelegramError:
    return TelegramError(404, "Not Found")


def too_many_requests(retry_after: int) -> TelegramError:
    text = f"Too Many Requests: retry after {retry_after}"
    return TelegramError(429, text, {"retry_after": retry_after})


def request_too_large() -> TelegramError:
    return TelegramError(413, "Request Entity Too Large")


def chat_not_found() -> TelegramError:
    return bad_request("chat not found")


def chat_upgraded(new_chat_id: int) -> TelegramError:
    text = "group chat was upgraded to a supergroup chat"
    return bad_request(text, {"migrate_to_chat_id": new_chat_id})


def cannot_parse_entities(reason: str) -> TelegramError:
    return bad_request(f"can't parse entities: {reason}")


def missing_parameter(name: str) -> TelegramError:
    """Telegram words some missing parameters itself; the rest get one sentence that names them."""
    return bad_request(_MISSING.get(name, f'parameter "{name}" is required'))


def malformed_parameter(name: str, expected: str) -> TelegramError:
    return bad_request(_MALFORMED.get(name, f'parameter "{name}" is malformed: {expected} expected'))


def not_modified() -> TelegramError:
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )


def query_too_old() -> TelegramError:
    return bad_request("query is too old and response timeout expired or query ID is invalid")


def another_poll_began() -> TelegramError:
    return conflict("terminated by other getUpdates request; make sure that only one bot instance is running")


def webhook_was_set() -> TelegramError:
    return conflict("terminated by setWebhook request")


def webhook_is_active() -> TelegramError:
    return conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )


_MISSING = {
    "action": "wrong parameter action in request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "chat_id": "chat_id is empty",
    "document": "there is no document in the request",
    "from_chat_id": "chat_id is empty",
    "inline_query_id": "query is too old and response timeout expired or query ID is invalid",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "text": "message text is empty",
    "user_id": "invalid user_id specified",
}

_MALFORMED = {
    "allowed_updates": "can't parse allowed_updates JSON object",
    "caption_entities": "can't parse entities JSON object",
    "commands": "can't parse commands JSON object",
    "entities": "can't parse entities JSON object",
    "link_preview_options": "can't parse link preview options JSON object",
    "menu_button": "can't parse menu button JSON object",
    "message_id": "message identifier is not specified",
    "reply_markup": "can't parse reply keyboard markup JSON object",
    "reply_parameters": "can't parse reply parameters JSON object",
    "results": "can't parse inline query results JSON object",
    "rights": "can't parse chat administrator rights JSON object",
    "scope": "can't parse BotCommandScope JSON object",
    "user_id": "invalid user_id specified",
}
