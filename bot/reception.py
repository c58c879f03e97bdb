"""The reception: takes what Telegram brings, lets the right handler answer it, and words what goes wrong."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any

from telegram import (
    Bot,
    CallbackQuery,
    ChatMemberUpdated,
    MaybeInaccessibleMessage,
    Message,
    MessageEntity,
    Update,
    User,
)
from telegram.error import TelegramError
from telegram.ext import CallbackContext

from bot.asked import HandleAsked, answer_asked
from bot.desk import Desk
from bot.meeting import meet
from bot.mishaps import confess, logged, surviving
from bot.refusals import worded
from bot.texts import Texts, language_of
from bot.turn import Handle, Turn
from news import message as ours
from news.errors import UserError
from news.text import plain, shorten
from storage.errors import DatabaseTrouble

Context = CallbackContext[Any, Any, Any, Any]
Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]

_PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 15.0)
"""Seconds, as long as a database may take to start again."""

LONGEST_NOTE = 200
"""Characters that Telegram shows over a chat after a button was pressed."""


class Reception:
    """Makes a turn of every update, for handlers that work at `desk`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def messages(self, handle: Handle) -> Callback:
        """Lets `handle` answer what people write."""

        async def answer(update: Update, context: Context) -> None:
            said = update.message
            if said is not None:
                turn = await self._turn(context.bot, said, said.from_user, argument=_argument(said))
                await self._written(turn, handle)

        return answer

    def presses(self, handles: Mapping[str, Handle], *, otherwise: Handle) -> Callback:
        """Lets the handler named by the verb of a button answer the press."""

        async def answer(update: Update, context: Context) -> None:
            query = update.callback_query
            if query is not None and query.message is not None:
                verb, _, argument = (query.data or "").partition(":")
                said, person = query.message, query.from_user
                turn = await self._turn(context.bot, said, person, argument=argument, pressed=True)
                await self._pressed(turn, query, handles.get(verb, otherwise))
            elif query is not None:  # under what somebody sent inline, into a chat that is not ours
                await _note(query, None, alert=False)

        return answer

    def inline(self, handle: HandleAsked) -> Callback:
        """Lets `handle` answer what people type behind our name in any chat."""

        async def answer(update: Update, context: Context) -> None:
            if (query := update.inline_query) is not None:
                await answer_asked(self._desk, context.bot, query, handle)

        return answer

    def memberships(self, handle: Callable[[Desk, Bot, ChatMemberUpdated], Awaitable[None]]) -> Callback:
        """Lets `handle` take note of what became of the bot in a chat."""

        async def answer(update: Update, context: Context) -> None:
            if (change := update.my_chat_member) is not None:
                await self._insist(lambda: handle(self._desk, context.bot, change))

        return answer

    def moves(self, handle: Callable[[Desk, Message], Awaitable[None]]) -> Callback:
        """Lets `handle` take note of a group that got another id."""

        async def answer(update: Update, context: Context) -> None:
            if (said := update.message) is not None:
                await self._insist(lambda: handle(self._desk, said))

        return answer

    async def on_error(self, update: object, context: Context) -> None:
        """What went wrong before there was a turn: as a rule, the database."""
        code = logged("an update could not be taken", context.error)
        if not isinstance(update, Update):
            return
        if update.callback_query:
            await _note(update.callback_query, None, alert=False)
        if update.effective_chat and (update.message or update.callback_query):
            person = update.effective_user
            texts = Texts(language_of(person.language_code if person else None))
            await confess(context.bot, update.effective_chat.id, texts, code)

    async def _turn(
        self,
        bot: Bot,
        said: MaybeInaccessibleMessage,
        person: User | None,
        *,
        argument: str,
        pressed: bool = False,
    ) -> Turn:
        now = self._desk.clock.now()
        chat, _ = await meet(self._desk.db, said.chat, person, now=now)
        return Turn(
            desk=self._desk,
            bot=bot,
            chat=chat,
            person=person,
            said=said,
            argument=argument,
            pressed=pressed,
            now=now,
        )

    async def _insist(self, note: Callable[[], Awaitable[None]]) -> None:
        """Take note of what Telegram says once only, although the database may be away for a minute."""
        for pause in _PAUSES:
            with suppress(DatabaseTrouble):
                return await note()
            await self._desk.clock.sleep(pause)
        return await note()

    async def _written(self, turn: Turn, handle: Handle) -> None:
        async with surviving(turn):
            try:
                await handle(turn)
            except UserError as error:
                await turn.reply(ours.Message(html=worded(error, turn.texts)))

    async def _pressed(self, turn: Turn, query: CallbackQuery, handle: Handle) -> None:
        async with surviving(turn):
            note, alert = None, False
            try:
                note = await handle(turn)
            except UserError as error:
                note, alert = plain(worded(error, turn.texts)), True
            finally:
                await _note(query, note, alert=alert)


async def _note(query: CallbackQuery, note: str | None, *, alert: bool) -> None:
    with suppress(TelegramError):  # as a rule too late: Telegram waits for this answer a few seconds only
        await query.answer(shorten(note, LONGEST_NOTE) if note else None, show_alert=alert)


def _argument(said: Message) -> str:
    """What follows the command; of a message without one, all of it."""
    text = said.text or ""
    command = next((entity for entity in said.entities if entity.type == MessageEntity.BOT_COMMAND), None)
    return text[command.length :].strip() if command and command.offset == 0 else text.strip()
