"""Coming and going: the bot is added, blocked, removed or back, and groups move."""

from telegram import Bot, ChatMember, ChatMemberRestricted, ChatMemberUpdated
from telegram import Message as Said
from telegram.constants import ChatType

from bot.desk import Desk
from bot.handlers.welcome import greeting
from bot.meeting import meet
from bot.saying import Voice
from bot.suggestions import offer
from bot.texts import Texts
from bot.upcoming import next_digest
from news.chat import Chat
from news.ids import ChatId
from storage.chats import find_chat, move_chat, save_chat
from storage.reach import lose_chat

_INSIDE = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER})
_GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})


async def change_membership(desk: Desk, bot: Bot, change: ChatMemberUpdated) -> None:
    """Remember where we may write, with everything as it was; greet a group when we first see it."""
    now = desk.clock.now()
    if not _may_write(change.new_chat_member):
        async with desk.db.writing() as tx:
            status = change.new_chat_member.status
            return await lose_chat(
                tx, ChatId(change.chat.id), left=True, reason=f"the bot is {status}", now=now
            )
    chat, new = await meet(desk.db, change.chat, change.from_user, now=now)
    if new and change.chat.type in _GROUPS:
        await _greet(desk, bot, chat)
    return None


async def move_group(desk: Desk, said: Said) -> None:
    """The group has become a supergroup; Telegram says so in both."""
    old = said.migrate_from_chat_id or said.chat.id
    new = ChatId(said.migrate_to_chat_id or said.chat.id)
    async with desk.db.writing() as tx:
        await move_chat(tx, ChatId(old), new)
        # Leaving the old group may have come first and marked the chat as out of reach.
        if chat := await find_chat(tx, new):
            await save_chat(tx, chat, now=desk.clock.now())


async def _greet(desk: Desk, bot: Bot, chat: Chat) -> None:
    async with desk.db.reading() as tx:
        when = await next_digest(tx, chat, now=desk.clock.now())
    greeted = greeting(Texts(chat.language), await offer(desk), when=when)
    await Voice(bot, desk.clock, desk.pacing).write(chat.id, greeted)


def _may_write(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    return member.status in _INSIDE
