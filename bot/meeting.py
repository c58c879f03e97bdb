"""Meeting a chat: whoever writes to us is remembered, and can be reached."""

from dataclasses import replace
from datetime import datetime

from telegram import Chat as TelegramChat
from telegram import User

from bot.texts import language_of
from news.chat import Chat, ChatType
from news.ids import ChatId
from storage.chats import find_chat, save_chat
from storage.database import Database


async def meet(db: Database, met: TelegramChat, person: User | None, *, now: datetime) -> tuple[Chat, bool]:
    """The chat as we remember it, under its present title; and whether we see it for the first time."""
    async with db.writing() as tx:
        known = await find_chat(tx, ChatId(met.id))
        chat = _renamed(known, met) if known else _new(met, person)
        await save_chat(tx, chat, now=now)
    return chat, known is None


def _renamed(known: Chat, met: TelegramChat) -> Chat:
    return replace(known, type=ChatType(met.type), title=met.effective_name or "")


def _new(met: TelegramChat, person: User | None) -> Chat:
    return Chat(
        id=ChatId(met.id),
        type=ChatType(met.type),
        title=met.effective_name or "",
        language=language_of(person.language_code if person else None),
    )
