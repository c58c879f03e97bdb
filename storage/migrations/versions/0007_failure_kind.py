"""What kind of failure a feed's last poll ended with, for people who cannot read the reason."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kind = sa.Column("failure", sa.String(16), nullable=False, server_default=sa.text("''"))
    op.add_column("feeds", kind)
