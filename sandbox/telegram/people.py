"""What people do: write and press buttons."""

from typing import Any

from sandbox.telegram.composing import LONGEST_TEXT
from sandbox.telegram.entity import FormattedText, utf16_length
from sandbox.telegram.errors import TelegramError
from sandbox.telegram.formatting import settle
from sandbox.telegram.keyboard import find_button, kind_of
from sandbox.telegram.membership import set_blocked
from sandbox.telegram.records import GENERAL_THREAD, Chat, Content, Json, Message, Person, Status
from sandbox.telegram.telling import tell_bot
from sandbox.telegram.wire import message_json, user_json, without_blanks
from sandbox.telegram.world import World


class Impossible(Exception):
    """What a person cannot do in Telegram; says why in one line."""


def write(
    world: World,
    chat: Chat,
    person: Person,
    text: str,
    *,
    thread_id: int | None = None,
    reply_to: int | None = None,
) -> Message:
    """The person's message, shown in the chat and told to the bot where it may see it."""
    if reply_to is not None and reply_to not in chat.messages:
        raise Impossible(f"there is no message {reply_to} in chat {chat.id}")
    if thread_id is None and reply_to is not None:
        thread_id = chat.messages[reply_to].thread_id
    return say(world, chat, person, _said(text), thread_id=thread_id, reply_to=reply_to)


def say(
    world: World, chat: Chat, person: Person, content: Content, *, thread_id: int | None, **details: Any
) -> Message:
    """The content as the person's message; `details` are further fields of it."""
    thread = _thread_to_write(chat, person, thread_id)
    _begin(world, chat, content.text)
    sender_id = None if chat.is_channel else person.id
    message = world.post(chat, content, sender_id=sender_id, thread_id=thread, **details)
    tell_bot(world, message)
    return message


async def press(
    world: World,
    chat: Chat,
    person: Person,
    message_id: int,
    text: str,
    *,
    shared: int | None,
    timeout: float,
) -> Json:
    """What the press leads to: the bot's answer, or what the button holds."""
    message = chat.messages.get(message_id)
    if message is None or not chat.status(person.id).is_inside:
        raise Impossible(f"there is no message {message_id} that {person.first_name} sees in chat {chat.id}")
    button = find_button(message.content.keyboard, text) or find_button(message.reply_keyboard, text)
    if button is None:
        raise Impossible(f"message {message_id} has no button {text!r}")
    kind = kind_of(button)
    match kind:
        case "callback_data":
            return await _press_callback(world, message, person, button["callback_data"], timeout)
        case "text":
            return {"message_id": write(world, chat, person, text, thread_id=message.thread_id).id}
        case "request_chat":
            return {"message_id": _share_chat(world, chat, person, button["request_chat"], shared).id}
        case _:
            return {kind: button[kind]}


async def _press_callback(world: World, message: Message, person: Person, data: str, timeout: float) -> Json:
    question = world.questions.ask()
    world.updates.add(
        "callback_query",
        {
            "id": question.id,
            "from": user_json(person),
            "message": message_json(world, message),
            "chat_instance": str(abs(message.chat_id)),
            "data": data,
        },
    )
    answer = await world.questions.wait_for_answer(question, timeout)
    if answer is None:
        return {"answer": None, "timed_out": True}
    return {"answer": answer}


def _share_chat(world: World, chat: Chat, person: Person, request: Json, shared: int | None) -> Message:
    """The person picks a chat for the bot: the named one, or the first that fits."""
    fitting = [other for other in world.chats.values() if _fits(world, other, person, request)]
    picked = next((other for other in fitting if shared is None or other.id == shared), None)
    if picked is None:
        raise Impossible("there is no such chat that the person could share")
    service = without_blanks(
        request_id=request.get("request_id"),
        chat_id=picked.id,
        title=picked.title if request.get("request_title") else None,
        username=picked.username if request.get("request_username") else None,
    )
    message = world.post(chat, Content(), sender_id=person.id, service={"chat_shared": service})
    tell_bot(world, message)
    return message


def _fits(world: World, chat: Chat, person: Person, request: Json) -> bool:
    """A requirement that is left out lets every chat through."""
    if chat.is_private or chat.migrated_to is not None:
        return False
    wanted: dict[str, Any] = {
        "chat_is_channel": chat.is_channel,
        "chat_is_forum": chat.is_forum,
        "chat_has_username": chat.username is not None,
    }
    if any(request.get(name) not in (None, fact) for name, fact in wanted.items()):
        return False
    if request.get("bot_is_member") and not chat.status(world.bot.id).is_inside:
        return False
    return chat.status(person.id).is_admin


def _thread_to_write(chat: Chat, person: Person, thread_id: int | None) -> int | None:
    status = chat.status(person.id)
    if chat.migrated_to is not None:
        raise Impossible(f"the group is now chat {chat.migrated_to}")
    if not status.is_inside or status is Status.RESTRICTED or (chat.is_channel and not status.is_admin):
        raise Impossible(f"{person.first_name} may not write in chat {chat.id}")
    if not chat.is_forum:
        return None
    thread = chat.threads.get(thread_id or GENERAL_THREAD)
    if thread is None or (thread.closed and not status.is_admin):
        raise Impossible(f"thread {thread_id} is closed or not there")
    return thread.id


def _said(text: str) -> Content:
    try:
        formatted = settle(FormattedText(text=text))
    except TelegramError as error:
        raise Impossible(error.description) from None
    if not 1 <= utf16_length(formatted.text) <= LONGEST_TEXT:
        raise Impossible(f"a text has 1 to {LONGEST_TEXT} characters")
    return Content(text=formatted.text, entities=formatted.entities)


def _begin(world: World, chat: Chat, text: str) -> None:
    """A person starts the bot by writing; one who blocked it, only by /start."""
    if not chat.is_private:
        return
    if chat.blocked and not text.startswith("/start"):
        raise Impossible("the person has blocked the bot; /start takes that back")
    chat.started = True
    set_blocked(world, chat, blocked=False)
