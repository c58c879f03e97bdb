"""Who may change a chat's settings: in a group its administrators, in a private chat the person."""

from telegram import Bot, ChatMember, MaybeInaccessibleMessage, Message, User
from telegram.constants import ChatType
from telegram.error import BadRequest

_ADMINISTRATORS = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})


async def may_change(bot: Bot, said: MaybeInaccessibleMessage, person: User | None, *, pressed: bool) -> bool:
    """Whether the one who wrote `said`, or pressed a button under it, may change the chat's settings."""
    if said.chat.type == ChatType.PRIVATE:
        return True
    if not pressed and _is_anonymous_administrator(said):
        return True
    return person is not None and await _is_administrator(bot, said.chat.id, person.id)


def _is_anonymous_administrator(said: MaybeInaccessibleMessage) -> bool:
    """Administrators who hide behind their group write in its name."""
    return isinstance(said, Message) and said.sender_chat is not None and said.sender_chat.id == said.chat.id


async def _is_administrator(bot: Bot, chat_id: int, person_id: int) -> bool:
    try:
        member = await bot.get_chat_member(chat_id, person_id)
    except BadRequest:  # Telegram does not know the person there
        return False
    return member.status in _ADMINISTRATORS
