"""One column says when a message may be taken, by whoever, and an index holds what is open of each chat."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE deliveries SET due_at = leased_until WHERE state = 'sending'")
    op.drop_index("ix_deliveries_open", "deliveries")
    op.drop_column("deliveries", "leased_until")
    is_open = sa.text("state IN ('pending', 'sending')")
    for name, columns in (
        ("ix_deliveries_due", ["due_at", "id"]),
        ("ix_deliveries_open", ["chat_id", "id"]),
    ):
        op.create_index(name, "deliveries", columns, sqlite_where=is_open, postgresql_where=is_open)
