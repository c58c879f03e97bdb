"""Refusals that mean that the bot may not write there: Telegram gives some of them as 400, not as 403."""

from telegram.error import BadRequest

_THREAD_SHUT = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")

_NO_PLACE = (
    "chat not found",
    "chat_id_invalid",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
    "chat_restricted",
    "chat_admin_required",
    "channel_private",
    "group chat was deactivated",
    "have no rights to send a message",
    "need administrator rights",
    "not enough rights",
    "peer_id_invalid",
    "user_is_blocked",
    "user_is_deactivated",
    *_THREAD_SHUT,
)


def has_no_place(error: BadRequest) -> bool:
    """Whether the chat, or a right to write in it, is missing."""
    return _says(error, _NO_PLACE)


def has_no_thread(error: BadRequest) -> bool:
    """Whether it is the forum thread that is shut or gone."""
    return _says(error, _THREAD_SHUT)


def _says(error: BadRequest, phrases: tuple[str, ...]) -> bool:
    said = error.message.lower()  # the library capitalises what Telegram says
    return any(phrase in said for phrase in phrases)
