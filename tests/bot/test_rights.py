"""Who counts as an administrator without being asked for."""

from telegram import Bot, Chat, Message

from bot.rights import may_change
from tests.clocks import MORNING

GROUP = Chat(id=-4001, type="supergroup", title="Ruang Redaksi")
CHANNEL = Chat(id=-1_000_000_000_777, type="channel", title="Kabar Sore")
NOBODY_IS_ASKED = Bot("42:rights", base_url="http://127.0.0.1:9/bot")


def said_by(chat: Chat) -> Message:
    """A message in the group, in the name of a chat."""
    return Message(message_id=7, date=MORNING, chat=GROUP, sender_chat=chat)


async def test_an_administrator_who_writes_in_the_groups_name_is_one() -> None:
    assert await may_change(NOBODY_IS_ASKED, said_by(GROUP), None, pressed=False)


async def test_who_writes_in_a_channels_name_is_none() -> None:
    assert not await may_change(NOBODY_IS_ASKED, said_by(CHANNEL), None, pressed=False)


async def test_a_button_under_an_anonymous_message_gives_nobody_rights() -> None:
    assert not await may_change(NOBODY_IS_ASKED, said_by(GROUP), None, pressed=True)
