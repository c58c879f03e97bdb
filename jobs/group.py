"""Grouping: every new item joins the story that it tells, or opens one.

The items of the last days stand in memory (`jobs.shelf`), read from the database when we begin and whenever
somebody else has changed stories since. One of us groups at a time, and goes on until it has not been heard
of for HELD. Everything is written with the number of the turn: what was decided on stories that have changed
meanwhile is thrown away, and after a crash an item either has its story or still waits.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from jobs.copies import Compared, compare_texts, save_compared
from jobs.shelf import Shelf
from news.clock import Clock
from news.grouping import REACH, Placement
from news.ids import ItemId, StoryId
from news.item import Item
from storage.database import Database, Transaction
from storage.grouping import (
    grouped_between,
    grouping_turn,
    hold_grouping_turn,
    join_stories,
    linked_stories,
    merge_stories,
    open_stories,
    take_grouping_turn,
    ungrouped_items,
)

ITEMS_AT_ONCE = 100
HELD = timedelta(seconds=30)
"""How long others wait for one that groups and is not heard of."""

_SPAN = timedelta(days=1)
"""How far apart older items may have come out that are placed together."""

_READ_FOR_ONE = 50
"""Items of the days around them that are read for each older one that is placed. A few of them amid many are
stragglers: for these, what is around them is not read, and they join what has their link or stand alone."""


class Grouper:
    """Groups new items; of any number that share a database, one does the work."""

    def __init__(self, db: Database, *, clock: Clock) -> None:
        self._db, self._clock = db, clock
        self._turn: int | None = None
        self._held_until = clock.now()
        self._recent: Shelf | None = None
        self._archive: Shelf | None = None

    async def group_new_items(self) -> int:
        """Place at most ITEMS_AT_ONCE items, and compare full texts; returns how many were placed."""
        now = self._clock.now()
        async with self._db.reading() as tx:
            if not await self._has_turn(tx, now=now):
                return 0
            waiting = await ungrouped_items(tx, recent=now - REACH, span=_SPAN, limit=ITEMS_AT_ONCE)
            linked = await linked_stories(tx, [item.link for item in waiting])
            compared = await compare_texts(tx, waiting, room=ITEMS_AT_ONCE - len(waiting))
            shelf = await self._shelf_for(tx, waiting, now=now) if waiting else Shelf(now)
        if not waiting and not compared.texts:
            await self._stay(now)
            return 0
        return len(waiting) if await self._place(shelf, waiting, linked, compared, now=now) else 0

    async def stop(self) -> None:
        """Leave the turn to others."""
        if self._turn is not None:
            async with self._db.writing() as tx:
                await hold_grouping_turn(tx, self._turn, until=None)
        self._forget()

    async def _has_turn(self, tx: Transaction, *, now: datetime) -> bool:
        turn = await grouping_turn(tx)
        if turn.number == self._turn:
            return True
        self._forget()
        if turn.held_until and turn.held_until > now:
            return False
        self._turn, self._held_until = turn.number, now
        return True

    async def _stay(self, now: datetime) -> None:
        """Let others know that we live, though there is nothing to do."""
        if self._turn is not None and self._held_until < now + HELD / 2:
            self._held_until = now + HELD
            async with self._db.writing() as tx:
                await hold_grouping_turn(tx, self._turn, until=self._held_until)

    async def _shelf_for(self, tx: Transaction, waiting: Sequence[Item], *, now: datetime) -> Shelf:
        first, last = waiting[0].published_at, waiting[-1].published_at
        if first >= now - REACH:
            self._recent = self._recent or Shelf(now - REACH)
            await self._recent.read(tx, since=now - REACH, until=now)
            await self._recent.read_headlines(tx, now=now)
            return self._recent
        since = first - REACH
        if self._archive is None or not self._archive.reaches(since):
            self._archive = None
            most = len(waiting) * _READ_FOR_ONE
            if await grouped_between(tx, since, last + REACH, most=most) >= most:
                return Shelf(since)
            self._archive = Shelf(since)
        await self._archive.read(tx, since=since, until=last + REACH)
        return self._archive

    async def _place(
        self,
        shelf: Shelf,
        waiting: Sequence[Item],
        linked: Mapping[str, StoryId],
        compared: Compared,
        *,
        now: datetime,
    ) -> bool:
        """Decide and write down where the items belong; False where stories have changed meanwhile."""
        turn = self._turn
        try:
            beside = compared.beside(waiting)
            placed = await shelf.place(waiting, _known(waiting, linked, beside, compared.told), beside)
            async with self._db.writing() as tx:
                if turn is None or not await take_grouping_turn(tx, turn, hold_until=now + HELD):
                    self._forget()
                    return False
                await _write(tx, shelf, waiting, placed)
                shelves = {id(each): each for each in (shelf, self._recent, self._archive) if each}
                await save_compared(tx, compared, list(shelves.values()))
        except BaseException:
            self._recent = self._archive = None  # they hold what was not written
            raise
        self._turn, self._held_until = turn + 1, now + HELD
        return True

    def _forget(self) -> None:
        self._turn = self._recent = self._archive = None


async def group_all(grouper: Grouper, *, stopping: Callable[[], bool] = lambda: False) -> int:
    """Place items until none waits, or we are stopping; returns how many there were."""
    placed = 0
    while not stopping() and (more := await grouper.group_new_items()):
        placed += more
    return placed


def _known(
    waiting: Sequence[Item],
    linked: Mapping[str, StoryId],
    beside: Mapping[ItemId, ItemId],
    told: Mapping[ItemId, StoryId],
) -> dict[ItemId, StoryId]:
    """The stories of items whose link is that of another, or else their full text."""
    copied = {item_id: told[other] for item_id, other in beside.items() if other in told}
    return copied | {item.id: linked[item.link] for item in waiting if item.link in linked}


async def _write(tx: Transaction, shelf: Shelf, waiting: Sequence[Item], placed: Sequence[Placement]) -> None:
    opening = [
        item
        for item, placement in zip(waiting, placed, strict=True)
        if placement.founder == item.id and not shelf.knows(item.id)
    ]
    for item, story_id in zip(opening, await open_stories(tx, opening), strict=True):
        shelf.name(item.id, story_id)
    await join_stories(tx, {each.item_id: shelf.story_of(each.founder) for each in placed})
    for placement in placed:
        merged = [shelf.story_of(founder) for founder in placement.merged]
        await merge_stories(tx, shelf.story_of(placement.founder), merged)
