"""Delivering: send what the outbox holds, as fast as Telegram allows, with any number of senders.

```
┌─▶ one transaction: what was sent is saved, and what may leave next is claimed, each with its instant
│        └─▶ the runway lets each leave at its instant; its answer is a receipt
└─────────────── as soon as a receipt is there, or the next message may leave
```

The busier it is, the more one transaction does. The claim is committed before a message leaves: from then on
a crash leaves it in doubt, never unnoticed.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jobs.runway import Landing, Runway, Send
from news.clock import Clock
from news.delivery import (
    LEASE,
    Delivery,
    DeliveryState,
    Moved,
    Sent,
    SlowDown,
    Trouble,
    Unreachable,
)
from news.ids import ChatId
from news.pace import (
    Pace,
    after_departures,
    after_refusal,
    departures,
    halted_until,
    next_departure,
    pause_in,
    yielded,
)
from storage.chats import move_chat
from storage.database import Database, Transaction
from storage.deliveries import (
    Claim,
    claim_due_deliveries,
    keep_claims,
    postpone_deliveries,
    save_deliveries,
)
from storage.errors import DatabaseTrouble
from storage.paces import leave_alone, save_pace, take_pace
from storage.reach import lose_chat, regain_chat
from storage.untold import take_back

log = logging.getLogger(__name__)

MOST_IN_FLIGHT = 200
"""Messages that wait for Telegram's answer at once; when it is silent, no more are risked."""

_LOOK = timedelta(seconds=0.25)
"""How often we look for what has come while answers are waited for."""

_LEAST_GATHERED, _MOST_GATHERED = 0.008, 0.036
"""Seconds that a receipt waits for others, a little longer than messages are apart: so long does a crash
leave a message in doubt that was taken."""

_AT_ONCE = timedelta(seconds=0.04)
"""A span whose messages are claimed in one transaction, so that fewer serve at Telegram's ordinary pace."""

_LEAST_AHEAD = timedelta(seconds=0.03)
_MOST_AHEAD = timedelta(seconds=1.0)
"""How far ahead messages are claimed: as long as writing that down takes, within these bounds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Exchange:
    """What one transaction did: how many messages had been `sent`, and which are `booked` to leave when.

    More may leave from `more_at` on; it is None where nothing more is due.
    """

    sent: int
    booked: Sequence[tuple[Claim, datetime]] = ()
    more_at: datetime | None = None


class Sender:
    """Sends due messages, at most `most` a second together with all others under the same token; what is
    `paid` for keeps a pace apart from that of replies."""

    def __init__(self, db: Database, send: Send, *, most: float, clock: Clock, paid: bool = False) -> None:
        self._db, self._most, self._clock, self._paid = db, most, clock, paid
        self._runway = Runway(send, most=most, clock=clock)
        self._gathered = timedelta(seconds=min(max(1.1 / most, _LEAST_GATHERED), _MOST_GATHERED))
        self._ahead = _LEAST_AHEAD
        self._held_until = clock.now()

    async def deliver_due_messages(self, *, stopping: Callable[[], bool] = lambda: False) -> int:
        """Send until nothing may be sent, or we are stopping; returns how many messages were sent."""
        sent = 0
        while True:
            exchange = await self._exchange_while_serving(claiming=not stopping())
            sent += exchange.sent
            self._runway.book(exchange.booked)
            if exchange.more_at is None and not self._runway.busy:
                return sent
            look_at = self._clock.now() + _LOOK
            claim_at = look_at if exchange.more_at is None else exchange.more_at - self._ahead
            await self._runway.serve(until=min(claim_at, look_at), gather=self._gathered)

    async def _exchange_while_serving(self, *, claiming: bool) -> _Exchange:
        exchanging = asyncio.ensure_future(self._exchange(claiming=claiming))
        try:
            await self._runway.serve_during(exchanging)
            return exchanging.result()
        finally:
            exchanging.cancel()

    async def _exchange(self, *, claiming: bool) -> _Exchange:
        """Save what has landed, and claim what may leave."""
        if not claiming:
            self._runway.give_back()
        begun, landed = self._clock.now(), list(self._runway.landed)
        exchange = _Exchange(sent=sum(isinstance(each.receipt, Sent) for each in landed))
        try:
            async with self._db.writing() as tx:
                exchange = await self._let_leave(tx, exchange, landed, claiming=claiming)
        except DatabaseTrouble:
            raise
        except Exception:
            if not landed:
                raise
            log.exception("what was sent cannot be saved at once; it is saved one by one")
            await self._save_apart(landed)
        self._runway.clear(len(landed))
        self._ahead = min(max(2 * (self._clock.now() - begun), _LEAST_AHEAD), _MOST_AHEAD)
        return exchange

    async def _let_leave(
        self, tx: Transaction, exchange: _Exchange, landed: Sequence[Landing], *, claiming: bool
    ) -> _Exchange:
        await self._keep_claims(tx)  # first, or after a pause of this machine we would claim our own again
        # Before anything of a chat: replies take the pace first as well, and neither waits for the other.
        before = await take_pace(tx, paid=self._paid)
        await _save(tx, landed)
        pace = self._after_refusals(before, landed)
        self._runway.halt(halted_until(pace, now=self._clock.now()))
        if claiming:
            exchange, pace = await self._claim(tx, exchange, pace)
        if pace != before:
            await save_pace(tx, pace)
        return exchange

    async def _save_apart(self, landed: Sequence[Landing]) -> None:
        """Save each by itself: one that cannot be saved, and comes into doubt, holds up no other."""
        for each in landed:
            try:
                async with self._db.writing() as tx:
                    await _save(tx, [each])
            except DatabaseTrouble:
                raise
            except Exception:
                log.exception("what became of message %s cannot be saved", each.claimed.id)

    async def _claim(self, tx: Transaction, exchange: _Exchange, pace: Pace) -> tuple[_Exchange, Pace]:
        now = self._clock.now()
        room = MOST_IN_FLIGHT - len(self._runway.held)
        until = now + self._ahead + _AT_ONCE
        if not self._runway.booked:  # else each transaction would take as much again before the replies
            until += yielded(pace, most_ahead=_MOST_AHEAD, now=now)
        free = departures(pace, most=self._most, now=now, until=until)[: max(0, room)]
        if not free:
            return replace(exchange, more_at=next_departure(pace, now=now) if room > 0 else now + _LOOK), pace
        claims = await claim_due_deliveries(tx, now=now, limit=len(free))
        booked = list(zip(claims, free, strict=False))
        await leave_alone(tx, dict(_pauses(booked)))
        pace = after_departures(pace, free[: len(claims)], most=self._most, now=now)
        more_at = pace.next_at if len(claims) == len(free) else None
        return replace(exchange, booked=booked, more_at=more_at), pace

    def _after_refusals(self, pace: Pace, landed: Sequence[Landing]) -> Pace:
        for each in landed:
            if isinstance(each.receipt, SlowDown):
                chat_id, pause = each.claimed.chat_id, each.receipt.pause
                pace = after_refusal(pace, chat_id, pause, most=self._most, now=each.at)
        return pace

    async def _keep_claims(self, tx: Transaction) -> None:
        now = self._clock.now()
        held = self._runway.held
        if held and now >= self._held_until - 2 * LEASE / 3:
            self._held_until = now + LEASE
            await keep_claims(tx, [claim.delivery.id for claim in held], now=now)


def _pauses(booked: Sequence[tuple[Claim, datetime]]) -> Iterator[tuple[ChatId, datetime]]:
    for claim, at in booked:
        chat_id = claim.delivery.chat_id
        # Most people get one message, and nothing for hours; into a group others of ours may write soon.
        if claim.more or chat_id < 0:
            yield chat_id, at + pause_in(chat_id)


async def _save(tx: Transaction, landed: Sequence[Landing]) -> None:
    saved = [(each.claimed, each.ended) for each in landed]
    for each, (_, ended) in zip(landed, saved, strict=True):
        await _note(tx, each, ended)
    await save_deliveries(tx, saved)


async def _note(tx: Transaction, landing: Landing, ended: Delivery) -> None:
    chat_id = landing.claimed.chat_id
    match landing.receipt:
        case Sent() if landing.claim.lost:
            await regain_chat(tx, chat_id)
        case Moved(to):
            await move_chat(tx, chat_id, to)
        case Unreachable(reason, left):
            await lose_chat(tx, chat_id, left=left, reason=reason, now=landing.at)
            await take_back(tx, ended.id)
        case SlowDown() | Trouble():
            # They wait for this one anyway; put off, they are not looked at again and again meanwhile.
            await postpone_deliveries(tx, chat_id, until=ended.ready_at)
        case _:
            pass
    if ended.state in (DeliveryState.FAILED, DeliveryState.UNREACHABLE):
        log.warning("message %s to chat %s ended: %s", ended.id, chat_id, ended.reason)
