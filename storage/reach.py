"""Whether chats can be reached: those that cannot be keep all they have, and sleep."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, update

from news.ids import ChatId
from storage.database import Transaction
from storage.tables import chats
from storage.untold import end_deliveries

GRACE = timedelta(days=7)
"""How long a chat in which the right to write is missing still gets its digests tried."""

NEVER_LOST = {"unreachable_since": None, "asleep_from": None}
"""What is noted of a chat that can be reached."""


async def lose_chat(tx: Transaction, chat_id: ChatId, *, left: bool, reason: str, now: datetime) -> None:
    """The chat cannot be reached: what waits for it is told when it is back, and what it follows stays.

    One that was `left` sleeps until it shows itself. In any other the right to write may come back without a
    word: for GRACE its digests are still tried, then it sleeps as well.
    """
    first = chats.c.id == chat_id, chats.c.unreachable_since.is_(None)
    await tx.execute(update(chats).where(*first).values(unreachable_since=now, asleep_from=now + GRACE))
    if left:
        await tx.execute(update(chats).where(chats.c.id == chat_id, awake(now)).values(asleep_from=now))
    await end_deliveries(tx, chat_id, reason=reason)


def awake(now: datetime) -> ColumnElement[bool]:
    """Whether digests are written for a chat."""
    return or_(chats.c.asleep_from.is_(None), chats.c.asleep_from > now)


async def regain_chat(tx: Transaction, chat_id: ChatId) -> None:
    """A message has reached the chat."""
    await tx.execute(update(chats).where(chats.c.id == chat_id).values(NEVER_LOST))
