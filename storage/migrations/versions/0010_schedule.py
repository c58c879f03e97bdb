"""Of a chat's wishes: quiet hours, digests on public holidays, and silence where there is no news."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    hours = sa.Column("quiet_hours", sa.String(11), nullable=False, server_default=sa.text("''"))
    op.add_column("chats", hours)
    for name, default in (("on_holidays", sa.true()), ("silent_without_news", sa.false())):
        op.add_column("chats", sa.Column(name, sa.Boolean(), nullable=False, server_default=default))
