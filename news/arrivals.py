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


@dataclass(slots=True, kw_only=True)
class Journey:
    """A message that left at `left`; as far as is known it arrived as if it had left at `as_if_left`."""

    left: datetime
    as_if_left: datetime


class Arrivals:
    """The last `most` messages: so many may arrive within a second."""

    def __init__(self, most: float) -> None:
        self._last: deque[Journey] = deque(maxlen=max(1, int(most)))
        self._times: deque[timedelta] = deque(maxlen=_REMEMBERED)

    def not_before(self, at: datetime) -> datetime:
        """That instant, or a later one where with the next message too many would arrive."""
        full = len(self._last) == self._last.maxlen
        return max(at, self._last[0].as_if_left + _SECOND) if full else at

    def leaves(self, at: datetime) -> Journey:
        journey = Journey(left=at, as_if_left=at)
        self._last.append(journey)
        return journey

    def answered(self, journey: Journey, at: datetime) -> None:
        """The answer to it came; of its time, what the fastest message did not need was delay on the way."""
        self._times.append(at - journey.left)
        journey.as_if_left = max(journey.left, at - min(self._times))
