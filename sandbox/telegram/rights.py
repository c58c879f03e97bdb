"""Which chat a call means, and what the bot may do there."""

from sandbox.telegram.errors import (
    TelegramError,
    bad_request,
    chat_not_found,
    chat_upgraded,
    forbidden,
    missing_parameter,
)
from sandbox.telegram.records import GENERAL_THREAD, Chat, ChatType, Message, Status
from sandbox.telegram.world import World


def find_chat(world: World, name: str) -> Chat:
    """The chat with this id or @username, wherever the bot stands towards it."""
    if not name:
        raise missing_parameter("chat_id")
    chat = world.public_chat(name[1:]) if name.startswith("@") else _by_number(world, name)
    if chat is None:
        raise chat_not_found()
    if chat.migrated_to is not None:
        raise chat_upgraded(chat.migrated_to)
    if chat.is_private and not chat.started and not world.chats_with(chat.id):
        raise chat_not_found()
    return chat


def _by_number(world: World, name: str) -> Chat | None:
    digits = name.removeprefix("-")
    return world.chats.get(int(name)) if digits.isascii() and digits.isdecimal() else None


def inside_chat(world: World, name: str) -> Chat:
    """The chat, when the bot is in it: what reading about it takes."""
    chat = find_chat(world, name)
    if chat.is_private:
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    status = chat.status(world.bot.id)
    if status is Status.KICKED:
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if status is Status.LEFT:
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def chat_to_write(world: World, name: str, *, what: str = "text messages") -> Chat:
    """The chat, when the bot may send `what` there."""
    chat = inside_chat(world, name)
    status = chat.status(world.bot.id)
    if chat.is_private and chat.blocked:
        raise forbidden("bot was blocked by the user")
    if chat.is_channel and not status.is_admin:
        raise bad_request("need administrator rights in the channel chat")
    if status is Status.RESTRICTED:
        raise bad_request(f"not enough rights to send {what} to the chat")
    return chat


def thread_to_write(world: World, chat: Chat, thread_id: int) -> int | None:
    """The thread, when it is open to the bot; 0 means none was named, which is the General one of a forum."""
    if not chat.is_forum:
        if thread_id:
            raise thread_not_found()
        return None
    thread = chat.threads.get(thread_id or GENERAL_THREAD)
    if thread is None or thread_id == GENERAL_THREAD:
        raise thread_not_found()
    if thread.closed and not chat.status(world.bot.id).is_admin:
        raise bad_request("TOPIC_CLOSED")
    return thread.id


def thread_not_found() -> TelegramError:
    return bad_request("message thread not found")


def forum_to_manage(world: World, name: str) -> Chat:
    chat = inside_chat(world, name)
    if chat.type is not ChatType.SUPERGROUP:
        raise bad_request("the chat is not a supergroup")
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not chat.status(world.bot.id).is_admin:
        raise bad_request("not enough rights to create a topic")
    return chat


def own_message(world: World, chat: Chat, message_id: int) -> Message:
    """A message that the bot may edit."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender_id != world.bot.id or message.service:
        raise bad_request("message can't be edited")
    return message


def bot_is_admin(world: World, chat: Chat) -> bool:
    return chat.status(world.bot.id).is_admin
