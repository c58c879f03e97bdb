"""A shelf: the stories of some days in memory, so that new items can be placed among them."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from news.grouping import Grouping, Placement
from news.ids import ItemId, StoryId
from news.item import Item
from news.likeness import traits
from storage.database import Transaction
from storage.grouping import Mark, grouped_items, kept_apart_stories
from storage.headlines import retitled_items

_READ_AT_ONCE = 200
_ADDED_AT_ONCE = 20
"""Items that are read and added without a pause: others have work to do."""

_COMMITTED_WITHIN = timedelta(minutes=15)
"""A headline is marked with the time at which its poll began, and is seen when that poll is committed."""


class Shelf:
    """Stories and their items from `since` on, each story known by its founder (`news.grouping`)."""

    def __init__(self, since: datetime) -> None:
        self.since = since
        self._read_to: Mark = (since, ItemId(0))
        self._grouping = Grouping()
        self._ids: dict[ItemId, StoryId] = {}
        self._founders: dict[StoryId, ItemId] = {}
        self._headlines_read_at: datetime | None = None
        self._retitled: dict[ItemId, str] = {}

    def reaches(self, since: datetime) -> bool:
        """Whether everything from `since` on is here, as far as it has been read."""
        return self.since <= since <= self._read_to[0]

    async def read(self, tx: Transaction, *, since: datetime, until: datetime) -> None:
        """Forget what came out before `since`, and read what has been grouped that came out until `until`."""
        self.since = since
        for founder in self._grouping.forget_before(_hours(since)):
            self._founders.pop(self._ids.pop(founder), None)
        while grouped := await grouped_items(tx, after=self._read_to, until=until, limit=_READ_AT_ONCE):
            for number, (item, story_id) in enumerate(grouped):
                if item.id not in self._grouping:
                    self._add(item, story_id)
                if number % _ADDED_AT_ONCE == 0:
                    await asyncio.sleep(0)
            last = grouped[-1][0]
            self._read_to = last.published_at, last.id
            await self._keep_apart(tx)
        self._read_to = max(self._read_to, (until, ItemId(0)))

    async def read_headlines(self, tx: Transaction, *, now: datetime) -> None:
        """Compare the items whose headlines have changed since the last time under the new ones."""
        since = (self._headlines_read_at or now) - _COMMITTED_WITHIN
        found = await retitled_items(tx, since=since)
        for item in found:
            if item.id in self._grouping and self._retitled.get(item.id) != item.title:
                self._grouping.retell(item.id, traits(item))
                await asyncio.sleep(0)
        self._retitled = {item.id: item.title for item in found}
        self._headlines_read_at = now

    async def place(
        self, waiting: Sequence[Item], known: Mapping[ItemId, StoryId], beside: Mapping[ItemId, ItemId]
    ) -> list[Placement]:
        """Where the items belong, each after those before it; for some their stories are `known`, or an item
        `beside` which they belong."""
        placed = []
        for item in waiting:
            other = beside.get(item.id)
            if item.id in known:
                placed.append(self._add(item, known[item.id]))
            elif other is not None and other in self._grouping:
                placed.append(self._add_to(self._grouping.founder_of(other), item))
            else:
                placed.append(self._grouping.place(item.id, traits(item)))
            await asyncio.sleep(0)  # each takes about a millisecond, and others have work to do
        return placed

    def knows(self, founder: ItemId) -> bool:
        """Whether the story of this founder has its id."""
        return founder in self._ids

    def story_of(self, founder: ItemId) -> StoryId:
        return self._ids[founder]

    def name(self, founder: ItemId, story_id: StoryId) -> None:
        """The story of this founder has been opened, and got its id."""
        self._ids[founder] = story_id
        self._founders[story_id] = founder

    def merge(self, story_id: StoryId, *, into: StoryId) -> None:
        """The one story is part of the other from now on, and either may be unknown here."""
        founder = self._founders.pop(story_id, None)
        if founder is None:
            return
        if into in self._founders:
            self._grouping.merge(founder, into=self._founders[into])
        else:
            self.name(founder, into)

    async def _keep_apart(self, tx: Transaction) -> None:
        for one, other in await kept_apart_stories(tx):
            if one in self._founders and other in self._founders:
                self._grouping.keep_apart(self._founders[one], self._founders[other])

    def _add(self, item: Item, story_id: StoryId) -> Placement:
        founder = self._founders.get(story_id, item.id)
        self.name(founder, story_id)
        return self._add_to(founder, item)

    def _add_to(self, founder: ItemId, item: Item) -> Placement:
        self._grouping.add(item.id, traits(item), founder)
        return Placement(item_id=item.id, founder=founder)


def _hours(at: datetime) -> float:
    return at.timestamp() / 3600
