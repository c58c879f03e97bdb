"""An outage: said once when it begins and once when it is over, with growing pauses between the tries."""

import logging
from datetime import timedelta

from news.clock import Clock
from news.text import shorten

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=60)


class Outage:
    """Of `what` we rely on; none yet."""

    def __init__(self, what: str, clock: Clock, *, longest: timedelta = LONGEST_PAUSE) -> None:
        self._what, self._clock, self._longest = what, clock, longest
        self._failures = 0

    @property
    def lasts(self) -> bool:
        """Whether the last answer was none."""
        return self._failures > 0

    def failed(self, reason: str, *, unexpected: Exception | None = None) -> None:
        """There was no answer; what nobody expected is logged with its traceback."""
        if not self._failures:
            log.warning(
                "%s does not answer (%s); trying again, with growing pauses",
                self._what,
                shorten(reason, 200),
                exc_info=unexpected,
            )
        self._failures += 1

    async def pause(self, *, at_least: timedelta = timedelta()) -> None:
        """Wait before the next try, longer after every failure."""
        doubled: int = 2 ** min(self._failures - 1, 16)
        pause = max(min(FIRST_PAUSE * doubled, self._longest), at_least)
        await self._clock.sleep(pause.total_seconds())

    def answered(self) -> None:
        """There was an answer."""
        if self._failures:
            log.warning("%s answers again", self._what)
        self._failures = 0
