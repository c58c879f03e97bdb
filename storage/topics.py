"""Topics: what each chat follows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, delete, func, insert, select

from news.chat import MOST_TOPICS, Topic
from news.errors import LimitReached
from news.ids import ChatId, TopicId
from storage.database import Transaction
from storage.tables import chats, topics


async def add_topic(
    tx: Transaction, chat_id: ChatId, *, name: str, query: str, thread: int | None, now: datetime
) -> Topic | None:
    """Follow `query` as `name`; None where the chat has a topic of that name or that query already.

    Raises LimitReached at MOST_TOPICS.
    """
    # The chat's row is the lock: two buttons pressed at once cannot pass the limit together.
    await tx.execute(select(chats.c.id).where(chats.c.id == chat_id).with_for_update())
    followed = await chat_topics(tx, chat_id)
    if any(topic.name.casefold() == name.casefold() or topic.query == query for topic in followed):
        return None
    if len(followed) >= MOST_TOPICS:
        raise LimitReached("topics", MOST_TOPICS)
    values = {"chat_id": chat_id, "name": name, "query": query, "thread": thread, "created_at": now}
    topic_id = (await tx.execute(insert(topics).values(**values).returning(topics.c.id))).scalar_one()
    return Topic(id=TopicId(topic_id), chat_id=chat_id, name=name, query=query, thread=thread)


async def chat_topics(tx: Transaction, chat_id: ChatId) -> list[Topic]:
    """The chat's topics in its order."""
    found = await tx.execute(select(topics).where(topics.c.chat_id == chat_id).order_by(topics.c.id))
    return [_topic(row) for row in found.mappings()]


async def topics_of(tx: Transaction, chat_ids: Sequence[ChatId]) -> dict[ChatId, list[Topic]]:
    """The topics of each chat, in its order."""
    found = await tx.execute(select(topics).where(topics.c.chat_id.in_(chat_ids)).order_by(topics.c.id))
    by_chat: dict[ChatId, list[Topic]] = {chat_id: [] for chat_id in chat_ids}
    for row in found.mappings():
        by_chat[ChatId(row[topics.c.chat_id])].append(_topic(row))
    return by_chat


async def find_topic(tx: Transaction, chat_id: ChatId, topic_id: TopicId) -> Topic | None:
    """The topic, if it is that chat's: ids come from buttons, and buttons from anywhere."""
    found = select(topics).where(topics.c.chat_id == chat_id, topics.c.id == topic_id)
    row = (await tx.execute(found)).mappings().first()
    return _topic(row) if row else None


async def forget_topic(tx: Transaction, chat_id: ChatId, topic_id: TopicId) -> Topic | None:
    """Follow it no more; returns what it was, None where that chat has no such topic."""
    topic = await find_topic(tx, chat_id, topic_id)
    if topic:
        await tx.execute(delete(topics).where(topics.c.id == topic_id))
    return topic


async def forget_topics(tx: Transaction, chat_id: ChatId) -> int:
    """Follow nothing more; returns how many topics that were."""
    return (await tx.execute(delete(topics).where(topics.c.chat_id == chat_id))).rowcount


async def count_topics(tx: Transaction, chat_id: ChatId) -> int:
    return await tx.scalar(select(func.count()).where(topics.c.chat_id == chat_id)) or 0


def _topic(row: RowMapping) -> Topic:
    return Topic(
        id=TopicId(row[topics.c.id]),
        chat_id=ChatId(row[topics.c.chat_id]),
        name=row[topics.c.name],
        query=row[topics.c.query],
        thread=row[topics.c.thread],
    )
