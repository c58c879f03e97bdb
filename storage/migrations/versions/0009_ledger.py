"""The ledger: how a story was told, and that it may be told again; and the regions of items."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_VOICES = "SELECT count(DISTINCT outlet_id) FROM items WHERE items.story_id = told.story_id"


def upgrade() -> None:
    op.add_column("items", sa.Column("regions", sa.Text(), nullable=False, server_default=sa.text("''")))
    if op.get_bind().dialect.name == "sqlite":
        _make_anew()
    else:
        _alter()


def _alter() -> None:
    op.add_column("told", sa.Column("voices", sa.Integer(), nullable=True))
    op.execute(f"UPDATE told SET voices = ({_VOICES})")  # noqa: S608 - ours alone
    op.alter_column("told", "voices", nullable=False)
    op.drop_constraint("pk_told", "told", type_="primary")
    op.create_primary_key("pk_told", "told", ["chat_id", "story_id", "digest_id"])


def _make_anew() -> None:
    """SQLite gives a table no other primary key."""
    op.execute(
        "CREATE TABLE told_9 ("
        "chat_id BIGINT NOT NULL, story_id INTEGER NOT NULL, digest_id INTEGER NOT NULL, topic_id INTEGER, "
        "position INTEGER NOT NULL, voices INTEGER NOT NULL, "
        "CONSTRAINT pk_told PRIMARY KEY (chat_id, story_id, digest_id), "
        "CONSTRAINT fk_told_chat_id FOREIGN KEY(chat_id) REFERENCES chats (id) "
        "ON DELETE CASCADE ON UPDATE CASCADE, "
        "CONSTRAINT fk_told_story_id FOREIGN KEY(story_id) REFERENCES stories (id) ON DELETE CASCADE, "
        "CONSTRAINT fk_told_digest_id FOREIGN KEY(digest_id) REFERENCES digests (id) ON DELETE CASCADE, "
        "CONSTRAINT fk_told_topic_id FOREIGN KEY(topic_id) REFERENCES topics (id) ON DELETE SET NULL)"
    )
    copied = "chat_id, story_id, digest_id, topic_id, position"
    op.execute(
        f"INSERT INTO told_9 ({copied}, voices) "  # noqa: S608 - ours alone
        f"SELECT {copied}, ({_VOICES}) FROM told"
    )
    op.execute("DROP TABLE told")
    op.execute("ALTER TABLE told_9 RENAME TO told")
    for column in ("story_id", "digest_id", "topic_id"):
        op.create_index(f"ix_told_{column}", "told", [column])
