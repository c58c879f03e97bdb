"""The pulse of listening: whether Telegram still answers when we ask for updates."""

from datetime import datetime, timedelta

from news.clock import Clock

LONGEST_SILENCE = timedelta(minutes=3)
"""Telegram answers within half a minute, whether something has happened or not."""


class Pulse:
    """Nobody's, until it beats for the first time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: datetime | None = None

    def beat(self) -> None:
        """Updates have been asked for, and what came has been kept."""
        self._last = self._clock.now()

    def trouble(self) -> str:
        """What is wrong, in a sentence; empty where nothing is."""
        silent = self._clock.now() - self._last if self._last else timedelta()
        if silent <= LONGEST_SILENCE:
            return ""
        return f"no updates could be fetched for {silent.total_seconds():.0f} seconds"
