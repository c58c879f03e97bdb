"""Marks: of each feed, what tells the entries that its last document listed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feeds", sa.Column("marks", sa.LargeBinary(), nullable=False, server_default=sa.text("''")))
