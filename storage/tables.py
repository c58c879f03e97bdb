"""The tables. Their history is in `storage/migrations`; a test holds both equal."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives only INTEGER primary keys their own numbers.
_Id = BigInteger().with_variant(Integer, "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware datetime, always handed out in UTC; SQLite keeps it without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


class OutletColumns(TypedColumns):
    id = Column(_Id, primary_key=True)
    name: Named[str] = Column(Text, unique=True)
    region: Named[str] = Column(String(16))


class FeedColumns(TypedColumns):
    id = Column(_Id, primary_key=True)
    url: Named[str] = Column(Text, unique=True)
    outlet_id: Named[int] = Column(_Id, ForeignKey("outlets.id"))
    interval_seconds: Named[int]
    failures: Named[int]
    etag: Named[str] = Column(Text)
    modified: Named[str] = Column(Text)
    next_poll_at: Named[datetime] = Column(Instant, index=True)
    leased_until: Named[datetime | None] = Column(Instant)
    last_polled_at: Named[datetime | None] = Column(Instant)
    reason: Named[str] = Column(Text)


class StoryColumns(TypedColumns):
    id = Column(_Id, primary_key=True)
    first_seen_at: Named[datetime] = Column(Instant)
    last_seen_at: Named[datetime] = Column(Instant, index=True)


class ItemColumns(TypedColumns):
    id = Column(_Id, primary_key=True)
    feed_id: Named[int | None] = Column(_Id, ForeignKey("feeds.id", ondelete="SET NULL"), index=True)
    outlet_id: Named[int] = Column(_Id, ForeignKey("outlets.id"))
    story_id: Named[int | None] = Column(_Id, ForeignKey("stories.id"), index=True)
    url: Named[str] = Column(Text)
    link: Named[str] = Column(Text, index=True)
    title: Named[str] = Column(Text)
    lead: Named[str] = Column(Text)
    place: Named[str] = Column(Text, server_default=text("''"))
    published_at: Named[datetime] = Column(Instant)
    first_seen_at: Named[datetime] = Column(Instant, index=True)


class ChatColumns(TypedColumns):
    id: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    type: Named[str] = Column(String(16))
    title: Named[str] = Column(Text)
    language: Named[str] = Column(String(8))
    times: Named[str] = Column(String(64))
    weekdays: Named[str] = Column(String(7))
    zone: Named[str] = Column(String(64))
    next_digest_at: Named[datetime] = Column(Instant, index=True)
    covered_until: Named[datetime] = Column(Instant)
    unreachable_since: Named[datetime | None] = Column(Instant)
    created_at: Named[datetime] = Column(Instant)


def _of_chat(**options: Any) -> Column[int]:
    # A group that becomes a supergroup changes its id: ON UPDATE CASCADE changes it everywhere at once.
    link = ForeignKey("chats.id", onupdate="CASCADE", ondelete="CASCADE")
    return Column(BigInteger, link, nullable=False, **options)


class TopicColumns(TypedColumns):
    id = Column(_Id, primary_key=True)
    chat_id: Named[int] = _of_chat()
    name: Named[str] = Column(Text)
    query: Named[str] = Column(Text)
    thread: Named[int | None]
    created_at: Named[datetime] = Column(Instant)


class DigestColumns(TypedColumns):
    id = Column(_Id, primary_key=True)
    chat_id: Named[int] = _of_chat()
    slot: Named[datetime] = Column(Instant)
    composed_at: Named[datetime] = Column(Instant)


class ToldColumns(TypedColumns):
    chat_id: Named[int] = _of_chat(primary_key=True)
    story_id: Named[int] = Column(
        _Id, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    digest_id: Named[int] = Column(_Id, ForeignKey("digests.id", ondelete="CASCADE"), index=True)
    topic_id: Named[int | None] = Column(_Id, ForeignKey("topics.id", ondelete="SET NULL"), index=True)
    position: Named[int]


class DeliveryColumns(TypedColumns):
    id = Column(_Id, primary_key=True)
    digest_id: Named[int] = Column(_Id, ForeignKey("digests.id", ondelete="CASCADE"), index=True)
    chat_id: Named[int] = _of_chat()
    html: Named[str] = Column(Text)
    buttons: Named[list[list[dict[str, str]]]] = Column(JSON)
    thread: Named[int | None]
    state: Named[str] = Column(String(16))
    attempts: Named[int]
    repeat: Named[bool] = Column(Boolean)
    created_at: Named[datetime] = Column(Instant)
    due_at: Named[datetime] = Column(Instant)
    leased_until: Named[datetime | None] = Column(Instant)
    reason: Named[str] = Column(Text)
    message_id: Named[int | None] = Column(BigInteger)


outlets = Table("outlets", metadata, OutletColumns)
feeds = Table("feeds", metadata, FeedColumns)
stories = Table("stories", metadata, StoryColumns)
items = Table("items", metadata, ItemColumns, UniqueConstraint("outlet_id", "link"))
chats = Table("chats", metadata, ChatColumns)
topics = Table("topics", metadata, TopicColumns, UniqueConstraint("chat_id", "name"))
digests = Table("digests", metadata, DigestColumns, UniqueConstraint("chat_id", "slot"))
told = Table("told", metadata, ToldColumns)
deliveries = Table("deliveries", metadata, DeliveryColumns)

Index("ix_deliveries_chat_id_id", deliveries.c.chat_id, deliveries.c.id)
_OPEN = text("state IN ('pending', 'sending')")
Index("ix_deliveries_open", deliveries.c.due_at, sqlite_where=_OPEN, postgresql_where=_OPEN)
_UNGROUPED = text("story_id IS NULL")
Index("ix_items_ungrouped", items.c.id, sqlite_where=_UNGROUPED, postgresql_where=_UNGROUPED)
