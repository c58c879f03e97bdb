"""A chat that we serve, and the topics it follows."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from news.ids import ChatId, TopicId
from news.schedule import Schedule

MOST_TOPICS = 30
LONGEST_NAME = 60


class ChatType(StrEnum):
    """Telegram's kinds of chats."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Language(StrEnum):
    """The languages we speak."""

    INDONESIAN = "id"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat that we serve. `title` is the group's, the channel's or the person's name.

    One that is `silent_without_news` hears nothing of a slot that brings none; others are told so.
    """

    id: ChatId
    type: ChatType
    title: str
    language: Language = Language.INDONESIAN
    schedule: Schedule = field(default_factory=Schedule)
    silent_without_news: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a chat follows: `query` is the canonical text of a query; `thread` a forum thread's id."""

    id: TopicId
    chat_id: ChatId
    name: str
    query: str
    thread: int | None = None


def passing_topic(chat: Chat, query: str, *, name: str = "") -> Topic:
    """A topic that is composed for once and kept nowhere: of the database's ids none is 0."""
    return Topic(id=TopicId(0), chat_id=chat.id, name=name or query, query=query)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueChat:
    """A chat whose `slot` has come; `since` is the end of what its digests covered so far."""

    chat: Chat
    slot: datetime
    since: datetime
