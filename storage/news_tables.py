"""The tables of news: where it comes from, what came, and which events it tells."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    false,
    text,
)

from storage.instant import Instant
from storage.metadata import EMPTY, ZERO, Id, Letters, metadata


class OutletColumns(TypedColumns):
    id = Column(Id, primary_key=True)
    name: Named[str] = Column(Text, unique=True)
    region: Named[str] = Column(String(16))


class HostColumns(TypedColumns):
    name: Named[str] = Column(Text, primary_key=True)
    due_at: Named[datetime | None] = Column(Instant, index=True)
    free_at: Named[datetime] = Column(Instant)


class FeedColumns(TypedColumns):
    id = Column(Id, primary_key=True)
    url: Named[str] = Column(Text, unique=True)
    location: Named[str] = Column(Text, server_default=EMPTY, index=True)
    host: Named[str] = Column(Text, server_default=EMPTY)
    outlet_id: Named[int] = Column(Id, ForeignKey("outlets.id"))
    interval_seconds: Named[int]
    strikes: Named[float] = Column(Double, server_default=ZERO)
    polls: Named[int] = Column(Integer, server_default=ZERO)
    etag: Named[str] = Column(Text)
    modified: Named[str] = Column(Text)
    body_hash: Named[str] = Column(Text, server_default=EMPTY)
    body_read_at: Named[datetime | None] = Column(Instant)
    deceptive: Named[bool] = Column(Boolean, server_default=false())
    marks: Named[bytes] = Column(LargeBinary, server_default=EMPTY)
    newest_at: Named[datetime | None] = Column(Instant)
    longest_pause_seconds: Named[int] = Column(Integer, server_default=ZERO)
    wish_seconds: Named[int] = Column(Integer, server_default=ZERO)
    skip_hours: Named[int] = Column(Integer, server_default=ZERO)
    skip_days: Named[int] = Column(Integer, server_default=ZERO)
    next_poll_at: Named[datetime] = Column(Instant)
    last_polled_at: Named[datetime | None] = Column(Instant)
    answered_at: Named[datetime | None] = Column(Instant)
    gone_at: Named[datetime | None] = Column(Instant)
    reason: Named[str] = Column(Text)
    failure: Named[str] = Column(String(16), server_default=EMPTY)
    told_broken: Named[bool] = Column(Boolean, server_default=false())
    full_text: Named[bool] = Column(Boolean, server_default=false())


class RemovedFeedColumns(TypedColumns):
    url: Named[str] = Column(Text, primary_key=True)


class PollColumns(TypedColumns):
    feed_id: Named[int] = Column(Id, ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True)
    turn: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    at: Named[datetime] = Column(Instant)
    seconds: Named[float] = Column(Double)
    status: Named[int]
    size: Named[int]
    listed: Named[int]
    new: Named[int]
    reason: Named[str] = Column(Text)


class SubscriptionColumns(TypedColumns):
    feed_id: Named[int] = Column(Id, ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True)
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
    id = Column(Id, primary_key=True)
    first_seen_at: Named[datetime] = Column(Instant)
    last_seen_at: Named[datetime] = Column(Instant, index=True)
    merged_into: Named[int | None] = Column(Id, ForeignKey("stories.id"), index=True)


class KeptApartColumns(TypedColumns):
    story_id: Named[int] = Column(Id, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    other_id: Named[int] = Column(
        Id, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class TurnColumns(TypedColumns):
    name: Named[str] = Column(Text, primary_key=True)
    turn: Named[int]
    held_until: Named[datetime | None] = Column(Instant)


class ItemColumns(TypedColumns):
    id = Column(Id, primary_key=True)
    feed_id: Named[int | None] = Column(Id, ForeignKey("feeds.id", ondelete="SET NULL"))
    outlet_id: Named[int] = Column(Id, ForeignKey("outlets.id"))
    story_id: Named[int | None] = Column(Id, ForeignKey("stories.id"), index=True)
    url: Named[str] = Column(Text)
    link: Named[str] = Column(Text, index=True)
    guid: Named[str] = Column(Text, server_default=EMPTY)
    title: Named[str] = Column(Text)
    lead: Named[str] = Column(Text)
    place: Named[str] = Column(Text, server_default=EMPTY)
    regions: Named[str] = Column(Text, server_default=EMPTY)
    concepts: Named[str] = Column(Text, server_default=EMPTY)
    copy_of: Named[int | None] = Column(Id, ForeignKey("items.id"))
    published_at: Named[datetime] = Column(Instant, index=True)
    first_seen_at: Named[datetime] = Column(Instant, index=True)
    body: Named[str] = Column(Text, server_default=EMPTY)
    page_due_at: Named[datetime | None] = Column(Instant)
    page_attempts: Named[int] = Column(Integer, server_default=ZERO)


class FullTextColumns(TypedColumns):
    item_id: Named[int] = Column(Id, ForeignKey("items.id", ondelete="CASCADE"), primary_key=True)
    shingles: Named[bytes] = Column(LargeBinary)
    waits: Named[bool] = Column(Boolean)


class TextKeyColumns(TypedColumns):
    key: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    item_id: Named[int] = Column(
        Id, ForeignKey("full_texts.item_id", ondelete="CASCADE"), primary_key=True, index=True
    )


class WordIndexColumns(TypedColumns):
    id = Column(Id, primary_key=True)
    analyser: Named[int]
    next_analyser: Named[int]
    rebuilt_to: Named[int] = Column(BigInteger)


class HeadlineColumns(TypedColumns):
    item_id: Named[int] = Column(Id, ForeignKey("items.id", ondelete="CASCADE"), primary_key=True)
    title: Named[str] = Column(Text, primary_key=True)
    replaced_at: Named[datetime] = Column(Instant)


class VocabularyColumns(TypedColumns):
    word: Named[str] = Column(Letters, primary_key=True)
    said_by: Named[int]
    last_seen: Named[int]
    sound: Named[str] = Column(Letters, server_default=EMPTY)


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
word_index = Table("word_index", metadata, WordIndexColumns)
headlines = Table("headlines", metadata, HeadlineColumns)
vocabulary = Table("vocabulary", metadata, VocabularyColumns, sqlite_with_rowid=False)

_POLLED = text("gone_at IS NULL")
Index(
    "ix_feeds_polled", feeds.c.host, feeds.c.next_poll_at, sqlite_where=_POLLED, postgresql_where=_POLLED
)  # fmt: skip
Index("ix_headlines_replaced_at", headlines.c.replaced_at)
Index("ix_items_feed_id_guid", items.c.feed_id, items.c.guid)
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
_HEARD, _UNHEARD = text("sound <> ''"), text("said_by >= 3 AND sound = ''")
_RARE = text("said_by < 3")
Index("ix_vocabulary_sound", vocabulary.c.sound, sqlite_where=_HEARD, postgresql_where=_HEARD)
Index("ix_vocabulary_unheard", vocabulary.c.word, sqlite_where=_UNHEARD, postgresql_where=_UNHEARD)
Index("ix_vocabulary_rare", vocabulary.c.last_seen, sqlite_where=_RARE, postgresql_where=_RARE)
Index("ix_vocabulary_last_seen", vocabulary.c.last_seen)
