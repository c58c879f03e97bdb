"""The place of an update that was set aside, so that it goes with its chat."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("updates_aside", sa.Column("place", sa.BigInteger(), server_default="0", nullable=False))
    known = "SELECT place FROM updates WHERE updates.id = updates_aside.update_id"
    op.execute(f"UPDATE updates_aside SET place = coalesce(({known}), 0)")  # noqa: S608 - no text from outside
    op.execute("UPDATE updates SET place = 0 WHERE raw = ''")
