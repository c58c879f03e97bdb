"""Threads of a forum and the service messages that tell of them."""

from dataclasses import replace

from sandbox.telegram.records import Chat, Content, Json, Thread
from sandbox.telegram.world import World


def open_thread(world: World, chat: Chat, name: str, *, sender_id: int, icon_color: int = 7322096) -> Thread:
    """A thread's id is that of the message that tells of its beginning."""
    thread = Thread(id=chat.last_message_id + 1, name=name, icon_color=icon_color)
    chat.threads[thread.id] = thread
    service = {"forum_topic_created": {"name": name, "icon_color": icon_color}}
    world.post(chat, Content(), sender_id=sender_id, thread_id=thread.id, service=service)
    return thread


def set_closed(world: World, chat: Chat, thread: Thread, *, closed: bool) -> None:
    chat.threads[thread.id] = replace(thread, closed=closed)
    announce(world, chat, thread, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})


def announce(world: World, chat: Chat, thread: Thread, service: Json) -> None:
    world.post(chat, Content(), sender_id=world.bot.id, thread_id=thread.id, service=service)
