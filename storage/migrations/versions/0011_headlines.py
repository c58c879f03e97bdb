"""Headlines by the time of their change: who groups asks which have changed of late."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_headlines_replaced_at", "headlines", ["replaced_at"])
