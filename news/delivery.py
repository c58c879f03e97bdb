"""A message on its way to a chat.

           claim                    sent
PENDING ──────────→ SENDING ─────────────────→ SENT
 │ ↑                  │ │ │   no place in the chat
 │ │ slow down,       │ │ └──────────────────→ UNREACHABLE
 │ │ moved, trouble   │ │     wrong, in doubt too often
 │ ├──────────────────┘ └────────────────────→ FAILED
 │ └── in doubt: it is a repeat from then on
 │           the chat's next digest is written
 └───────────────────────────────────────────→ FOLDED

Promises:
- The claim is committed before the message is sent, so a message is never on its way unnoticed.
- A message whose outcome is unknown (the sender died, or no answer came) is sent once more, marked as a
  repeat: once for each doubt, and after MOST_DOUBTS never again.
- Any number of senders share the work; what a dead one held comes into doubt when its lease has run out.
- Slowing down and moving cost no attempt; trouble is tried again with growing pauses for as long as the
  message matters: until the chat's next digest is written, which tells what this one would have told.
- What ends UNREACHABLE is told by the next digest of the chat that can be reached again, in the same way.
- A chat's messages go in their order: the next one waits until this one has ended.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from news.ids import ChatId, DeliveryId, DigestId
from news.message import Message

LEASE = timedelta(seconds=20)
"""How long a sender that is not heard of may hold a message; one that lives renews it."""

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=10)

MOST_DOUBTS = 5
"""A message that is in doubt more often ends: it may be what kills its senders."""


class DeliveryState(StrEnum):
    """Where a message stands; the last four are ends."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message of a digest. Of several that may be sent, those go first that have been due the longest,
    and none before it is `ready_at`. `attempts` counts troubles, `doubts` how often its sending was in doubt.
    """

    id: DeliveryId
    digest_id: DigestId
    chat_id: ChatId
    message: Message
    state: DeliveryState
    attempts: int
    doubts: int
    due_at: datetime
    ready_at: datetime
    reason: str = ""
    message_id: int | None = None

    @property
    def repeat(self) -> bool:
        """Whether it may have been sent before."""
        return self.doubts > 0


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took it."""

    message_id: int


@dataclass(frozen=True, slots=True)
class SlowDown:
    """Telegram refused it for now: this chat, or all, must wait."""

    pause: timedelta


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has become a supergroup and is `to` from now on."""

    to: ChatId


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The bot has no place in the chat, or no right to write there.

    `left`: it was blocked or removed, so that Telegram tells us when it is back; what else is missing may be
    given back without a word.
    """

    reason: str
    left: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """The message itself is wrong; sending it again cannot help."""

    reason: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """It was surely not sent, and may be later."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been sent or not: no answer came."""

    reason: str


Receipt = Sent | SlowDown | Moved | Unreachable | Refused | Trouble | Unknown


def advance(delivery: Delivery, receipt: Receipt, *, now: datetime) -> Delivery:
    """Where a SENDING delivery stands after `receipt`."""
    match receipt:
        case Sent(message_id):
            return replace(delivery, state=DeliveryState.SENT, message_id=message_id, reason="")
        case SlowDown(pause):
            return _pending(delivery, ready_at=now + pause)
        case Moved(to):
            return replace(_pending(delivery, ready_at=now), chat_id=to)
        case Unreachable(reason, _):
            return _ended(delivery, DeliveryState.UNREACHABLE, reason)
        case Refused(reason):
            return _ended(delivery, DeliveryState.FAILED, reason)
        case Trouble(reason):
            return _after_trouble(delivery, reason, now=now)
        case Unknown(reason):
            return in_doubt(delivery, reason, now=now)
        case _:
            assert_never(receipt)


def in_doubt(delivery: Delivery, reason: str, *, now: datetime) -> Delivery:
    """Once more, marked as a repeat; but what was in doubt too often has ended."""
    doubted = replace(delivery, doubts=delivery.doubts + 1)
    if doubted.doubts > MOST_DOUBTS:
        return _ended(doubted, DeliveryState.FAILED, f"in doubt {doubted.doubts} times: {reason}")
    return replace(_pending(doubted, ready_at=now + FIRST_PAUSE), reason=reason)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many troubles in a row, from 1."""
    doubled: int = 2 ** min(attempts - 1, 16)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)


def _after_trouble(delivery: Delivery, reason: str, *, now: datetime) -> Delivery:
    attempts = delivery.attempts + 1
    return replace(_pending(delivery, ready_at=now + pause_after(attempts)), attempts=attempts, reason=reason)


def _pending(delivery: Delivery, *, ready_at: datetime) -> Delivery:
    return replace(delivery, state=DeliveryState.PENDING, ready_at=ready_at)


def _ended(delivery: Delivery, state: DeliveryState, reason: str) -> Delivery:
    return replace(delivery, state=state, reason=reason)
