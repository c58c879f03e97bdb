"""Saying something in a chat: a new message, or a change to one of ours; at Telegram's pace."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram import Bot, InputFile, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, RetryAfter

from bot.desk import Pacing
from bot.keyboards import Rows, keyboard
from bot.patience import pause_of
from news.clock import Clock
from news.ids import ChatId
from news.message import Message

TRIES = 5
LONGEST_PAUSE = timedelta(seconds=30)
"""Longer, and nobody looks at the chat for an answer any more."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_GONE = ("message to edit not found", "message can't be edited")
_UNCHANGED = "message is not modified"


class Voice:
    """What the bot says, through `bot`, by `clock`, when it is its turn."""

    def __init__(self, bot: Bot, clock: Clock, pacing: Pacing) -> None:
        self._bot, self._clock, self._pacing = bot, clock, pacing

    async def write(
        self, chat_id: ChatId, message: Message, *, thread: int | None = None, answering: int | None = None
    ) -> None:
        """A new message in the thread, as an answer to the one with the id `answering`."""
        answered = ReplyParameters(answering, allow_sending_without_reply=True) if answering else None

        async def send() -> None:
            await self._pacing.wait(chat_id)  # each time: who was refused waits for a turn of its own again
            await self._bot.send_message(
                chat_id,
                message.html,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(message.buttons),
                message_thread_id=message.thread or thread,
                link_preview_options=_NO_PREVIEW,
                reply_parameters=answered,
            )

        await self._patiently(chat_id, send)

    async def send_file(
        self, chat_id: ChatId, name: str, content: bytes, caption: Message, *, thread: int | None = None
    ) -> None:
        """A file of that name, below which stands the caption."""

        async def send() -> None:
            await self._pacing.wait(chat_id)
            await self._bot.send_document(
                chat_id,
                InputFile(content, filename=name),
                caption=caption.html,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(caption.buttons),
                message_thread_id=thread,
            )

        await self._patiently(chat_id, send)

    async def change(self, chat_id: ChatId, message_id: int, message: Message) -> bool:
        """Put `message` in the place of one of ours; False where that is gone or too old."""
        return await self._changed(
            chat_id,
            lambda: self._bot.edit_message_text(
                message.html,
                chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(message.buttons),
                link_preview_options=_NO_PREVIEW,
            ),
        )

    async def change_buttons(self, chat_id: ChatId, message_id: int, buttons: Rows) -> bool:
        """Put other buttons under one of our messages; False where that is gone or too old."""
        return await self._changed(
            chat_id,
            lambda: self._bot.edit_message_reply_markup(chat_id, message_id, reply_markup=keyboard(buttons)),
        )

    async def _changed(self, chat_id: ChatId, edit: Callable[[], Awaitable[object]]) -> bool:
        try:
            await self._patiently(chat_id, edit)
        except BadRequest as error:
            said = error.message.lower()  # the library capitalises what Telegram says
            # Two quick taps ask for the same change twice: the second one finds it done.
            if _UNCHANGED not in said and not any(gone in said for gone in _GONE):
                raise
            return _UNCHANGED in said
        return True

    async def _patiently(self, chat_id: ChatId, call: Callable[[], Awaitable[object]]) -> None:
        for _ in range(TRIES - 1):
            try:
                await call()
            except RetryAfter as error:
                pause = pause_of(error)
                await self._pacing.refused(chat_id, pause)
                if pause > LONGEST_PAUSE:
                    raise
                await self._clock.sleep(pause.total_seconds())
            else:
                return
        await call()
