"""What was to be told and could not be: the ledger forgets it, and the chat's next digest tells it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, bindparam, delete, select, update

from news.delivery import DeliveryState
from news.digest import OVERLAP
from news.ids import ChatId, DeliveryId
from storage.database import Transaction
from storage.deliveries import OPEN
from storage.tables import chats, deliveries, digests, told

_Untold = Row[int, int, int, list[int] | None, int, datetime | None, datetime]

_WAITING = deliveries.c.state.in_(OPEN), deliveries.c.state == DeliveryState.PENDING.value


async def fold_deliveries(tx: Transaction, chat_id: ChatId) -> datetime | None:
    """Send nothing more of what waits for the chat, for its next digest is written now; returns until when
    its digests cover what was seen, None where nothing changes.

    What may have been sent already is not taken back: it is sent once more, with its mark.
    """
    surely_unsent = deliveries.c.doubts == 0, digests.c.since.is_not(None)
    waiting = await _untold(tx, deliveries.c.chat_id == chat_id, *_WAITING, *surely_unsent)
    await _end(tx, waiting, DeliveryState.FOLDED)
    return await _take_back(tx, waiting)


async def chats_waiting(tx: Transaction, chat_ids: Collection[ChatId]) -> set[ChatId]:
    """Those of the chats for which messages wait."""
    waiting = select(deliveries.c.chat_id).where(deliveries.c.chat_id.in_(chat_ids), *_WAITING)
    return {ChatId(chat_id) for chat_id in await tx.scalars(waiting)}


async def end_deliveries(tx: Transaction, chat_id: ChatId, *, reason: str) -> None:
    """Nothing more goes to a chat that cannot be reached; what has surely not been told is untold again."""
    waiting = await _untold(tx, deliveries.c.chat_id == chat_id, *_WAITING)
    await _end(tx, waiting, DeliveryState.UNREACHABLE, reason=reason)
    await _take_back(tx, waiting)


async def take_back(tx: Transaction, delivery_id: DeliveryId) -> None:
    """What this message, which has ended unsent, would have told is untold again."""
    await _take_back(tx, await _untold(tx, deliveries.c.id == delivery_id))


async def _untold(tx: Transaction, *which: ColumnElement[bool]) -> Sequence[_Untold]:
    # What a sender has in hand at this moment is locked and passed over: it is about to be sent.
    wanted = (
        select(
            deliveries.c.id,
            deliveries.c.chat_id,
            deliveries.c.digest_id,
            deliveries.c.stories,
            deliveries.c.doubts,
            digests.c.since,
            chats.c.covered_until,
        )
        .join(digests, digests.c.id == deliveries.c.digest_id)
        .join(chats, chats.c.id == deliveries.c.chat_id)
        .where(*which)
        .with_for_update(skip_locked=True, of=deliveries)
    )
    return (await tx.execute(wanted)).all()


async def _end(tx: Transaction, rows: Sequence[_Untold], state: DeliveryState, *, reason: str = "") -> None:
    if rows:
        which = deliveries.c.id.in_([row.id for row in rows])
        await tx.execute(update(deliveries).where(which).values(state=state.value, reason=reason))


async def _take_back(tx: Transaction, rows: Sequence[_Untold]) -> datetime | None:
    """Of messages of one chat: what was in doubt may have been read, and stays told."""
    unsent = [row for row in rows if row.since is not None and not row.doubts]
    if not unsent:
        return None
    entries = [
        {"chat": row.chat_id, "story": story_id, "digest": row.digest_id}
        for row in unsent
        for story_id in row.stories or ()
    ]
    if entries:
        await tx.execute(_FORGET, entries)
    covered: datetime = min(min(row.covered_until, row.since + OVERLAP) for row in unsent)
    await tx.execute(update(chats).where(chats.c.id == unsent[0].chat_id).values(covered_until=covered))
    return covered


_FORGET = delete(told).where(
    told.c.chat_id == bindparam("chat"),
    told.c.story_id == bindparam("story"),
    told.c.digest_id == bindparam("digest"),
)
