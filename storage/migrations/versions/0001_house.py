"""The house: feeds, items, stories, chats, topics, digests, the ledger, deliveries and the word index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_chats()
    _create_outlets()
    _create_stories()
    _create_digests()
    _create_feeds()
    _create_topics()
    _create_deliveries()
    _create_items()
    _create_told()
    _create_item_words()


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _create_chats() -> None:
    op.create_table(
        "chats",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("times", sa.String(length=64), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("next_digest_at", _instant(), nullable=False),
        sa.Column("covered_until", _instant(), nullable=False),
        sa.Column("unreachable_since", _instant(), nullable=True),
        sa.Column("created_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
    )
    op.create_index("ix_chats_next_digest_at", "chats", ["next_digest_at"], unique=False)


def _create_outlets() -> None:
    op.create_table(
        "outlets",
        sa.Column("id", _id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outlets"),
        sa.UniqueConstraint("name", name="uq_outlets_name"),
    )


def _create_stories() -> None:
    op.create_table(
        "stories",
        sa.Column("id", _id(), nullable=False),
        sa.Column("first_seen_at", _instant(), nullable=False),
        sa.Column("last_seen_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
    )
    op.create_index("ix_stories_last_seen_at", "stories", ["last_seen_at"], unique=False)


def _create_digests() -> None:
    op.create_table(
        "digests",
        sa.Column("id", _id(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("slot", _instant(), nullable=False),
        sa.Column("composed_at", _instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_digests_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_digests"),
        sa.UniqueConstraint("chat_id", "slot", name="uq_digests_chat_id_slot"),
    )


def _create_feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", _id(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("outlet_id", _id(), nullable=False),
        sa.Column("interval_seconds", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("modified", sa.Text(), nullable=False),
        sa.Column("next_poll_at", _instant(), nullable=False),
        sa.Column("leased_until", _instant(), nullable=True),
        sa.Column("last_polled_at", _instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlets.id"], name="fk_feeds_outlet_id"),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("url", name="uq_feeds_url"),
    )
    op.create_index("ix_feeds_next_poll_at", "feeds", ["next_poll_at"], unique=False)


def _create_topics() -> None:
    op.create_table(
        "topics",
        sa.Column("id", _id(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("thread", sa.Integer(), nullable=True),
        sa.Column("created_at", _instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_topics_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_topics"),
        sa.UniqueConstraint("chat_id", "name", name="uq_topics_chat_id_name"),
    )


def _create_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", _id(), nullable=False),
        sa.Column("digest_id", _id(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("buttons", sa.JSON(), nullable=False),
        sa.Column("thread", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("repeat", sa.Boolean(), nullable=False),
        sa.Column("created_at", _instant(), nullable=False),
        sa.Column("due_at", _instant(), nullable=False),
        sa.Column("leased_until", _instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_deliveries_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digests.id"], name="fk_deliveries_digest_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_chat_id_id", "deliveries", ["chat_id", "id"], unique=False)
    op.create_index("ix_deliveries_digest_id", "deliveries", ["digest_id"], unique=False)
    op.create_index(
        "ix_deliveries_open",
        "deliveries",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'sending')"),
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )


def _create_items() -> None:
    op.create_table(
        "items",
        sa.Column("id", _id(), nullable=False),
        sa.Column("feed_id", _id(), nullable=True),
        sa.Column("outlet_id", _id(), nullable=False),
        sa.Column("story_id", _id(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("published_at", _instant(), nullable=False),
        sa.Column("first_seen_at", _instant(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_items_feed_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlets.id"], name="fk_items_outlet_id"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_items_story_id"),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.UniqueConstraint("outlet_id", "link", name="uq_items_outlet_id_link"),
    )
    op.create_index("ix_items_feed_id", "items", ["feed_id"], unique=False)
    op.create_index("ix_items_first_seen_at", "items", ["first_seen_at"], unique=False)
    op.create_index("ix_items_link", "items", ["link"], unique=False)
    op.create_index("ix_items_story_id", "items", ["story_id"], unique=False)
    op.create_index(
        "ix_items_ungrouped",
        "items",
        ["id"],
        unique=False,
        sqlite_where=sa.text("story_id IS NULL"),
        postgresql_where=sa.text("story_id IS NULL"),
    )


def _create_told() -> None:
    op.create_table(
        "told",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("story_id", _id(), nullable=False),
        sa.Column("digest_id", _id(), nullable=False),
        sa.Column("topic_id", _id(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_told_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["digest_id"], ["digests.id"], name="fk_told_digest_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_told_story_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_told_topic_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("chat_id", "story_id", name="pk_told"),
    )
    op.create_index("ix_told_digest_id", "told", ["digest_id"], unique=False)
    op.create_index("ix_told_story_id", "told", ["story_id"], unique=False)
    op.create_index("ix_told_topic_id", "told", ["topic_id"], unique=False)


def _create_item_words() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # The analyser has folded the words already: this tokenizer parts them at spaces and takes every
        # letter as it is, whichever version of Unicode SQLite knows.
        op.execute("CREATE VIRTUAL TABLE item_words USING fts5(title, lead, outlet, tokenize='ascii')")
    else:
        op.execute("CREATE TABLE item_words (item_id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX ix_item_words_words ON item_words USING GIN (words)")
