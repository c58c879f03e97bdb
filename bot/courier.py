"""The courier: sends a message, and turns Telegram's answer into a receipt."""

from dataclasses import replace

from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.errors import NotDone
from bot.keyboards import keyboard
from bot.no_place import has_no_place, has_no_thread
from bot.patience import pause_of
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
from news.text import shorten

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_REASON_LENGTH = 200


class Courier:
    """Sends deliveries through `bot`, one request each."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, delivery: Delivery, *, language: Language) -> Receipt:
        """How sending ended; whatever Telegram answers is a receipt, never an exception."""
        # Several of these errors are kinds of one another: the order decides.
        try:
            return Sent(await self._send(delivery, language))
        except RetryAfter as error:
            return SlowDown(pause_of(error))
        except ChatMigrated as error:
            return Moved(ChatId(error.new_chat_id))
        except Forbidden as error:
            return Unreachable(_reason(error))
        except BadRequest as error:
            return await self._refused(delivery, error, language)
        except NotDone as error:
            return Trouble(_reason(error))
        except InvalidToken:  # the library's text holds the token
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

    async def _send(self, delivery: Delivery, language: Language) -> int:
        message = delivery.message
        sent = await self._bot.send_message(
            delivery.chat_id,
            _marked(message.html, language) if delivery.repeat else message.html,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(message.buttons),
            message_thread_id=message.thread,
            link_preview_options=_NO_PREVIEW,
        )
        return sent.message_id

    async def _refused(self, delivery: Delivery, error: BadRequest, language: Language) -> Receipt:
        if delivery.message.thread is not None and has_no_thread(error):
            # A thread that was shut or deleted must not cost the chat its news.
            whole = replace(delivery, message=replace(delivery.message, thread=None))
            return await self.send(whole, language=language)
        return Unreachable(_reason(error)) if has_no_place(error) else Refused(_reason(error))


def _marked(html: str, language: Language) -> str:
    return f"{Texts(language).html('digest-repeat')}\n\n{html}"


def _reason(error: TelegramError) -> str:
    return shorten(error.message, _REASON_LENGTH)
