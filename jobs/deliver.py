"""Delivering: send what the outbox holds, one message after the other."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from jobs.pace import Pace
from news.chat import Language
from news.clock import Clock
from news.delivery import Delivery, DeliveryState, Moved, Receipt, SlowDown, Unreachable, advance
from storage.chats import find_chat, mark_unreachable, move_chat
from storage.database import Database, Transaction
from storage.deliveries import claim_due_delivery, end_deliveries, save_delivery

log = logging.getLogger(__name__)


class Send(Protocol):
    """How a message is sent; expected outcomes are receipts, never exceptions."""

    async def __call__(self, delivery: Delivery, *, language: Language) -> Receipt: ...


async def deliver_due_messages(
    db: Database, send: Send, pace: Pace, *, clock: Clock, stopping: Callable[[], bool]
) -> int:
    """Send until nothing is due, or we are stopping; returns how many messages were sent."""
    sent = 0
    while not stopping():
        async with db.writing() as tx:
            delivery = await claim_due_delivery(tx, now=clock.now())
            if delivery is None:
                return sent
            if postponed := _postponed(delivery, pace, now=clock.now()):
                await save_delivery(tx, postponed)
                continue
            language = await _language(tx, delivery)
        # The claim is committed: from here on a crash leaves the message in doubt, never unnoticed.
        sent += await _send(db, send, delivery, language, pace, clock=clock)
    return sent


def _postponed(delivery: Delivery, pace: Pace, *, now: datetime) -> Delivery | None:
    # A chat that must wait makes room for the others.
    earliest = pace.earliest(delivery.chat_id)
    if earliest is None or earliest <= now:
        return None
    return replace(delivery, state=DeliveryState.PENDING, due_at=earliest)


async def _send(
    db: Database, send: Send, delivery: Delivery, language: Language, pace: Pace, *, clock: Clock
) -> bool:
    await clock.sleep(pace.wait(now=clock.now()).total_seconds())
    pace.left(delivery.chat_id, now=clock.now())
    receipt = await send(delivery, language=language)
    now = clock.now()
    if isinstance(receipt, SlowDown):
        pace.halt(delivery.chat_id, until=now + receipt.pause)
    ended = advance(delivery, receipt, now=now)
    async with db.writing() as tx:
        await _save(tx, delivery, ended, receipt, now=now)
    if ended.state in (DeliveryState.FAILED, DeliveryState.UNREACHABLE):
        log.warning("message %s to chat %s ended: %s", ended.id, ended.chat_id, ended.reason)
    return ended.state is DeliveryState.SENT


async def _save(
    tx: Transaction, delivery: Delivery, ended: Delivery, receipt: Receipt, *, now: datetime
) -> None:
    match receipt:
        case Moved(to):
            await move_chat(tx, delivery.chat_id, to)
        case Unreachable(reason):
            await mark_unreachable(tx, delivery.chat_id, now=now)
            await end_deliveries(tx, delivery.chat_id, reason=reason)
        case _:
            pass
    await save_delivery(tx, ended)


async def _language(tx: Transaction, delivery: Delivery) -> Language:
    chat = await find_chat(tx, delivery.chat_id)
    return chat.language if chat else Language.INDONESIAN
