"""Telegram's limits on sending, in real time.

30 messages a second in all, or 1,000 where they are paid for; one a second into each chat, after a burst of
five; 20 a minute into a group.
"""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.telegram.errors import too_many_requests
from sandbox.telegram.records import Chat

PER_SECOND = 30
PAID_PER_SECOND = 1_000
BURST = 5
PER_MINUTE_IN_GROUPS = 20
CHATS_REMEMBERED = 10_000

LIMITED = frozenset({"sendmessage", "sendphoto", "senddocument", "copymessage", "forwardmessage"})


@dataclass(slots=True, kw_only=True)
class Window:
    """At most `most` events within any `span` seconds."""

    most: int
    span: float
    times: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        while self.times and now - self.times[0] >= self.span:
            self.times.popleft()
        return 0.0 if len(self.times) < self.most else self.times[0] + self.span - now

    def count(self, now: float) -> None:
        self.times.append(now)


@dataclass(slots=True, kw_only=True)
class Bucket:
    """A burst, then one event a second."""

    tokens: float = BURST
    filled_at: float

    def wait(self, now: float) -> float:
        self.tokens = min(BURST, self.tokens + now - self.filled_at)
        self.filled_at = now
        return 0.0 if self.tokens >= 1 else 1 - self.tokens

    def count(self, now: float) -> None:
        self.tokens -= 1


class Limits:
    def __init__(self, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._in_all = {
            False: Window(most=PER_SECOND, span=1),
            True: Window(most=PAID_PER_SECOND, span=1),
        }
        self._by_chat: OrderedDict[int, list[Window | Bucket]] = OrderedDict()

    def count(self, chat: Chat, *, paid: bool = False) -> None:
        """Counts one message into the chat, or raises the 429 that tells how long to wait."""
        now = self._seconds()
        meters = [self._in_all[paid], *self._meters(chat, now)]
        wait = max(meter.wait(now) for meter in meters)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for meter in meters:
            meter.count(now)

    def _meters(self, chat: Chat, now: float) -> list[Window | Bucket]:
        meters = self._by_chat.setdefault(chat.id, self._new_meters(chat, now))
        self._by_chat.move_to_end(chat.id)
        while len(self._by_chat) > CHATS_REMEMBERED:
            self._by_chat.popitem(last=False)
        return meters

    @staticmethod
    def _new_meters(chat: Chat, now: float) -> list[Window | Bucket]:
        meters: list[Window | Bucket] = [Bucket(filled_at=now)]
        if not chat.is_private:
            meters.append(Window(most=PER_MINUTE_IN_GROUPS, span=60))
        return meters
