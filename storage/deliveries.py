"""Deliveries: the outbox. `news.delivery` draws the states and lists what we promise."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    Executable,
    RowMapping,
    String,
    and_,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from news.delivery import LEASE, Delivery, DeliveryState, in_doubt
from news.ids import ChatId, DeliveryId, DigestId
from news.message import Button, Message
from storage.database import Transaction
from storage.tables import deliveries, digests

# Written out and not bound: only so does SQLite see that the index of open deliveries serves the query.
_OPEN = tuple(
    literal_column(f"'{state.value}'", String) for state in (DeliveryState.PENDING, DeliveryState.SENDING)
)


Written = tuple[ChatId, DigestId, Sequence[Message]]
"""A digest of a chat, and its messages."""


async def save_messages(
    tx: Transaction,
    written: Sequence[Written],
    *,
    now: datetime,
    due_at: Mapping[ChatId, datetime] | None = None,
) -> None:
    """Put the messages of digests into the outbox, to be sent in this order, now or when they are due."""
    rows = [
        {
            "digest_id": digest_id,
            "chat_id": chat_id,
            "html": message.html,
            "buttons": _written(message),
            "thread": message.thread,
            "state": DeliveryState.PENDING.value,
            "attempts": 0,
            "repeat": False,
            "created_at": now,
            "due_at": (due_at or {}).get(chat_id, now),
            "reason": "",
        }
        for chat_id, digest_id, messages in written
        for message in messages
    ]
    if rows:
        await tx.execute(insert(deliveries), rows)


async def claim_due_delivery(tx: Transaction, *, now: datetime) -> Delivery | None:
    """The next message to send, ours alone for LEASE; None when nothing is due.

    One whose lease ran out is in doubt: its sender died with the message on its way. It comes back marked
    as a repeat, or ended where it was one.
    """
    while row := (await tx.execute(_next_due(now))).mappings().first():
        delivery = _delivery(row)
        if delivery.state is DeliveryState.SENDING:
            delivery = in_doubt(delivery, "the sender stopped midway", now=now)
        if delivery.state is DeliveryState.PENDING:
            return await _claimed(tx, delivery, now=now)
        await save_delivery(tx, delivery)
    return None


async def save_delivery(tx: Transaction, delivery: Delivery) -> None:
    """Where the delivery stands now; gives the claim back."""
    await tx.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery.id)
        .values(
            chat_id=delivery.chat_id,
            state=delivery.state.value,
            attempts=delivery.attempts,
            repeat=delivery.repeat,
            due_at=delivery.due_at,
            reason=delivery.reason,
            message_id=delivery.message_id,
            leased_until=None,
        )
    )


async def end_deliveries(tx: Transaction, chat_id: ChatId, *, reason: str) -> None:
    """Nothing more goes to a chat that cannot be reached."""
    ended = {"state": DeliveryState.UNREACHABLE.value, "reason": reason, "leased_until": None}
    waiting = (deliveries.c.chat_id == chat_id, deliveries.c.state == DeliveryState.PENDING.value)
    await tx.execute(update(deliveries).where(*waiting).values(ended))


async def next_delivery_due_at(tx: Transaction) -> datetime | None:
    """When the outbox has something to send next; None when it is empty."""
    waiting = (deliveries.c.state.in_(_OPEN), deliveries.c.state == DeliveryState.PENDING.value)
    return await tx.scalar(select(func.min(deliveries.c.due_at)).where(*waiting))


async def forget_digests(tx: Transaction, *, before: datetime, limit: int) -> int:
    """Delete at most `limit` digests composed earlier than `before` all of whose messages have ended."""
    waiting = exists().where(deliveries.c.digest_id == digests.c.id, deliveries.c.state.in_(_OPEN))
    old = select(digests.c.id).where(digests.c.composed_at < before, ~waiting).limit(limit)
    return (await tx.execute(delete(digests).where(digests.c.id.in_(old.scalar_subquery())))).rowcount


def _next_due(now: datetime) -> Executable:
    earlier = deliveries.alias("earlier")
    waits_its_turn = exists().where(
        earlier.c.chat_id == deliveries.c.chat_id,
        earlier.c.id < deliveries.c.id,
        earlier.c.state.in_(_OPEN),
    )
    return (
        select(deliveries)
        .where(
            deliveries.c.state.in_(_OPEN),
            or_(
                and_(deliveries.c.state == DeliveryState.PENDING.value, deliveries.c.due_at <= now),
                and_(deliveries.c.state == DeliveryState.SENDING.value, deliveries.c.leased_until <= now),
            ),
            ~waits_its_turn,
        )
        .order_by(deliveries.c.due_at, deliveries.c.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=deliveries)
    )


async def _claimed(tx: Transaction, delivery: Delivery, *, now: datetime) -> Delivery:
    sending = {"state": DeliveryState.SENDING.value, "leased_until": now + LEASE, "repeat": delivery.repeat}
    taken = update(deliveries).where(deliveries.c.id == delivery.id).values(sending).returning(deliveries)
    return _delivery((await tx.execute(taken)).mappings().one())


def _written(message: Message) -> list[list[dict[str, str]]]:
    return [
        [{"text": button.text, "data": button.data, "url": button.url} for button in row]
        for row in message.buttons
    ]


def _delivery(row: RowMapping) -> Delivery:
    return Delivery(
        id=DeliveryId(row[deliveries.c.id]),
        digest_id=DigestId(row[deliveries.c.digest_id]),
        chat_id=ChatId(row[deliveries.c.chat_id]),
        message=Message(
            html=row[deliveries.c.html],
            buttons=tuple(tuple(Button(**button) for button in line) for line in row[deliveries.c.buttons]),
            thread=row[deliveries.c.thread],
        ),
        state=DeliveryState(row[deliveries.c.state]),
        attempts=row[deliveries.c.attempts],
        repeat=row[deliveries.c.repeat],
        created_at=row[deliveries.c.created_at],
        due_at=row[deliveries.c.due_at],
        reason=row[deliveries.c.reason],
        message_id=row[deliveries.c.message_id],
    )
