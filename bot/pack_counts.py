"""How many stories each topic pack would have brought today: counted when it is shown, then remembered."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from news.clock import Clock
from news.grammar import parse_query
from news.packs import Pack
from storage.database import Database
from storage.stories import count_stories

TODAY = timedelta(hours=24)

FRESH = timedelta(minutes=15)
"""How long a count is shown: whoever looks through the packs wants to know which of them are busy."""


class PackCounts:
    """Counts of the packs, for everybody who is offered these."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db, self._clock = db, clock
        self._known: dict[str, tuple[datetime, int]] = {}

    async def of(self, packs: Iterable[Pack]) -> Mapping[str, int]:
        """The counts of these packs by their keys."""
        now = self._clock.now()
        return {pack.key: await self._count(pack, now) for pack in packs}

    async def _count(self, pack: Pack, now: datetime) -> int:
        counted_at, count = self._known.get(pack.key, (now - 2 * FRESH, 0))
        if not timedelta() <= now - counted_at < FRESH:
            async with self._db.reading() as tx:
                count = await count_stories(tx, parse_query(pack.query), since=now - TODAY, until=now)
            self._known[pack.key] = now, count
        return count
