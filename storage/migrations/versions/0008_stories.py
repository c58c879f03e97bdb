"""Stories: those that have become part of others, those kept apart, whose turn it is to group, what waits."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # By hand: Alembic would make the table anew on SQLite, and dropping the old one empties ledgers.
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE stories ADD COLUMN merged_into {number} "
        "CONSTRAINT fk_stories_merged_into REFERENCES stories (id)"
    )
    op.create_index("ix_stories_merged_into", "stories", ["merged_into"])
    op.create_table(
        "kept_apart",
        _story("story_id"),
        _story("other_id"),
        sa.PrimaryKeyConstraint("story_id", "other_id", name="pk_kept_apart"),
    )
    op.create_index("ix_kept_apart_other_id", "kept_apart", ["other_id"])
    op.create_table(
        "turns",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_turns"),
    )
    op.execute("INSERT INTO turns (name, turn) VALUES ('grouping', 0)")
    op.drop_index("ix_items_ungrouped", "items")
    ungrouped = sa.text("story_id IS NULL")
    op.create_index(
        "ix_items_ungrouped",
        "items",
        ["published_at", "id"],
        sqlite_where=ungrouped,
        postgresql_where=ungrouped,
    )
    op.create_index("ix_items_published_at", "items", ["published_at"])


def _story(name: str) -> sa.Column[int]:
    link = sa.ForeignKey("stories.id", name=f"fk_kept_apart_{name}", ondelete="CASCADE")
    return sa.Column(name, _Id, link, nullable=False)
