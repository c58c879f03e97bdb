"""Changing and deleting messages."""

from dataclasses import replace
from datetime import timedelta

from sandbox.telegram.call import Call
from sandbox.telegram.composing import read_caption, text_content
from sandbox.telegram.errors import (
    TelegramError,
    bad_request,
    malformed_parameter,
    missing_parameter,
    not_modified,
)
from sandbox.telegram.keyboard import inline_keyboard
from sandbox.telegram.records import Chat, Content, Json, Message
from sandbox.telegram.rights import bot_is_admin, inside_chat, own_message
from sandbox.telegram.wire import message_json
from sandbox.telegram.world import World

DELETABLE_FOR = timedelta(hours=48)
MOST_DELETED = 100


def edit_message_text(world: World, call: Call) -> Json:
    message = _message_to_edit(world, call)
    content = text_content(call)
    if message.content.file is not None:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, message, content)


def edit_message_caption(world: World, call: Call) -> Json:
    message = _message_to_edit(world, call)
    caption = read_caption(call)
    if message.content.file is None:
        raise bad_request("there is no caption in the message to edit")
    keyboard = inline_keyboard(call.json("reply_markup"))
    content = replace(message.content, text=caption.text, entities=caption.entities, keyboard=keyboard)
    return _edit(world, message, content)


def edit_message_reply_markup(world: World, call: Call) -> Json:
    message = _message_to_edit(world, call)
    keyboard = inline_keyboard(call.json("reply_markup"))
    if keyboard == message.content.keyboard:
        raise not_modified()
    return message_json(
        world, world.edit(message, replace(message.content, keyboard=keyboard), visibly=False)
    )


def delete_message(world: World, call: Call) -> bool:
    chat = inside_chat(world, call.text("chat_id"))
    message = chat.messages.get(call.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if refusal := _why_not_delete(world, chat, message):
        raise refusal
    world.delete(message)
    return True


def delete_messages(world: World, call: Call) -> bool:
    """Those that cannot be deleted are skipped, as Telegram does."""
    chat = inside_chat(world, call.text("chat_id"))
    message_ids = call.json("message_ids")
    if not all(isinstance(message_id, int) for message_id in message_ids):
        raise malformed_parameter("message_ids", "Array of Integer")
    if not 1 <= len(message_ids) <= MOST_DELETED:
        raise bad_request("wrong number of message identifiers specified")
    for message_id in message_ids:
        message = chat.messages.get(message_id)
        if message and not _why_not_delete(world, chat, message):
            world.delete(message)
    return True


def _message_to_edit(world: World, call: Call) -> Message:
    if call.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    if not call.integer("message_id"):
        raise missing_parameter("message_id")
    if "inline_keyboard" not in (call.json("reply_markup") or {"inline_keyboard": []}):
        raise bad_request("inline keyboard expected")
    return own_message(world, inside_chat(world, call.text("chat_id")), call.integer("message_id"))


def _edit(world: World, message: Message, content: Content) -> Json:
    if content == message.content:
        raise not_modified()
    return message_json(world, world.edit(message, content))


def _why_not_delete(world: World, chat: Chat, message: Message) -> TelegramError | None:
    may_delete_any = bot_is_admin(world, chat)
    if message.sender_id != world.bot.id and not chat.is_private and not may_delete_any:
        return bad_request("message can't be deleted")
    if not may_delete_any and world.clock.now() - message.date > DELETABLE_FOR:
        return bad_request("message can't be deleted for everyone")
    return None
