"""The clock that comes in: who waits or loops takes one, who decides takes `now`."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time, and waits."""

    def now(self) -> datetime:
        """This instant, aware."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds."""
        ...
