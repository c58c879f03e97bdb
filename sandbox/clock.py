"""The sandbox's clock: real time, plus an offset that only grows."""

import time
from datetime import UTC, datetime, timedelta


class SandboxClock:
    """Tells the sandbox's time and can be moved on, so that tomorrow is one call away."""

    def __init__(self, start: datetime | None = None) -> None:
        """`start` is what the clock shows now; without it, real time."""
        # The sandbox is the outside world: this is where its time comes from.
        self._started_at = (start or datetime.now(UTC)).astimezone(UTC)  # noqa: TID251
        self._zero = time.monotonic()
        self._moved = timedelta(0)

    def now(self) -> datetime:
        return self._started_at + timedelta(seconds=time.monotonic() - self._zero) + self._moved

    def move_by(self, span: timedelta) -> None:
        if span < timedelta(0):
            raise ValueError("the clock does not move back")
        self._moved += span

    def move_to(self, moment: datetime) -> None:
        """Shows `moment` or later: while somebody computed it, the clock went on by itself."""
        self._moved += max(moment - self.now(), timedelta(0))
