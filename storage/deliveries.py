"""Deliveries: the outbox. `news.delivery` draws the states and lists what we promise."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    RowMapping,
    String,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    update,
)

from news.chat import Language
from news.delivery import LEASE, Delivery, DeliveryState, in_doubt
from news.ids import ChatId, DeliveryId, DigestId, StoryId
from news.message import Button, Message
from news.pace import LONGEST_PAUSE
from storage.database import Transaction
from storage.instant import Instant
from storage.tables import chat_paces, chats, deliveries

# Written out and not bound: only so does a database see that the indexes of what is open serve the query.
OPEN = tuple(
    literal_column(f"'{state.value}'", String) for state in (DeliveryState.PENDING, DeliveryState.SENDING)
)
"""The states of what has not ended."""

log = logging.getLogger(__name__)

Written = tuple[ChatId, DigestId, Sequence[Message]]
"""A digest of a chat, and its messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A message that is ours to send, the language of its chat, whether more waits for the chat, and whether
    the last one did not reach it."""

    delivery: Delivery
    language: Language
    more: bool
    lost: bool


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
            "stories": list(message.stories),
            "state": DeliveryState.PENDING.value,
            "attempts": 0,
            "doubts": 0,
            "due_at": (due_at or {}).get(chat_id, now),
            "ready_at": (due_at or {}).get(chat_id, now),
            "reason": "",
        }
        for chat_id, digest_id, messages in written
        for message in messages
    ]
    if rows:
        await tx.execute(insert(deliveries), rows)


async def claim_due_deliveries(tx: Transaction, *, now: datetime, limit: int) -> list[Claim]:
    """The next messages to send, at most `limit` and one a chat, those first that have waited longest; ours
    alone for LEASE.

    One whose lease ran out is in doubt: its sender died with the message on its way. It comes back marked
    as a repeat, or is ended where it was in doubt too often.
    """
    found = await tx.execute(NEXT_DUE, {"now": now, "set_back": now + LONGEST_PAUSE, "most": limit})
    claims = sorted(map(_claim, found.mappings()), key=_place)
    doubted = [_without_doubt(claim.delivery, now=now) for claim in claims]
    ended = [delivery for delivery in doubted if delivery.state is not DeliveryState.PENDING]
    for delivery in ended:
        log.warning("message %s to chat %s ended: %s", delivery.id, delivery.chat_id, delivery.reason)
        await _end(tx, delivery)
    sure = [
        replace(claim, delivery=replace(claim.delivery, state=DeliveryState.SENDING, doubts=delivery.doubts))
        for claim, delivery in zip(claims, doubted, strict=True)
        if delivery.state is DeliveryState.PENDING
    ]
    if ended and not sure:  # they have made room for others
        return await claim_due_deliveries(tx, now=now, limit=limit)
    if sure:
        lease = {"until": now + LEASE}
        await tx.execute(_LEASE, [lease | _leased(claim.delivery) for claim in sure])
    return sure


async def keep_claims(tx: Transaction, ids: Iterable[DeliveryId], *, now: datetime) -> None:
    """Hold these for another LEASE: they are still on their way."""
    held = deliveries.c.id.in_(list(ids)), deliveries.c.state == DeliveryState.SENDING.value
    await tx.execute(update(deliveries).where(*held).values(ready_at=now + LEASE))


async def save_deliveries(tx: Transaction, sent: Sequence[tuple[Delivery, Delivery]]) -> None:
    """Give claims back: each delivery as it was claimed, and as it stands now.

    What somebody else has claimed since, because we were not heard of, is theirs to end.
    """
    if sent:
        await tx.execute(_SAVE, [_saved(claimed, now) for claimed, now in sent])


async def postpone_deliveries(tx: Transaction, chat_id: ChatId, *, until: datetime) -> None:
    """Send nothing more of what waits for the chat before `until`."""
    waiting = (
        deliveries.c.chat_id == chat_id,
        deliveries.c.state.in_(OPEN),
        deliveries.c.state == DeliveryState.PENDING.value,
        deliveries.c.ready_at < until,
    )
    await tx.execute(update(deliveries).where(*waiting).values(ready_at=until))


async def next_delivery_due_at(tx: Transaction) -> datetime | None:
    """When the outbox has something to send next; None when it is empty."""
    waiting = (deliveries.c.state.in_(OPEN), deliveries.c.state == DeliveryState.PENDING.value)
    return await tx.scalar(select(func.min(deliveries.c.ready_at)).where(*waiting))


_now, _set_back = bindparam("now", type_=Instant), bindparam("set_back", type_=Instant)
_earlier, _later = deliveries.alias("earlier"), deliveries.alias("later")

_ONE = literal_column("1", Integer)


def _none(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    # Not as NOT EXISTS: of that PostgreSQL makes a join with all that is open, and at seven in the morning
    # this is long. Like this it asks for each of those that come first, until there are enough; and it takes
    # them in their order, for it thinks that most things are distinct.
    return select(_ONE).where(*which).limit(_ONE).scalar_subquery().is_distinct_from(_ONE)


_no_earlier = _none(
    _earlier.c.chat_id == deliveries.c.chat_id,
    _earlier.c.id < deliveries.c.id,
    _earlier.c.state.in_(OPEN),
)
_no_later = _none(
    _later.c.chat_id == deliveries.c.chat_id, _later.c.id > deliveries.c.id, _later.c.state.in_(OPEN)
)
_no_pause = _none(
    chat_paces.c.chat_id == deliveries.c.chat_id,
    chat_paces.c.writable_at > _now,
    chat_paces.c.writable_at < _set_back,
)
_first = (
    select(deliveries, _no_later.label("is_last"))
    .where(
        deliveries.c.state.in_(OPEN),
        deliveries.c.due_at <= _now,
        deliveries.c.ready_at <= _now,
        _no_pause,
        _no_earlier,
    )
    .order_by(deliveries.c.due_at, deliveries.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True, of=deliveries)
    .cte("first")
)
NEXT_DUE = select(_first, chats.c.language, chats.c.unreachable_since).join(
    chats, chats.c.id == _first.c.chat_id
)
"""Built once: to build it takes longer than to ask it."""


def _place(claim: Claim) -> tuple[datetime, int]:
    return claim.delivery.due_at, claim.delivery.id


def _without_doubt(delivery: Delivery, *, now: datetime) -> Delivery:
    if delivery.state is DeliveryState.PENDING:
        return delivery
    return in_doubt(delivery, "the sender stopped midway", now=now)


def _leased(delivery: Delivery) -> dict[str, Any]:
    return {"delivery": delivery.id, "to_doubts": delivery.doubts}


async def _end(tx: Transaction, delivery: Delivery) -> None:
    await tx.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery.id)
        .values(state=delivery.state.value, reason=delivery.reason)
    )


_LEASE = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"))
    .values(state=DeliveryState.SENDING.value, ready_at=bindparam("until"), doubts=bindparam("to_doubts"))
)
_SAVE = (
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("delivery"),
        deliveries.c.state == DeliveryState.SENDING.value,
        deliveries.c.doubts == bindparam("claimed_doubts"),
    )
    .values(
        state=bindparam("to_state"),
        attempts=bindparam("to_attempts"),
        doubts=bindparam("to_doubts"),
        ready_at=bindparam("to_ready_at"),
        reason=bindparam("to_reason"),
        message_id=bindparam("to_message_id"),
    )
)


def _written(message: Message) -> list[list[dict[str, str]]]:
    return [
        [{"text": button.text, "data": button.data, "url": button.url} for button in row]
        for row in message.buttons
    ]


def _saved(claimed: Delivery, now: Delivery) -> dict[str, Any]:
    return {
        "delivery": claimed.id,
        "claimed_doubts": claimed.doubts,
        "to_state": now.state.value,
        "to_attempts": now.attempts,
        "to_doubts": now.doubts,
        "to_ready_at": now.ready_at,
        "to_reason": now.reason,
        "to_message_id": now.message_id,
    }


def _claim(row: RowMapping) -> Claim:
    return Claim(
        delivery=_delivery(row),
        language=Language(row[chats.c.language]),
        more=not row[_first.c.is_last],
        lost=row[chats.c.unreachable_since] is not None,
    )


def _delivery(row: RowMapping) -> Delivery:
    return Delivery(
        id=DeliveryId(row[_first.c.id]),
        digest_id=DigestId(row[_first.c.digest_id]),
        chat_id=ChatId(row[_first.c.chat_id]),
        message=Message(
            html=row[_first.c.html],
            buttons=tuple(tuple(Button(**button) for button in line) for line in row[_first.c.buttons]),
            thread=row[_first.c.thread],
            stories=tuple(map(StoryId, row[_first.c.stories] or ())),
        ),
        state=DeliveryState(row[_first.c.state]),
        attempts=row[_first.c.attempts],
        doubts=row[_first.c.doubts],
        due_at=row[_first.c.due_at],
        ready_at=row[_first.c.ready_at],
        reason=row[_first.c.reason],
        message_id=row[_first.c.message_id],
    )
