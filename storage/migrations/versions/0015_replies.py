"""Until when replies leave, so that a crowd of them leaves the digests some departures; and a paid pace."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("paces", sa.Column("replies_until", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE paces SET replies_until = next_at")
    with op.batch_alter_table("paces") as paces:
        paces.alter_column("replies_until", nullable=False)
    columns = "next_at, replies_until, rate, halted_until, refused_at, refused_chat"
    op.execute(f"INSERT INTO paces (name, {columns}) SELECT 'paid', {columns} FROM paces")  # noqa: S608 - ours
