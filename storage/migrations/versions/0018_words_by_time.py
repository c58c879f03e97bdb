"""The word index in the order of time: its keys, and on PostgreSQL the slices of time and signed outlets."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_ID_BITS = 4_294_967_296


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _order_fts()
    else:
        _order_vectors()


def _order_fts() -> None:
    op.execute("CREATE VIRTUAL TABLE item_words_18 USING fts5(title, lead, body, outlet, tokenize='ascii')")
    # Rounded down before 1970 as well, where dividing would round up.
    hour = "((CAST(strftime('%s', items.published_at) AS INTEGER) + 3600000000) / 3600 - 1000000)"
    op.execute(
        "INSERT INTO item_words_18 (rowid, title, lead, body, outlet) "  # noqa: S608 - no text from outside
        f"SELECT {hour} * {_ID_BITS} + items.id, words.title, words.lead, words.body, words.outlet "
        "FROM items JOIN item_words AS words ON words.rowid = items.id ORDER BY 1"
    )
    op.execute("DROP TABLE item_words")
    op.execute("ALTER TABLE item_words_18 RENAME TO item_words")


def _order_vectors() -> None:
    op.execute("ALTER TABLE item_words RENAME TO item_words_17")
    op.execute(
        "CREATE TABLE item_words (key BIGINT PRIMARY KEY, title TEXT NOT NULL, lead TEXT NOT NULL, "
        "body TEXT NOT NULL, words TSVECTOR NOT NULL)"
    )
    hour = "floor(extract(epoch FROM items.published_at) / 3600)::bigint"
    outlet = r"""regexp_replace(ts_filter(words, '{d}')::text, '''([^'']+)''', '''@\1''', 'g')::tsvector"""
    slices = """format('~d%s ~s%s', hour / 24, hour / 24 / 32)::tsvector"""
    parts = (("title", "A"), ("lead", "B"), ("body", "C"))
    tokens = ", ".join(
        f"string_agg(lexeme, ' ' ORDER BY position) FILTER (WHERE weight = '{weight}') AS {part}"
        for part, weight in parts
    )
    given = ", ".join(f"coalesce({part}, '')" for part, _ in parts)
    op.execute(
        "INSERT INTO item_words (key, title, lead, body, words) "  # noqa: S608 - no text from outside
        f"SELECT hour * {_ID_BITS} + item_id, {given}, ts_filter(words, '{{a,b,c}}') || {outlet} || {slices} "
        f"FROM (SELECT old.item_id, old.words, {hour} AS hour "
        "FROM item_words_17 AS old JOIN items ON items.id = old.item_id) AS timed "
        f"LEFT JOIN (SELECT item_id, {tokens} FROM item_words_17, "
        "unnest(words) AS said (lexeme, positions, weights), "
        "unnest(positions, weights) AS placed (position, weight) GROUP BY item_id) AS told USING (item_id) "
        "ORDER BY hour, item_id"
    )
    op.execute("DROP TABLE item_words_17")
    op.execute("CREATE INDEX ix_item_words_words ON item_words USING GIN (words)")
