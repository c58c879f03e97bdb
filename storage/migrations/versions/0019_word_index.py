"""By which version of the analyser the word index was made, and how far it is made anew."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "word_index",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("analyser", sa.Integer(), nullable=False),
        sa.Column("next_analyser", sa.Integer(), nullable=False),
        sa.Column("rebuilt_to", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_word_index"),
    )
    # What is indexed by now was read by whatever version there was when it came.
    op.execute("INSERT INTO word_index (id, analyser, next_analyser, rebuilt_to) VALUES (1, 0, 0, 0)")
