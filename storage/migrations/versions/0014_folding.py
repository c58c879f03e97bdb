"""What messages tell, from when on digests looked, and when a chat that cannot be reached falls asleep."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.add_column("deliveries", sa.Column("stories", sa.JSON(), nullable=True))
    op.add_column("digests", sa.Column("since", instant, nullable=True))
    op.add_column("chats", sa.Column("asleep_from", instant, nullable=True))
    op.execute("UPDATE chats SET asleep_from = unreachable_since")
