"""Updates are kept until they are done, and those that cannot be read or handled until somebody looked."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "updates",
        sa.Column("id", _Id, autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("arrived_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_updates"),
    )
    op.create_index("ix_updates_arrived_at", "updates", ["arrived_at"])
    for name, columns, waits in (("waiting", ["id"], "raw > ''"), ("earlier", ["place", "id"], "raw <> ''")):
        where = sa.text(waits)
        op.create_index(f"ix_updates_{name}", "updates", columns, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "updates_aside",
        sa.Column("id", _Id, nullable=False),
        sa.Column("update_id", sa.BigInteger()),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("arrived_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_updates_aside"),
    )
