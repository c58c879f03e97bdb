"""Full text: feeds whose articles' pages are fetched, the bodies of items, and an index that holds them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feeds", sa.Column("full_text", sa.Boolean(), nullable=False, server_default=sa.false()))
    for column in (
        sa.Column("body", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("page_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("page_attempts", sa.Integer(), nullable=False, server_default=sa.text("0")),
    ):
        op.add_column("items", column)
    wanted = sa.text("page_due_at IS NOT NULL")
    op.create_index(
        "ix_items_page_due",
        "items",
        ["feed_id", "page_due_at"],
        sqlite_where=wanted,
        postgresql_where=wanted,
    )
    if op.get_bind().dialect.name == "sqlite":
        _add_body_to_words()


def _add_body_to_words() -> None:
    """FTS5 gets no new columns, but keeps what it was given: nothing has to be read anew."""
    op.execute("CREATE VIRTUAL TABLE item_words_5 USING fts5(title, lead, body, outlet, tokenize='ascii')")
    op.execute(
        "INSERT INTO item_words_5 (rowid, title, lead, body, outlet) "
        "SELECT rowid, title, lead, '', outlet FROM item_words ORDER BY rowid"
    )
    op.execute("DROP TABLE item_words")
    op.execute("ALTER TABLE item_words_5 RENAME TO item_words")
