"""The tables of chats: what they follow, what they were told, and what is on its way to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    false,
    text,
    true,
)

from storage.instant import Instant
from storage.metadata import EMPTY, Id, metadata


class ChatColumns(TypedColumns):
    id: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    type: Named[str] = Column(String(16))
    title: Named[str] = Column(Text)
    language: Named[str] = Column(String(8))
    times: Named[str] = Column(String(64))
    weekdays: Named[str] = Column(String(7))
    zone: Named[str] = Column(String(64))
    quiet_hours: Named[str] = Column(String(11), server_default=EMPTY)
    on_holidays: Named[bool] = Column(Boolean, server_default=true())
    silent_without_news: Named[bool] = Column(Boolean, server_default=false())
    next_digest_at: Named[datetime] = Column(Instant, index=True)
    covered_until: Named[datetime] = Column(Instant)
    unreachable_since: Named[datetime | None] = Column(Instant)
    asleep_from: Named[datetime | None] = Column(Instant)
    created_at: Named[datetime] = Column(Instant)


def _of_chat(**options: Any) -> Column[int]:
    # A group that becomes a supergroup changes its id: ON UPDATE CASCADE changes it everywhere at once.
    link = ForeignKey("chats.id", onupdate="CASCADE", ondelete="CASCADE")
    return Column(BigInteger, link, nullable=False, **options)


class TopicColumns(TypedColumns):
    id = Column(Id, primary_key=True)
    chat_id: Named[int] = _of_chat()
    name: Named[str] = Column(Text)
    query: Named[str] = Column(Text)
    thread: Named[int | None]
    created_at: Named[datetime] = Column(Instant)


class DigestColumns(TypedColumns):
    id = Column(Id, primary_key=True)
    chat_id: Named[int] = _of_chat()
    slot: Named[datetime] = Column(Instant)
    composed_at: Named[datetime] = Column(Instant, index=True)
    since: Named[datetime | None] = Column(Instant)  # none for those written before it was remembered


class ToldColumns(TypedColumns):
    chat_id: Named[int] = _of_chat(primary_key=True)
    story_id: Named[int] = Column(
        Id, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    digest_id: Named[int] = Column(
        Id, ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    topic_id: Named[int | None] = Column(Id, ForeignKey("topics.id", ondelete="SET NULL"), index=True)
    position: Named[int]
    voices: Named[int]


class DeliveryColumns(TypedColumns):
    id = Column(Id, primary_key=True)
    digest_id: Named[int] = Column(Id, ForeignKey("digests.id", ondelete="CASCADE"), index=True)
    chat_id: Named[int] = _of_chat()
    html: Named[str] = Column(Text)
    buttons: Named[list[list[dict[str, str]]]] = Column(JSON)
    thread: Named[int | None]
    stories: Named[list[int] | None] = Column(JSON)  # as `digests.since`
    state: Named[str] = Column(String(16))
    attempts: Named[int]
    doubts: Named[int]
    due_at: Named[datetime] = Column(Instant)
    ready_at: Named[datetime] = Column(Instant)
    reason: Named[str] = Column(Text)
    message_id: Named[int | None] = Column(BigInteger)


class PaceColumns(TypedColumns):
    name: Named[str] = Column(Text, primary_key=True)
    next_at: Named[datetime] = Column(Instant)
    replies_until: Named[datetime] = Column(Instant)
    rate: Named[float] = Column(Double)
    halted_until: Named[datetime] = Column(Instant)
    refused_at: Named[datetime] = Column(Instant)
    refused_chat: Named[int] = Column(BigInteger)


class ChatPaceColumns(TypedColumns):
    chat_id: Named[int] = _of_chat(primary_key=True, autoincrement=False)
    writable_at: Named[datetime] = Column(Instant)


chats = Table("chats", metadata, ChatColumns)
topics = Table("topics", metadata, TopicColumns, UniqueConstraint("chat_id", "name"))
digests = Table("digests", metadata, DigestColumns, UniqueConstraint("chat_id", "slot"))
told = Table("told", metadata, ToldColumns)
deliveries = Table("deliveries", metadata, DeliveryColumns)
paces = Table("paces", metadata, PaceColumns)
chat_paces = Table("chat_paces", metadata, ChatPaceColumns)

Index("ix_deliveries_chat_id_id", deliveries.c.chat_id, deliveries.c.id)
_OPEN = text("state IN ('pending', 'sending')")
for name, column in (("due", deliveries.c.due_at), ("open", deliveries.c.chat_id)):
    Index(f"ix_deliveries_{name}", column, deliveries.c.id, sqlite_where=_OPEN, postgresql_where=_OPEN)
