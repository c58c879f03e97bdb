"""Entities that a call gives instead of a parse mode, checked as Telegram does."""

from typing import Any

from sandbox.telegram.entity import Entity
from sandbox.telegram.errors import bad_request
from sandbox.telegram.fields import Fields, object_list
from sandbox.telegram.links import checked_link, mentioned_user, why_no_link

FARTHEST = 1_000_000

FOUND_BY_TELEGRAM = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bank_card_number",
        "media_timestamp",
    }
)
"""Accepted and forgotten: Telegram finds these itself."""

PLAIN = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "code",
        "blockquote",
        "expandable_blockquote",
    }
)


def given_entities(raw: Any) -> tuple[Entity, ...]:
    """Raises the refusal of the first entity that is not one."""
    read = (_entity(fields) for fields in object_list(raw, "MessageEntity"))
    return tuple(entity for entity in read if entity is not None and entity.length > 0)


def _entity(fields: Fields) -> Entity | None:
    offset, length = fields.integer("offset"), fields.integer("length")
    for name, number in (("offset", offset), ("length", length)):
        if not 0 <= number <= FARTHEST:
            raise bad_request(f"receive an entity with incorrect {name} {number}")
    kind = fields.text("type")
    if kind in FOUND_BY_TELEGRAM:
        return None
    if kind in PLAIN:
        return Entity(type=kind, offset=offset, length=length)
    return _with_detail(fields, kind, offset, length)


def _with_detail(fields: Fields, kind: str, offset: int, length: int) -> Entity:
    match kind:
        case "pre":
            language = fields.text("language", "") or None
            return Entity(type=kind, offset=offset, length=length, language=language)
        case "text_link":
            return _link(fields.text("url"), offset, length)
        case "text_mention":
            user_id = fields.inner("user").integer("id")
            return Entity(type=kind, offset=offset, length=length, user_id=user_id)
        case "custom_emoji":
            emoji = str(fields.integer("custom_emoji_id"))
            return Entity(type=kind, offset=offset, length=length, custom_emoji_id=emoji)
        case "date_time":
            layout = fields.text("date_time_format", "") or None
            moment = fields.integer("unix_time")
            return Entity(type=kind, offset=offset, length=length, unix_time=moment, date_time_format=layout)
        case _:
            raise fields.refusal("Unsupported type specified")


def _link(url: str, offset: int, length: int) -> Entity:
    if user_id := mentioned_user(url):
        return Entity(type="text_mention", offset=offset, length=length, user_id=user_id)
    link = checked_link(url)
    if link is None:
        raise bad_request(f"entity URL '{url}' is invalid: {why_no_link(url)}")
    return Entity(type="text_link", offset=offset, length=length, url=link)
