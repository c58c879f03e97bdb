"""Records as the Bot API writes them in JSON."""

from collections.abc import Iterable
from typing import Any

from sandbox.telegram.entity import Entity
from sandbox.telegram.records import GENERAL_THREAD, Chat, ChatType, Json, Message, Person, Status, StoredFile
from sandbox.telegram.world import World

ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_send_welcome_messages",
)  # fmt: skip

PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics", "can_edit_tag",
)  # fmt: skip


def without_blanks(**fields: Any) -> Json:
    """Telegram leaves out what is absent or false."""
    return {name: value for name, value in fields.items() if value is not None and value is not False}


def user_json(person: Person) -> Json:
    return {"is_bot": person.is_bot} | without_blanks(
        id=person.id,
        first_name=person.first_name,
        username=person.username,
        language_code=person.language_code,
    )


def chat_json(world: World, chat: Chat) -> Json:
    if chat.is_private:
        person = world.people[chat.id]
        return without_blanks(
            id=chat.id, type=chat.type.value, first_name=person.first_name, username=person.username
        )
    return without_blanks(
        id=chat.id, type=chat.type.value, title=chat.title, username=chat.username, is_forum=chat.is_forum
    )


def entity_json(world: World, entity: Entity) -> Json:
    user = world.people.get(entity.user_id) if entity.user_id is not None else None
    return without_blanks(
        type=entity.type,
        offset=entity.offset,
        length=entity.length,
        url=entity.url,
        user=user_json(user) if user else None,
        language=entity.language,
        custom_emoji_id=entity.custom_emoji_id,
        unix_time=entity.unix_time,
        date_time_format=entity.date_time_format,
    )


def known_entities(world: World, entities: Iterable[Entity]) -> list[Entity]:
    """A mention of somebody unknown loses its meaning, without an error."""
    return [entity for entity in entities if entity.user_id is None or entity.user_id in world.people]


def member_json(world: World, chat: Chat, person_id: int) -> Json:
    status = chat.status(person_id)
    member: Json = {"status": status.value, "user": user_json(world.people[person_id])}
    if status.is_admin:
        member |= {"is_anonymous": False}
    if status is Status.ADMINISTRATOR:
        member |= {"can_be_edited": False} | administrator_rights(chat.type)
    if status is Status.RESTRICTED:
        member |= {"is_member": True, "until_date": 0} | dict.fromkeys(PERMISSIONS, False)
    if status is Status.KICKED:
        member |= {"until_date": 0}
    return member


def administrator_rights(kind: ChatType) -> Json:
    rights: Json = dict.fromkeys(ADMIN_RIGHTS, True)
    if kind is ChatType.CHANNEL:
        own = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
    else:
        own = ("can_pin_messages", "can_manage_topics", "can_manage_tags")
    return rights | dict.fromkeys(own, True)


def file_json(file: StoredFile) -> Json:
    return {"file_id": file.id, "file_unique_id": file.id[:15], "file_size": file.size}


def message_json(world: World, message: Message, *, with_reply: bool = True) -> Json:
    chat = world.chats[message.chat_id]
    return (
        {"message_id": message.id}
        | _author(world, chat, message)
        | {"date": int(message.date.timestamp()), "chat": chat_json(world, chat)}
        | _place(world, chat, message, with_reply=with_reply)
        | content_json(world, message)
        | dict(message.service)
    )


def _author(world: World, chat: Chat, message: Message) -> Json:
    if message.sender_id is None or chat.is_channel:
        return {"sender_chat": chat_json(world, chat)}
    return {"from": user_json(world.people[message.sender_id])}


def _place(world: World, chat: Chat, message: Message, *, with_reply: bool) -> Json:
    answered = chat.messages.get(message.reply_to) if message.reply_to and with_reply else None
    in_thread = message.thread_id not in (None, GENERAL_THREAD)
    return without_blanks(
        edit_date=int(message.edited_at.timestamp()) if message.edited_at else None,
        message_thread_id=message.thread_id if in_thread else None,
        is_topic_message=in_thread,
        reply_to_message=message_json(world, answered, with_reply=False) if answered else None,
        has_protected_content=message.protected,
        forward_origin=message.forwarded_from,
        via_bot=user_json(world.bot) if message.via_bot else None,
    )


def content_json(world: World, message: Message) -> Json:
    content = message.content
    entities = [entity_json(world, entity) for entity in known_entities(world, content.entities)] or None
    if content.file is None:
        said = without_blanks(
            text=content.text or None, entities=entities, link_preview_options=content.link_preview
        )
    else:
        said = without_blanks(
            **_attachment(content.file), caption=content.text or None, caption_entities=entities
        )
    return said | without_blanks(reply_markup=content.keyboard)


def _attachment(file: StoredFile) -> Json:
    if file.size_in_pixels is not None:
        width, height = file.size_in_pixels
        return {"photo": [file_json(file) | {"width": width, "height": height}]}
    return {"document": file_json(file) | {"file_name": file.name, "mime_type": file.mime}}
