"""One turn of a conversation: what a person wrote or pressed, and the means to answer it."""

import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from telegram import Bot, MaybeInaccessibleMessage, MessageEntity, User
from telegram import Message as Said
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.desk import Desk
from bot.keyboards import Rows
from bot.refusals import AdministratorsOnly, StaleButton
from bot.rights import may_change
from bot.saying import Voice
from bot.texts import Texts
from news.chat import Chat, ChatType
from news.message import Message

_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a handler gets. `said` is the person's message, or the one of ours whose button was `pressed`;
    `argument` is what follows the command, or the button's verb."""

    desk: Desk
    bot: Bot
    chat: Chat
    person: User | None
    said: MaybeInaccessibleMessage
    argument: str
    pressed: bool
    now: datetime

    @property
    def texts(self) -> Texts:
        return Texts(self.chat.language)

    @property
    def private(self) -> bool:
        return self.chat.type is ChatType.PRIVATE

    @property
    def thread(self) -> int | None:
        """The forum thread in which this happens."""
        if isinstance(self.said, Said) and self.said.is_topic_message:
            return self.said.message_thread_id
        return None

    @property
    def command(self) -> str:
        """The command that the person wrote, without its slash and our name."""
        return self._first_word.removeprefix("/").partition("@")[0]

    @property
    def addressed(self) -> bool:
        """Whether the command names us."""
        return self._first_word.lower().endswith(f"@{self.bot.username}".lower())

    @property
    def number(self) -> int:
        """The argument of a button that carries a number. Raises StaleButton."""
        if not _NUMBER.fullmatch(self.argument):
            raise StaleButton
        return int(self.argument)

    def marked(self, kind: str) -> str:
        """The first text of our message that is marked as `kind` of entity. Raises StaleButton.

        What does not fit into a button stands in the message above it, so it outlives any restart.
        """
        return self._all_marked(kind)[0]

    @property
    def quoted(self) -> str:
        """The query that our message shows."""
        return self.marked(MessageEntity.CODE)

    @property
    def suggested(self) -> str:
        """The query with the button's number that our message suggests below its own. Raises StaleButton."""
        queries, number = self._all_marked(MessageEntity.CODE), self.number
        if number + 1 >= len(queries):
            raise StaleButton
        return queries[number + 1]

    def _all_marked(self, kind: str) -> list[str]:
        found = self.said.parse_entities([kind]) if isinstance(self.said, Said) else {}
        if not found:
            raise StaleButton
        return [found[entity] for entity in sorted(found, key=lambda entity: entity.offset)]

    @property
    def _voice(self) -> Voice:
        return Voice(self.bot, self.desk.clock, self.desk.pacing)

    @property
    def _first_word(self) -> str:
        written = self.said.text if isinstance(self.said, Said) else None
        return next(iter((written or "").split(maxsplit=1)), "")

    async def require_administrator(self) -> None:
        """Raises AdministratorsOnly where this person may not change the chat's settings."""
        if not await may_change(self.bot, self.said, self.person, pressed=self.pressed):
            raise AdministratorsOnly

    async def reply(self, message: Message, *, quoting: bool = False) -> None:
        """Write a new message; with `quoting` as an answer to what the person wrote."""
        answering = self.said.message_id if quoting else None
        await self._voice.write(self.chat.id, message, thread=self.thread, answering=answering)

    async def send_file(self, name: str, content: bytes, caption: Message) -> None:
        """Send a file of that name with a caption."""
        await self._voice.send_file(self.chat.id, name, content, caption, thread=self.thread)

    async def show(self, message: Message) -> None:
        """Put the message where the pressed button was; to a command, answer with it."""
        if self.pressed and await self._voice.change(self.chat.id, self.said.message_id, message):
            return
        await self.reply(message)

    async def rekey(self, buttons: Rows) -> None:
        """Change the buttons of the message whose button was pressed."""
        await self._voice.change_buttons(self.chat.id, self.said.message_id, buttons)

    async def typing(self) -> None:
        """Show that an answer is being written."""
        with suppress(TelegramError):  # a courtesy: it is the answer that counts, and meets the same trouble
            await self.bot.send_chat_action(self.chat.id, ChatAction.TYPING, message_thread_id=self.thread)


Handle = Callable[[Turn], Awaitable[str | None]]
"""Answers a turn; what it returns is shown for a moment over the chat when a button was pressed."""
