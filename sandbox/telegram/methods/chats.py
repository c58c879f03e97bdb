"""Looking at chats and their members, pinning, and leaving."""

from sandbox.telegram.call import Call
from sandbox.telegram.errors import bad_request, forbidden
from sandbox.telegram.membership import change_status
from sandbox.telegram.records import Chat, Content, Json, Message, Status
from sandbox.telegram.rights import bot_is_admin, find_chat, inside_chat
from sandbox.telegram.wire import PERMISSIONS, chat_json, member_json, message_json, without_blanks
from sandbox.telegram.world import World

ACCENT_COLOR = 5
MOST_REACTIONS = 11


def get_chat(world: World, call: Call) -> Json:
    chat = find_chat(world, call.text("chat_id"))
    if not chat.username and not chat.is_private:
        inside_chat(world, call.text("chat_id"))
    pinned = chat.messages.get(chat.pinned[-1]) if chat.pinned else None
    details: Json = {
        "accent_color_id": ACCENT_COLOR,
        "max_reaction_count": MOST_REACTIONS,
        "accepted_gift_types": _no_gifts(),
    }
    if not chat.is_private and not chat.is_channel:
        details |= {"permissions": dict.fromkeys(PERMISSIONS, True)}
    return (
        chat_json(world, chat)
        | details
        | without_blanks(
            active_usernames=[chat.username] if chat.username else None,
            pinned_message=message_json(world, pinned) if pinned else None,
        )
    )


def get_chat_member(world: World, call: Call) -> Json:
    chat = inside_chat(world, call.text("chat_id"))
    person_id = call.integer("user_id")
    if person_id not in world.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if chat.is_channel and not bot_is_admin(world, chat):
        raise bad_request("member list is inaccessible")
    if chat.is_private and person_id not in chat.members:
        raise bad_request("member not found")
    return member_json(world, chat, person_id)


def get_chat_member_count(world: World, call: Call) -> int:
    chat = inside_chat(world, call.text("chat_id"))
    return sum(status.is_inside for status in chat.members.values())


def get_chat_administrators(world: World, call: Call) -> list[Json]:
    chat = inside_chat(world, call.text("chat_id"))
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    if chat.is_channel and not bot_is_admin(world, chat):
        raise bad_request("member list is inaccessible")
    return [member_json(world, chat, person) for person, status in chat.members.items() if status.is_admin]


def leave_chat(world: World, call: Call) -> bool:
    chat = inside_chat(world, call.text("chat_id"))
    if chat.is_private:
        raise forbidden("bot can't leave private chats")
    change_status(world, chat, by=world.bot, whom=world.bot, to=Status.LEFT)
    return True


def pin_chat_message(world: World, call: Call) -> bool:
    chat, message = _message_to_pin(world, call, "pin")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        _say_pinned(world, chat, message, silent=call.flag("disable_notification"))
    return True


def unpin_chat_message(world: World, call: Call) -> bool:
    chat, message = _message_to_pin(world, call, "unpin")
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
        world.change()
    return True


def _message_to_pin(world: World, call: Call, verb: str) -> tuple[Chat, Message]:
    chat = inside_chat(world, call.text("chat_id"))
    if not chat.is_private and not bot_is_admin(world, chat):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    message_id = call.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.messages:
        raise bad_request(f"message to {verb} not found")
    return chat, chat.messages[message_id]


def _say_pinned(world: World, chat: Chat, message: Message, *, silent: bool) -> None:
    service = {"pinned_message": message_json(world, message, with_reply=False)}
    world.post(
        chat, Content(), sender_id=world.bot.id, thread_id=message.thread_id, silent=silent, service=service
    )


def _no_gifts() -> Json:
    kinds = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return dict.fromkeys(kinds, False)
