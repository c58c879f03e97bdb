"""Until when replies leave: a crowd of them leaves some departures to the digests."""

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
