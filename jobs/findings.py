"""Findings: what the topics of all chats find, asked once for every query whoever follows it."""

from datetime import datetime, timedelta

from news.digest import OVERLAP, REACH
from news.feed import Health
from news.grammar import parse_query
from news.query import regions_sought
from news.rank import Ranked, rank
from storage.database import Transaction
from storage.outlets import unwatched_outlets
from storage.stories import stories_fitting

_USUAL = timedelta(days=1)
"""How far back most digests reach, behind their overlap; the others reach as far as any may."""


class Findings:
    """What queries find among what was seen until `until`, in the order of what matters."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self._found: dict[tuple[str, datetime], list[Ranked]] = {}
        self._unwatched: tuple[tuple[str, ...], tuple[str, ...]] | None = None

    async def ranked(self, tx: Transaction, query: str, *, since: datetime) -> list[Ranked]:
        """The stories of the query (canonical text): all that were seen after `since`, and some before it."""
        # Chats whose digests begin at slightly different times share one answer.
        usual = self.until - _USUAL - OVERLAP
        reach = usual if since >= usual else self.until - REACH - OVERLAP
        return await self.exactly(tx, query, since=min(since, reach))

    async def exactly(self, tx: Transaction, query: str, *, since: datetime) -> list[Ranked]:
        """The stories of the query that were seen after `since`."""
        key = query, since
        if key not in self._found:
            asked = parse_query(query)
            fitting = await stories_fitting(tx, asked, since=since, until=self.until)
            self._found[key] = rank(fitting, regions=regions_sought(asked), now=self.until)
        return self._found[key]

    async def unwatched(self, tx: Transaction) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The outlets that could not be polled, and those that have fallen silent."""
        if self._unwatched is None:
            found = await unwatched_outlets(tx, now=self.until)
            silent = tuple(outlet for outlet, health in found.items() if health is Health.SILENT)
            self._unwatched = tuple(outlet for outlet in found if outlet not in silent), silent
        return self._unwatched
