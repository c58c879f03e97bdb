"""Sending, copying and forwarding messages; saying that the bot is typing; reacting."""

from sandbox.telegram.call import Call
from sandbox.telegram.composing import delivery, read_caption, text_content
from sandbox.telegram.errors import bad_request
from sandbox.telegram.fields import object_list
from sandbox.telegram.keyboard import inline_keyboard
from sandbox.telegram.records import GENERAL_THREAD, Chat, Content, Json, Message
from sandbox.telegram.rights import chat_to_write, inside_chat, thread_to_write
from sandbox.telegram.wire import chat_json, message_json, user_json
from sandbox.telegram.world import World

ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip
REACTIONS = frozenset(
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 🌚 🌭 💯 🤣 "
    "⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 "
    "🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷 😡".split()
)


def send_message(world: World, call: Call) -> Json:
    content = text_content(call)
    return post(world, call, chat_to_write(world, call.text("chat_id")), content)


def post(world: World, call: Call, chat: Chat, content: Content, **details: Json | None) -> Json:
    """Puts the content into the chat as the call wishes and answers with the message."""
    how = delivery(call, chat)
    wanted = call.integer("message_thread_id") or _thread_of(chat, how["reply_to"])
    thread_id = thread_to_write(world, chat, wanted)
    message = world.post(chat, content, sender_id=world.bot.id, thread_id=thread_id, **how, **details)
    return message_json(world, message)


def send_chat_action(world: World, call: Call) -> bool:
    chat = chat_to_write(world, call.text("chat_id"))
    thread_to_write(world, chat, call.integer("message_thread_id"))
    if call.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def copy_message(world: World, call: Call) -> Json:
    chat = chat_to_write(world, call.text("chat_id"))
    original = _original(world, call, "copy")
    content = original.content
    if content.file and "caption" in call.parameters:
        caption = read_caption(call)
        content = Content(text=caption.text, entities=caption.entities, file=content.file)
    copied = Content(
        text=content.text,
        entities=content.entities,
        file=content.file,
        keyboard=inline_keyboard(call.json("reply_markup")),
        link_preview=content.link_preview,
    )
    return {"message_id": post(world, call, chat, copied)["message_id"]}


def forward_message(world: World, call: Call) -> Json:
    chat = chat_to_write(world, call.text("chat_id"))
    original = _original(world, call, "forward")
    if original.protected:
        raise bad_request("message can't be forwarded")
    content = Content(
        text=original.content.text, entities=original.content.entities, file=original.content.file
    )
    return post(world, call, chat, content, forwarded_from=_origin(world, original))


def set_message_reaction(world: World, call: Call) -> bool:
    chat = inside_chat(world, call.text("chat_id"))
    if call.integer("message_id") not in chat.messages:
        raise bad_request("message to react not found")
    for reaction in object_list(call.json("reaction"), "ReactionType"):
        if reaction.text("type") != "emoji" or reaction.text("emoji") not in REACTIONS:
            raise bad_request("REACTION_INVALID")
    return True


def _thread_of(chat: Chat, message_id: int | None) -> int:
    """A reply goes where its original stands; 0 is no thread, or the General one."""
    thread_id = chat.messages[message_id].thread_id if message_id else None
    return thread_id if thread_id and thread_id != GENERAL_THREAD else 0


def _original(world: World, call: Call, what: str) -> Message:
    chat = inside_chat(world, call.text("from_chat_id"))
    message = chat.messages.get(call.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {what} not found")
    if message.service:
        raise bad_request(f"message can't be {'copied' if what == 'copy' else 'forwarded'}")
    return message


def _origin(world: World, message: Message) -> Json:
    date = int(message.date.timestamp())
    chat = world.chats[message.chat_id]
    if message.sender_id is None or chat.is_channel:
        return {"type": "channel", "date": date, "chat": chat_json(world, chat), "message_id": message.id}
    return {"type": "user", "date": date, "sender_user": user_json(world.people[message.sender_id])}
