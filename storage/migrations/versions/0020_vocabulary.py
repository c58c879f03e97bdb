"""The vocabulary: the words that items say, and the turn of whoever counts them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    letters = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "vocabulary",
        sa.Column("word", letters, nullable=False),
        sa.Column("said_by", sa.Integer(), nullable=False),
        sa.Column("last_seen", sa.Integer(), nullable=False),
        sa.Column("sound", letters, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("word", name="pk_vocabulary"),
        sqlite_with_rowid=False,
    )
    heard, unheard = sa.text("sound <> ''"), sa.text("said_by >= 3 AND sound = ''")
    rare = sa.text("said_by < 3")
    for name, column, where in (
        ("sound", "sound", heard),
        ("unheard", "word", unheard),
        ("rare", "last_seen", rare),
    ):
        op.create_index(
            f"ix_vocabulary_{name}", "vocabulary", [column], sqlite_where=where, postgresql_where=where
        )
    op.create_index("ix_vocabulary_last_seen", "vocabulary", ["last_seen"])
    op.execute("INSERT INTO turns (name, turn) VALUES ('vocabulary', 0)")
