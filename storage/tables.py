"""The tables. Their history is in `storage/migrations`; a test holds both equal."""

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
    Integer,
    LargeBinary,
    MetaData,
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

_EMPTY, _ZERO = text("''"), text("0")


class OutletColumns(TypedColumns):
    id = Column(_Id, primary_key=True)
    name: Named[str] = Column(Text, unique=True)
    region: Named[str] = Column(String(16))


class HostColumns(TypedColumns):
    name: Named[str] = Column(Text, primary_key=True)
    due_at: Named[datetime | None] = Column(Instant, index=True)
    free_at: Named[datetime] = Column(Instant)


class FeedColumns(TypedColumns):
    id = Column(_Id, primary_key=True)
    url: Named[str] = Column(Text, unique=True)
    location: Named[str] = Column(Text, server_default=_EMPTY, index=True)
    host: Named[str] = Column(Text, server_default=_EMPTY)
    outlet_id: Named[int] = Column(_Id, ForeignKey("outlets.id"))
    interval_seconds: Named[int]
    strikes: Named[float] = Column(Double, server_default=_ZERO)
    polls: Named[int] = Column(Integer, server_default=_ZERO)
    etag: Named[str] = Column(Text)
    modified: Named[str] = Column(Text)
    body_hash: Named[str] = Column(Text, server_default=_EMPTY)
    body_read_at: Named[datetime | None] = Column(Instant)
    deceptive: Named[bool] = Column(Boolean, server_default=false())
    marks: Named[bytes] = Column(LargeBinary, server_default=_EMPTY)
    newest_at: Named[datetime | None] = Column(Instant)
    longest_pause_seconds: Named[int] = Column(Integer, server_default=_ZERO)
    wish_seconds: Named[int] = Column(Integer, server_default=_ZERO)
    skip_hours: Named[int] = Column(Integer, server_default=_ZERO)
    skip_days: Named[int] = Column(Integer, server_default=_ZERO)
    next_poll_at: Named[datetime] = Column(Instant)
    last_polled_at: Named[datetime | None] = Column(Instant)
    answered_at: Named[datetime | None] = Column(Instant)
    gone_at: Named[datetime | None] = Column(Instant)
    reason: Named[str] = Column(Text)
    failure: Named[str] = Column(String(16), server_default=_EMPTY)
    told_broken: Named[bool] = Column(Boolean, server_default=false())
    full_text: Named[bool] = Column(Boolean, server_default=false())


class RemovedFeedColumns(TypedColumns):
    url: Named[str] = Column(Text, primary_key=True)


class PollColumns(TypedColumns):
    feed_id: Named[int] = Column(_Id, ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True)
    turn: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    at: Named[datetime] = Column(Instant)
    seconds: Named[float] = Column(Double)
    status: Named[int]
    size: Named[int]
    listed: Named[int]
    new: Named[int]
    reason: Named[str] = Column(Text)


class SubscriptionColumns(TypedColumns):
    feed_id: Named[int] = Column(_Id, ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True)
    hub: Named[str] = Column(Text)
    topic: Named[str] = Column(Text)
    host: Named[str] = Column(Text)
    state: Named[str] = Column(String(16))
    base: Named[str] = Column(Text)
    token: Named[str | None] = Column(Text, unique=True)
    secret: Named[str] = Column(Text)
    method: Named[str] = Column(String(8))
    attempts: Named[int]
    next_attempt_at: Named[datetime] = Column(Instant, index=True)
    verified_at: Named[datetime | None] = Column(Instant)
    lease_until: Named[datetime | None] = Column(Instant)
    pushed_at: Named[datetime | None] = Column(Instant)
    missed_at: Named[datetime | None] = Column(Instant)
    reason: Named[str] = Column(Text)


class StoryColumns(TypedColumns):
    id = Column(_Id, primary_key=True)
    first_seen_at: Named[datetime] = Column(Instant)
    last_seen_at: Named[datetime] = Column(Instant, index=True)
    merged_into: Named[int | None] = Column(_Id, ForeignKey("stories.id"), index=True)


class KeptApartColumns(TypedColumns):
    story_id: Named[int] = Column(_Id, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    other_id: Named[int] = Column(
        _Id, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class TurnColumns(TypedColumns):
    name: Named[str] = Column(Text, primary_key=True)
    turn: Named[int]
    held_until: Named[datetime | None] = Column(Instant)


class ItemColumns(TypedColumns):
    id = Column(_Id, primary_key=True)
    feed_id: Named[int | None] = Column(_Id, ForeignKey("feeds.id", ondelete="SET NULL"))
    outlet_id: Named[int] = Column(_Id, ForeignKey("outlets.id"))
    story_id: Named[int | None] = Column(_Id, ForeignKey("stories.id"), index=True)
    url: Named[str] = Column(Text)
    link: Named[str] = Column(Text, index=True)
    guid: Named[str] = Column(Text, server_default=_EMPTY)
    title: Named[str] = Column(Text)
    lead: Named[str] = Column(Text)
    place: Named[str] = Column(Text, server_default=_EMPTY)
    regions: Named[str] = Column(Text, server_default=_EMPTY)
    concepts: Named[str] = Column(Text, server_default=_EMPTY)
    copy_of: Named[int | None] = Column(_Id, ForeignKey("items.id"))
    published_at: Named[datetime] = Column(Instant, index=True)
    first_seen_at: Named[datetime] = Column(Instant, index=True)
    body: Named[str] = Column(Text, server_default=_EMPTY)
    page_due_at: Named[datetime | None] = Column(Instant)
    page_attempts: Named[int] = Column(Integer, server_default=_ZERO)


class FullTextColumns(TypedColumns):
    item_id: Named[int] = Column(_Id, ForeignKey("items.id", ondelete="CASCADE"), primary_key=True)
    shingles: Named[bytes] = Column(LargeBinary)
    waits: Named[bool] = Column(Boolean)


class TextKeyColumns(TypedColumns):
    key: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    item_id: Named[int] = Column(
        _Id, ForeignKey("full_texts.item_id", ondelete="CASCADE"), primary_key=True, index=True
    )


class HeadlineColumns(TypedColumns):
    item_id: Named[int] = Column(_Id, ForeignKey("items.id", ondelete="CASCADE"), primary_key=True)
    title: Named[str] = Column(Text, primary_key=True)
    replaced_at: Named[datetime] = Column(Instant)


class ChatColumns(TypedColumns):
    id: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    type: Named[str] = Column(String(16))
    title: Named[str] = Column(Text)
    language: Named[str] = Column(String(8))
    times: Named[str] = Column(String(64))
    weekdays: Named[str] = Column(String(7))
    zone: Named[str] = Column(String(64))
    quiet_hours: Named[str] = Column(String(11), server_default=_EMPTY)
    on_holidays: Named[bool] = Column(Boolean, server_default=true())
    silent_without_news: Named[bool] = Column(Boolean, server_default=false())
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
    digest_id: Named[int] = Column(
        _Id, ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    topic_id: Named[int | None] = Column(_Id, ForeignKey("topics.id", ondelete="SET NULL"), index=True)
    position: Named[int]
    voices: Named[int]


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
hosts = Table("hosts", metadata, HostColumns)
feeds = Table("feeds", metadata, FeedColumns)
removed_feeds = Table("removed_feeds", metadata, RemovedFeedColumns)
polls = Table("polls", metadata, PollColumns)
subscriptions = Table("subscriptions", metadata, SubscriptionColumns)
stories = Table("stories", metadata, StoryColumns)
kept_apart = Table("kept_apart", metadata, KeptApartColumns)
turns = Table("turns", metadata, TurnColumns)
items = Table("items", metadata, ItemColumns, UniqueConstraint("outlet_id", "link"))
full_texts = Table("full_texts", metadata, FullTextColumns)
text_keys = Table("text_keys", metadata, TextKeyColumns)
headlines = Table("headlines", metadata, HeadlineColumns)
chats = Table("chats", metadata, ChatColumns)
topics = Table("topics", metadata, TopicColumns, UniqueConstraint("chat_id", "name"))
digests = Table("digests", metadata, DigestColumns, UniqueConstraint("chat_id", "slot"))
told = Table("told", metadata, ToldColumns)
deliveries = Table("deliveries", metadata, DeliveryColumns)

_POLLED = text("gone_at IS NULL")
Index(
    "ix_feeds_polled", feeds.c.host, feeds.c.next_poll_at, sqlite_where=_POLLED, postgresql_where=_POLLED
)  # fmt: skip
Index("ix_headlines_replaced_at", headlines.c.replaced_at)
Index("ix_items_feed_id_guid", items.c.feed_id, items.c.guid)
Index("ix_deliveries_chat_id_id", deliveries.c.chat_id, deliveries.c.id)
_OPEN = text("state IN ('pending', 'sending')")
Index("ix_deliveries_open", deliveries.c.due_at, sqlite_where=_OPEN, postgresql_where=_OPEN)
_UNGROUPED = text("story_id IS NULL")
Index(
    "ix_items_ungrouped",
    items.c.published_at,
    items.c.id,
    sqlite_where=_UNGROUPED,
    postgresql_where=_UNGROUPED,
)
_COPY = text("copy_of IS NOT NULL")
Index("ix_items_copy_of", items.c.copy_of, sqlite_where=_COPY, postgresql_where=_COPY)
Index(
    "ix_full_texts_waits",
    full_texts.c.item_id,
    sqlite_where=text("waits = 1"),  # as conditions are written there
    postgresql_where=text("waits"),
)
_DUE = text("page_due_at IS NOT NULL")
Index("ix_items_page_due", items.c.feed_id, items.c.page_due_at, sqlite_where=_DUE, postgresql_where=_DUE)
