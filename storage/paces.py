"""The pace: what all who write to Telegram share, and from when on each chat may be written to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from news.ids import ChatId
from news.pace import Pace
from storage.database import Transaction
from storage.instant import Instant
from storage.tables import chat_paces, chats, paces


async def take_pace(tx: Transaction, *, paid: bool = False) -> Pace:
    """The pace, nobody else's until `tx` ends."""
    return _pace((await tx.execute(_TAKE_PACE, {"called": _NAMES[paid]})).one(), paid=paid)


async def look_at_pace(tx: Transaction, *, paid: bool = False) -> Pace:
    """The pace as it is, which others may change meanwhile."""
    return _pace((await tx.execute(_PACE, {"called": _NAMES[paid]})).one(), paid=paid)


def _pace(row: Row[Any], *, paid: bool) -> Pace:
    return Pace(
        paid=paid,
        next_at=row.next_at,
        replies_until=row.replies_until,
        rate=row.rate,
        halted_until=row.halted_until,
        refused_at=row.refused_at,
        refused_chat=ChatId(row.refused_chat),
    )


async def save_pace(tx: Transaction, pace: Pace) -> None:
    now = {f"to_{name}": getattr(pace, name) for name in _FIELDS}
    await tx.execute(_SAVE_PACE, now | {"called": _NAMES[pace.paid]})


async def chat_writable_at(tx: Transaction, chat_id: ChatId) -> datetime | None:
    """Until when the chat is left alone; None where nothing is known of it."""
    return await tx.scalar(select(chat_paces.c.writable_at).where(chat_paces.c.chat_id == chat_id))


async def leave_alone(tx: Transaction, until: Mapping[ChatId, datetime]) -> None:
    """Write to none of the chats before its time."""
    if until:
        rows = [{"chat": chat_id, "until": at} for chat_id, at in sorted(until.items())]
        await tx.execute(_LEAVE_ALONE[tx.dialect.name], rows)


def _leave_alone(insert: Any, later: Any) -> Any:
    # Of a chat that has been forgotten meanwhile nothing is remembered.
    known = select(chats.c.id, bindparam("until", type_=Instant)).where(chats.c.id == bindparam("chat"))
    written = insert(chat_paces).from_select(["chat_id", "writable_at"], known)
    longest = later(chat_paces.c.writable_at, written.excluded.writable_at)
    return written.on_conflict_do_update(index_elements=["chat_id"], set_={"writable_at": longest})


# Built once: for each of thousands of messages that takes longer than to ask them.
_FIELDS = ("next_at", "replies_until", "rate", "halted_until", "refused_at", "refused_chat")
_NAMES = {False: "telegram", True: "paid"}
_PACE = select(paces).where(paces.c.name == bindparam("called"))
_TAKE_PACE = _PACE.with_for_update()
_SAVE_PACE = (
    update(paces)
    .where(paces.c.name == bindparam("called"))
    .values({name: bindparam(f"to_{name}") for name in _FIELDS})
)
_LEAVE_ALONE = {
    "sqlite": _leave_alone(sqlite.insert, func.max),
    "postgresql": _leave_alone(postgresql.insert, func.greatest),
}
