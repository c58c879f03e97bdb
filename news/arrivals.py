"""Arrivals: when the last messages arrived at Telegram, as far as their answers tell.

Telegram counts what arrives within a second, and messages do not all travel equally fast: where one was late,
the one that is a second behind it must be late as well, else one too many arrives within that second.
"""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

_SECOND = timedelta(seconds=1.004)
_REMEMBERED = 200
"""Journeys among which the fastest is sought: ways change."""


@dataclass(slots=True)
class Journey:
    """A message that left at `left`, and when its answer was there."""

    left: datetime
    answered_at: datetime | None = None


class Arrivals:
    """The last `most` messages: so many may arrive within a second."""

    def __init__(self, most: float) -> None:
        self._last: deque[Journey] = deque(maxlen=max(1, int(most)))
        self._times: deque[timedelta] = deque(maxlen=_REMEMBERED)
        self._fastest = timedelta.max

    def not_before(self, at: datetime) -> datetime:
        """That instant, or a later one where with the next message too many would arrive."""
        full = len(self._last) == self._last.maxlen
        return max(at, self._as_if_left(self._last[0]) + _SECOND) if full else at

    def leaves(self, at: datetime) -> Journey:
        journey = Journey(at)
        self._last.append(journey)
        return journey

    def answered(self, journey: Journey, at: datetime) -> None:
        """The answer to it came."""
        journey.answered_at = at
        time = at - journey.left
        forgotten = self._times[0] if len(self._times) == _REMEMBERED else None
        self._times.append(time)
        self._fastest = min(self._times) if forgotten == self._fastest else min(self._fastest, time)

    def _as_if_left(self, journey: Journey) -> datetime:
        """When it left, were it as fast as the fastest: what that did not need was delay on the way."""
        if journey.answered_at is None:
            return journey.left
        return max(journey.left, journey.answered_at - self._fastest)
