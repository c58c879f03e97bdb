"""What is stored about a chat: handed out whole, and forgotten whole.

Every table that belongs to chats names them by a foreign key, and goes with them; beside these a chat's id
stands with the updates that it brought and in the pace.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, delete, func, select, update

from news.ids import ChatId
from storage.chats import forget_chat
from storage.database import Transaction
from storage.tables import (
    chat_paces,
    chats,
    deliveries,
    digests,
    items,
    paces,
    told,
    topics,
    updates,
    updates_aside,
)

Rows = list[dict[str, Any]]

NOBODY = ChatId(0)


async def stored_about(tx: Transaction, chat_id: ChatId) -> Mapping[str, Rows]:
    """All that is stored about the chat, as it would stand in JSON: rows by what they are, the oldest
    first."""
    return {name: _plain((await tx.execute(asked)).mappings()) for name, asked in _asked(chat_id).items()}


async def count_stored(tx: Transaction, chat_id: ChatId) -> Mapping[str, int]:
    """How many rows `stored_about` would hold, by what they are."""
    asked = _asked(chat_id).items()
    return {
        name: await tx.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
        for name, rows in asked
    }


async def forget_all(tx: Transaction, chat_id: ChatId) -> None:
    """Delete all that is stored about the chat but what it has said since: the update that is in hand, and
    those behind it, are forgotten when they are done. What is on its way to it may still arrive."""
    await forget_chat(tx, chat_id)
    await tx.execute(delete(updates_aside).where(updates_aside.c.place == chat_id))
    refused = update(paces).where(paces.c.refused_chat == chat_id)
    await tx.execute(refused.values(refused_chat=NOBODY))


def _asked(chat_id: ChatId) -> dict[str, Select[Any]]:
    headline = (
        select(items.c.title)
        .where(items.c.story_id == told.c.story_id)
        .order_by(items.c.id)
        .limit(1)
        .scalar_subquery()
    )
    return {
        "chat": _of(chats, chats.c.id == chat_id),
        "topics": _of(topics, topics.c.chat_id == chat_id).order_by(topics.c.id),
        "digests": _of(digests, digests.c.chat_id == chat_id).order_by(digests.c.id),
        "told": _of(told, told.c.chat_id == chat_id)
        .add_columns(headline.label("headline"))
        .order_by(told.c.digest_id, told.c.position),
        "messages": _of(deliveries, deliveries.c.chat_id == chat_id).order_by(deliveries.c.id),
        "pace": _of(chat_paces, chat_paces.c.chat_id == chat_id),
        "updates": _of(updates, updates.c.place == chat_id).order_by(updates.c.id),
        "set_aside": _of(updates_aside, updates_aside.c.place == chat_id).order_by(updates_aside.c.id),
    }


def _of(table: Table, *which: Any) -> Select[Any]:
    return select(table).where(*which)


def _plain(rows: Iterable[Mapping[Any, Any]]) -> Rows:
    return [{str(name): _as_json(value) for name, value in row.items()} for row in rows]


def _as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
