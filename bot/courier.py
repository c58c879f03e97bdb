"""The courier: sends a message, and turns Telegram's answer into a receipt."""

import logging
from dataclasses import replace
from typing import Any

from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.errors import NotDone
from bot.keyboards import keyboard
from bot.no_place import has_no_place, has_no_thread
from bot.packing import MOST_UNITS
from bot.patience import pause_of
from bot.render import as_text
from bot.texts import Texts
from news.chat import Language
from news.delivery import (
    Delivery,
    Moved,
    Receipt,
    Refused,
    Sent,
    SlowDown,
    Trouble,
    Unknown,
    Unreachable,
)
from news.ids import ChatId
from news.message import Message
from news.text import shorten

log = logging.getLogger(__name__)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_REASON_LENGTH = 200


class Courier:
    """Sends deliveries through `bot`, one request each; `paid`: faster than is free of charge."""

    def __init__(self, bot: Bot, *, paid: bool = False) -> None:
        self._bot, self._paid = bot, paid

    async def send(self, delivery: Delivery, *, language: Language) -> Receipt:
        """How sending ended; whatever Telegram answers is a receipt, never an exception.

        A message that Telegram finds wrong is sent once more as plain text, and the operator reads of it.
        """
        return await self._receipt(_marked(delivery, language) if delivery.repeat else delivery)

    async def _receipt(self, delivery: Delivery, *, plain: bool = False) -> Receipt:
        # Several of these errors are kinds of one another: the order decides.
        try:
            return Sent(await self._send(delivery, plain=plain))
        except RetryAfter as error:
            return SlowDown(pause_of(error))
        except ChatMigrated as error:
            return Moved(ChatId(error.new_chat_id))
        except Forbidden as error:
            return Unreachable(_reason(error), left=True)
        except BadRequest as error:
            return await self._refused(delivery, error, plain=plain)
        except NotDone as error:
            return Trouble(_reason(error))
        except (InvalidToken, EndPointNotFound):  # the library's text holds the token
            return Trouble("Telegram refuses the token")
        except NetworkError as error:
            return Unknown(_reason(error))
        except TelegramError as error:
            # An answer that says neither yes nor no, such as the web page of a proxy.
            return Unknown(_reason(error))

    async def tell(self, chat_id: ChatId, text: str) -> bool:
        """Write plain text to the operator; False where that does not succeed."""
        try:
            await self._bot.send_message(chat_id, text, link_preview_options=_NO_PREVIEW)
        except TelegramError:
            return False
        return True

    async def _send(self, delivery: Delivery, *, plain: bool) -> int:
        message = delivery.message
        wanted: dict[str, Any] = (_plain(message) if plain else _formatted(message)) | {
            "chat_id": delivery.chat_id,
            "message_thread_id": message.thread,
            "link_preview_options": _NO_PREVIEW,
            "allow_paid_broadcast": self._paid or None,
        }
        # Of the answer only the id is wanted: the library would make an object of every entity of a digest.
        # Spelled like this, the raw way does not advise its own method.
        sent: dict[str, Any] = await self._bot.do_api_request("send_Message", wanted)
        return int(sent["message_id"])

    async def _refused(self, delivery: Delivery, error: BadRequest, *, plain: bool) -> Receipt:
        message = delivery.message
        if message.thread is not None and has_no_thread(error):
            # A thread that was shut or deleted must not cost the chat its news.
            whole = replace(delivery, message=replace(message, thread=None))
            return await self._receipt(whole, plain=plain)
        if has_no_place(error):
            return Unreachable(_reason(error))
        if plain:
            return Refused(_reason(error))
        log.error(
            "Telegram refuses message %s to chat %s (%s); it goes as plain text: %s",
            delivery.id,
            delivery.chat_id,
            _reason(error),
            message.html,
        )
        return await self._receipt(delivery, plain=True)


def _marked(delivery: Delivery, language: Language) -> Delivery:
    html = f"{Texts(language).html('digest-repeat')}\n\n{delivery.message.html}"
    return replace(delivery, message=replace(delivery.message, html=html))


def _formatted(message: Message) -> dict[str, Any]:
    return {
        "text": message.html,
        "parse_mode": ParseMode.HTML,
        "reply_markup": keyboard(message.buttons),
    }


def _plain(message: Message) -> dict[str, Any]:
    """The words alone: whatever was wrong is not among them."""
    units = as_text(message).encode("utf-16-le", "ignore")[: 2 * MOST_UNITS]
    return {"text": units.decode("utf-16-le", "ignore")}


def _reason(error: TelegramError) -> str:
    return shorten(error.message, _REASON_LENGTH)
