"""What scripts and the chat page read: the state of the world, and what stands in a chat."""

from sandbox.telegram.keyboard import kind_of, rows_of
from sandbox.telegram.profile import CommandKey
from sandbox.telegram.records import Chat, Json, Message, Person, StoredFile
from sandbox.telegram.rendering import render_html
from sandbox.telegram.wire import entity_json, known_entities
from sandbox.telegram.world import World


def state(world: World) -> Json:
    people = [person for person in world.people.values() if not person.is_bot]
    return {
        "clock": world.clock.now().isoformat(),
        "version": world.version,
        "bot": _bot(world),
        "people": [_person(person) for person in people],
        "chats": [_chat(world, chat) for chat in world.chats.values() if chat.migrated_to is None],
        "last_update_id": world.updates.last_id,
    }


def message_shown(world: World, message: Message) -> Json:
    content = message.content
    entities = known_entities(world, content.entities)
    buttons = rows_of(content.keyboard or message.reply_keyboard)
    return {
        "message_id": message.id,
        "version": message.version,
        "from": message.sender_id,
        "from_name": _author_name(world, message),
        "date": message.date.isoformat(),
        "text": content.text,
        "entities": [entity_json(world, entity) for entity in entities],
        "html": render_html(content.text, entities),
        "buttons": [[button["text"] for button in row] for row in buttons],
        "button_details": [[_button(button) for button in row] for row in buttons],
        "reply_keyboard": message.reply_keyboard,
        "thread": message.thread_id,
        "edited": message.edited_at is not None,
        "file": _file(content.file) if content.file else None,
        "reply_to": message.reply_to,
        "silent": message.silent,
        "via": world.bot.username if message.via_bot else None,
        "service": dict(message.service) or None,
    }


def _bot(world: World) -> Json:
    return {
        "id": world.bot.id,
        "username": world.bot.username,
        "first_name": world.bot.first_name,
        "inline_mode": world.profile.inline_mode,
        "commands": {_scope_name(key): commands for key, commands in world.profile.commands.items()},
    }


def _scope_name(key: CommandKey) -> str:
    """`default`, `all_private_chats:en`, `chat/42`, `chat_member/42/7:id`."""
    scope, chat, user, language = key
    place = "/".join(str(part) for part in (scope, chat, user) if part is not None)
    return f"{place}:{language}" if language else place


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "first_name": person.first_name,
        "username": person.username,
        "language_code": person.language_code,
    }


def _chat(world: World, chat: Chat) -> Json:
    threads = [
        {"id": thread.id, "name": thread.name, "closed": thread.closed} for thread in chat.threads.values()
    ]
    shown: Json = {
        "id": chat.id,
        "type": chat.type.value,
        "title": chat.title or world.people[chat.id].first_name,
        "is_forum": chat.is_forum,
        "username": chat.username,
        "members": [{"id": person, "status": status.value} for person, status in chat.members.items()],
        "threads": threads,
        "pinned": list(chat.pinned),
    }
    if chat.is_private:
        shown |= {"with": chat.id, "started": chat.started, "blocked": chat.blocked}
    return shown


def _author_name(world: World, message: Message) -> str:
    if message.sender_id is None:
        return world.chats[message.chat_id].title or ""
    return world.people[message.sender_id].first_name


def _button(button: Json) -> Json:
    kind = kind_of(button)
    return {"text": button["text"], "kind": kind, "value": button.get(kind)}


def _file(file: StoredFile) -> Json:
    return {
        "name": file.name,
        "size": file.size,
        "mime": file.mime,
        "url": f"/sandbox/files/{file.id}",
    }
