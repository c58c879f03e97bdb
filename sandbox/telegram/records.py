"""What Telegram is made of: people, chats, members, threads, files and messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sandbox.telegram.entity import Entity

Json = dict[str, Any]

GENERAL_THREAD = 1


class ChatType(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Status(StrEnum):
    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"

    @property
    def is_admin(self) -> bool:
        return self in (Status.CREATOR, Status.ADMINISTRATOR)

    @property
    def is_inside(self) -> bool:
        return self not in (Status.LEFT, Status.KICKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    id: int
    name: str
    icon_color: int = 7322096
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    id: str
    name: str
    mime: str
    size: int
    size_in_pixels: tuple[int, int] | None = None

    @property
    def is_photo(self) -> bool:
        return self.size_in_pixels is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a message says: text, or a file whose caption is the text."""

    text: str = ""
    entities: tuple[Entity, ...] = ()
    file: StoredFile | None = None
    keyboard: Json | None = None
    link_preview: Json | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    id: int
    chat_id: int
    sender_id: int | None
    date: datetime
    version: int
    content: Content
    reply_keyboard: Json | None = None
    thread_id: int | None = None
    edited_at: datetime | None = None
    reply_to: int | None = None
    silent: bool = False
    protected: bool = False
    service: Mapping[str, Any] = field(default_factory=dict)
    forwarded_from: Json | None = None
    via_bot: bool = False


@dataclass(slots=True, kw_only=True)
class Chat:
    id: int
    type: ChatType
    title: str | None = None
    username: str | None = None
    is_forum: bool = False
    members: dict[int, Status] = field(default_factory=dict)
    threads: dict[int, Thread] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    deleted: dict[int, int] = field(default_factory=dict)
    """Deleted messages and the change at which each went."""
    pinned: list[int] = field(default_factory=list)
    started: bool = False
    blocked: bool = False
    migrated_to: int | None = None
    last_message_id: int = 0
    menu_button: Json | None = None

    def status(self, person_id: int) -> Status:
        return self.members.get(person_id, Status.LEFT)

    @property
    def is_private(self) -> bool:
        return self.type is ChatType.PRIVATE

    @property
    def is_channel(self) -> bool:
        return self.type is ChatType.CHANNEL
