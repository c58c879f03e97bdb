"""What the bot gets to see: everything in private chats, and in groups what privacy mode lets through."""

from sandbox.telegram.records import ChatType, Message
from sandbox.telegram.wire import message_json
from sandbox.telegram.world import World


def tell_bot(world: World, message: Message) -> None:
    if not _is_visible(world, message):
        return
    kind = "channel_post" if world.chats[message.chat_id].is_channel else "message"
    world.updates.add(kind, message_json(world, message))


def _is_visible(world: World, message: Message) -> bool:
    chat = world.chats[message.chat_id]
    status = chat.status(world.bot.id)
    if chat.type is ChatType.PRIVATE:
        return not chat.blocked
    if chat.type is ChatType.CHANNEL or status.is_admin:
        return status.is_admin
    return status.is_inside and (bool(message.service) or _is_meant_for_bot(world, message))


def _is_meant_for_bot(world: World, message: Message) -> bool:
    """Privacy mode: commands, replies to the bot, mentions of it, and what was sent by way of it."""
    chat = world.chats[message.chat_id]
    answered = chat.messages.get(message.reply_to) if message.reply_to else None
    if message.via_bot or (answered is not None and answered.sender_id == world.bot.id):
        return True
    text, name = message.content.text, f"@{world.bot.username}".lower()
    if text.startswith("/"):
        command = text.split(maxsplit=1)[0].lower()
        return "@" not in command or command.endswith(name)
    return name in text.lower()
