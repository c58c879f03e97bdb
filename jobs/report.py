"""Reporting: the operator hears once when a feed breaks, and once when it works again."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from news.clock import Clock
from storage.database import Database
from storage.troubles import FeedChange, save_told, untold_changes

log = logging.getLogger(__name__)

Tell = Callable[[Sequence[FeedChange]], Awaitable[bool]]
"""Tells the operator of changes; False where that did not succeed, and is to be tried again."""

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
"""Before trying once more to tell; the pause doubles each time up to this."""


@dataclass(slots=True, kw_only=True)
class Reporter:
    """Tells of every change that the operator does not know of."""

    db: Database
    tell: Tell
    clock: Clock
    _failed: int = field(default=0, init=False)
    _again_at: datetime | None = field(default=None, init=False)

    async def report(self) -> int:
        """Tell of what is new, unless we wait since that failed; returns how many changes were told.

        They are noted once they have been told: after a crash in between they are told again, never lost.
        """
        if self._again_at and self.clock.now() < self._again_at:
            return 0
        async with self.db.reading() as tx:
            changes = await untold_changes(tx)
        if not changes:
            return 0
        if not await self.tell(changes):
            self._wait()
            return 0
        self._failed, self._again_at = 0, None
        async with self.db.writing() as tx:
            await save_told(tx, changes)
        return len(changes)

    def _wait(self) -> None:
        if not self._failed:
            # As a warning: an error would ask to be told to the same chat.
            log.warning(
                "the owner's chat could not be told how feeds are; it is tried again ever more slowly"
            )
        # More doublings than these change nothing.
        self._again_at = self.clock.now() + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self._failed, 10))
        self._failed += 1
