"""The pace that all who write to Telegram share, and from when on each chat may be written to."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_LONG_AGO = "2000-01-01 00:00:00"


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "paces",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("next_at", instant, nullable=False),
        sa.Column("rate", sa.Double(), nullable=False),
        sa.Column("halted_until", instant, nullable=False),
        sa.Column("refused_at", instant, nullable=False),
        sa.Column("refused_chat", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_paces"),
    )
    zone = "" if op.get_bind().dialect.name == "sqlite" else "+00"
    ago = f"'{_LONG_AGO}.000000{zone}'"
    op.execute(
        "INSERT INTO paces (name, next_at, rate, halted_until, refused_at, refused_chat) "  # noqa: S608 - ours
        f"VALUES ('telegram', {ago}, 0, {ago}, {ago}, 0)"
    )
    link = sa.ForeignKey("chats.id", name="fk_chat_paces_chat_id", onupdate="CASCADE", ondelete="CASCADE")
    op.create_table(
        "chat_paces",
        sa.Column("chat_id", sa.BigInteger(), link, autoincrement=False, nullable=False),
        sa.Column("writable_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_chat_paces"),
    )
