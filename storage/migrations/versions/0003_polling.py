"""Polling thousands of feeds: hosts that are claimed, the history of polls, rhythms, headlines."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from news.link import canonical_link, host_of

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ROWS_AT_ONCE = 1_000
_EMPTY, _ZERO = sa.text("''"), sa.text("0")


def upgrade() -> None:
    _create_hosts()
    _add_to_feeds()
    _create_removed_feeds()
    _create_polls()
    _add_to_items()
    _create_headlines()
    _name_hosts()
    _make_links_canonical()


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _create_hosts() -> None:
    op.create_table(
        "hosts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("due_at", _instant(), nullable=True),
        sa.Column("free_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_hosts"),
    )
    op.create_index("ix_hosts_due_at", "hosts", ["due_at"])


def _add_to_feeds() -> None:
    for column in (
        sa.Column("location", sa.Text(), nullable=False, server_default=_EMPTY),
        sa.Column("host", sa.Text(), nullable=False, server_default=_EMPTY),
        sa.Column("strikes", sa.Double(), nullable=False, server_default=_ZERO),
        sa.Column("polls", sa.Integer(), nullable=False, server_default=_ZERO),
        sa.Column("body_hash", sa.Text(), nullable=False, server_default=_EMPTY),
        sa.Column("body_read_at", _instant(), nullable=True),
        sa.Column("deceptive", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("newest_at", _instant(), nullable=True),
        sa.Column("longest_pause_seconds", sa.Integer(), nullable=False, server_default=_ZERO),
        sa.Column("wish_seconds", sa.Integer(), nullable=False, server_default=_ZERO),
        sa.Column("skip_hours", sa.Integer(), nullable=False, server_default=_ZERO),
        sa.Column("skip_days", sa.Integer(), nullable=False, server_default=_ZERO),
        sa.Column("answered_at", _instant(), nullable=True),
        sa.Column("gone_at", _instant(), nullable=True),
        sa.Column("told_broken", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("feeds", column)
    op.execute("UPDATE feeds SET strikes = failures")
    op.execute("UPDATE feeds SET answered_at = last_polled_at WHERE failures = 0")
    op.drop_column("feeds", "failures")
    op.drop_column("feeds", "leased_until")
    op.drop_index("ix_feeds_next_poll_at", "feeds")
    op.create_index("ix_feeds_location", "feeds", ["location"])
    op.create_index(
        "ix_feeds_polled",
        "feeds",
        ["host", "next_poll_at"],
        sqlite_where=sa.text("gone_at IS NULL"),
        postgresql_where=sa.text("gone_at IS NULL"),
    )


def _create_removed_feeds() -> None:
    op.create_table(
        "removed_feeds",
        sa.Column("url", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("url", name="pk_removed_feeds"),
    )


def _create_polls() -> None:
    op.create_table(
        "polls",
        sa.Column("feed_id", _id(), nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_polls_feed_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("feed_id", "turn", name="pk_polls"),
    )


def _add_to_items() -> None:
    op.add_column("items", sa.Column("guid", sa.Text(), nullable=False, server_default=_EMPTY))
    op.drop_index("ix_items_feed_id", "items")
    op.create_index("ix_items_feed_id_guid", "items", ["feed_id", "guid"])


def _create_headlines() -> None:
    op.create_table(
        "headlines",
        sa.Column("item_id", _id(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("replaced_at", _instant(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_headlines_item_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "title", name="pk_headlines"),
    )


def _name_hosts() -> None:
    """Each feed gets its host, and each host a row to be claimed by."""
    feeds = sa.table("feeds", *map(sa.column, ("id", "url", "host", "next_poll_at")))
    hosts = sa.table("hosts", sa.column("name"), sa.column("due_at"), sa.column("free_at", _instant()))
    connection = op.get_bind()
    named = [{"feed": row.id, "to": host_of(row.url)} for row in connection.execute(sa.select(feeds))]
    if not named:
        return
    by_id = sa.update(feeds).where(feeds.c.id == sa.bindparam("feed"))
    connection.execute(by_id.values(host=sa.bindparam("to")), named)
    free_at = sa.literal(datetime(1970, 1, 1, tzinfo=UTC), _instant())
    due = sa.select(feeds.c.host, sa.func.min(feeds.c.next_poll_at), free_at).group_by(feeds.c.host)
    connection.execute(sa.insert(hosts).from_select(["name", "due_at", "free_at"], due))


def _make_links_canonical() -> None:
    """Links as they are made now, so that what is known already is not taken for new."""
    items = sa.table("items", *map(sa.column, ("id", "outlet_id", "url", "link")))
    connection, last = op.get_bind(), 0
    following = sa.select(items).where(items.c.id > sa.bindparam("last")).order_by(items.c.id)
    by_id = sa.update(items).where(items.c.id == sa.bindparam("item"))
    while rows := connection.execute(following.limit(_ROWS_AT_ONCE), {"last": last}).all():
        if changed := _changed_links(connection, items, rows):
            connection.execute(by_id.values(link=sa.bindparam("to")), changed)
        last = rows[-1].id


def _changed_links(
    connection: sa.Connection, items: sa.TableClause, rows: Sequence[sa.Row[Any]]
) -> list[dict[str, object]]:
    """What has another link by now. Two items of before that are one article by now stay two, and one keeps
    the link that it had: digests and ledgers know them both."""
    links = {row.id: canonical_link(row.url) for row in rows}
    same = sa.select(items.c.outlet_id, items.c.link).where(items.c.link.in_(set(links.values())))
    taken = {tuple(row) for row in connection.execute(same)}
    changed = []
    for row in rows:
        key = row.outlet_id, links[row.id]
        if key not in taken:
            taken.add(key)
            changed.append({"item": row.id, "to": links[row.id]})
    return changed
