"""Topics of a forum: opening, renaming, closing and reopening threads."""

from dataclasses import replace

from sandbox.telegram.call import Call
from sandbox.telegram.errors import bad_request
from sandbox.telegram.forum import announce, open_thread, set_closed
from sandbox.telegram.records import GENERAL_THREAD, Chat, Json, Thread
from sandbox.telegram.rights import forum_to_manage, thread_not_found
from sandbox.telegram.world import World

LONGEST_NAME = 128
COLORS = frozenset({7322096, 16766590, 13338331, 9367192, 16749490, 16478047})


def create_forum_topic(world: World, call: Call) -> Json:
    chat = forum_to_manage(world, call.text("chat_id"))
    color = call.integer("icon_color", 7322096)
    if color not in COLORS:
        raise bad_request("TOPIC_ICON_COLOR_INVALID")
    thread = open_thread(world, chat, _checked_name(call), sender_id=world.bot.id, icon_color=color)
    return {"message_thread_id": thread.id, "name": thread.name, "icon_color": thread.icon_color}


def edit_forum_topic(world: World, call: Call) -> bool:
    chat, thread = _thread(world, call)
    if not call.text("name"):
        return True
    name = _checked_name(call)
    if name == thread.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    chat.threads[thread.id] = replace(thread, name=name)
    announce(world, chat, thread, {"forum_topic_edited": {"name": name}})
    return True


def close_forum_topic(world: World, call: Call) -> bool:
    return _set_closed(world, call, closed=True)


def reopen_forum_topic(world: World, call: Call) -> bool:
    return _set_closed(world, call, closed=False)


def _set_closed(world: World, call: Call, *, closed: bool) -> bool:
    chat, thread = _thread(world, call)
    if thread.closed is closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    set_closed(world, chat, thread, closed=closed)
    return True


def _thread(world: World, call: Call) -> tuple[Chat, Thread]:
    chat = forum_to_manage(world, call.text("chat_id"))
    thread = chat.threads.get(call.integer("message_thread_id"))
    if thread is None or thread.id == GENERAL_THREAD:
        raise thread_not_found()
    return chat, thread


def _checked_name(call: Call) -> str:
    name = call.text("name").strip()
    if not name:
        raise bad_request("topic name must be non-empty")
    return name[:LONGEST_NAME]
