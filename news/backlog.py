"""The backlog: what waits in the outbox, and when it will have been sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONG = timedelta(minutes=1)
"""A backlog that takes longer is worth a word to the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What waits, in messages: `due` by now, the first of them since `waiting_since`; `later`, at its time;
    `under_way`; `in_doubt`, of which some are due.

    `undigested` chats are due and their digests are not written yet. Messages leave at `rate` a second, and
    none before `halted_until`.
    """

    due: int = 0
    later: int = 0
    under_way: int = 0
    in_doubt: int = 0
    undigested: int = 0
    waiting_since: datetime | None = None
    rate: float
    halted_until: datetime

    @property
    def waiting(self) -> int:
        """How many messages are due, one for each digest to come included."""
        return self.due + self.undigested

    def done_at(self, *, now: datetime) -> datetime:
        """When all that is due by now will have been sent, as far as can be told."""
        return max(now, self.halted_until) + timedelta(seconds=self.waiting / self.rate)
