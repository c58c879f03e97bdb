"""Copies: full texts by their shingles, and whose text an item has; and the concepts of items."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("items", sa.Column("concepts", sa.Text(), nullable=False, server_default=sa.text("''")))
    # By hand: Alembic would make the table anew on SQLite, and dropping the old one empties what hangs on it.
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE items ADD COLUMN copy_of {number} CONSTRAINT fk_items_copy_of REFERENCES items (id)"
    )
    copy = sa.text("copy_of IS NOT NULL")
    op.create_index("ix_items_copy_of", "items", ["copy_of"], sqlite_where=copy, postgresql_where=copy)
    op.create_table(
        "full_texts",
        sa.Column("item_id", _Id, _link("full_texts", "items.id"), primary_key=True),
        sa.Column("shingles", sa.LargeBinary(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
    )
    op.create_index(
        "ix_full_texts_waits",
        "full_texts",
        ["item_id"],
        sqlite_where=sa.text("waits = 1"),
        postgresql_where=sa.text("waits"),
    )
    op.create_table(
        "text_keys",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("item_id", _Id, _link("text_keys", "full_texts.item_id"), nullable=False),
        sa.PrimaryKeyConstraint("key", "item_id", name="pk_text_keys"),
    )
    op.create_index("ix_text_keys_item_id", "text_keys", ["item_id"])


def _link(table: str, to: str) -> sa.ForeignKey:
    return sa.ForeignKey(to, name=f"fk_{table}_item_id", ondelete="CASCADE")
