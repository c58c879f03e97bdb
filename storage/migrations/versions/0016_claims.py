"""When a message may be taken, by whoever, how often it was in doubt, and what is open of each chat."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("deliveries", sa.Column("doubts", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE deliveries SET doubts = CASE WHEN repeat THEN 1 ELSE 0 END, "
        "ready_at = CASE WHEN state = 'sending' THEN coalesce(leased_until, due_at) ELSE due_at END"
    )
    op.drop_index("ix_deliveries_open", "deliveries")
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.alter_column("ready_at", nullable=False)
        deliveries.alter_column("doubts", nullable=False)
        deliveries.drop_column("leased_until")
        deliveries.drop_column("repeat")
        deliveries.drop_column("created_at")
    op.create_index("ix_digests_composed_at", "digests", ["composed_at"])
    is_open = sa.text("state IN ('pending', 'sending')")
    for name, columns in (
        ("ix_deliveries_due", ["due_at", "id"]),
        ("ix_deliveries_open", ["chat_id", "id"]),
    ):
        op.create_index(name, "deliveries", columns, sqlite_where=is_open, postgresql_where=is_open)
