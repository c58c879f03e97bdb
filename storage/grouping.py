"""Grouping: whose turn it is, which items wait for a story, which have one, and what was decided.

Each turn has a number. Who groups writes with the number that it knows, and holds the next turn for a while:
so two never group at once, one goes on as long as it lives, and whoever finds another number than its own
knows that stories have changed meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    delete,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)

from news.ids import ItemId, StoryId
from news.item import Item
from storage.database import Transaction
from storage.items import ITEMS, as_item
from storage.tables import items, kept_apart, stories, told, turns

Mark = tuple[datetime, ItemId]
"""A place among items in the order in which they came out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The turn that is next, and until when only its holder may take it."""

    number: int
    held_until: datetime | None


async def grouping_turn(tx: Transaction) -> Turn:
    row = (await tx.execute(select(turns.c.turn, turns.c.held_until).where(_GROUPING))).one()
    return Turn(number=row.turn, held_until=row.held_until)


async def take_grouping_turn(tx: Transaction, number: int, *, hold_until: datetime | None) -> bool:
    """Take the turn of that number, and hold the next one; False where it is over."""
    taken = update(turns).where(_GROUPING, turns.c.turn == number)
    held = taken.values(turn=number + 1, held_until=hold_until)
    return (await tx.execute(held)).rowcount > 0


async def hold_grouping_turn(tx: Transaction, number: int, *, until: datetime | None) -> None:
    """Hold the turn of that number longer, or no more."""
    await tx.execute(update(turns).where(_GROUPING, turns.c.turn == number).values(held_until=until))


async def correct_grouping(tx: Transaction) -> None:
    """Wait for the turn and end it, as whoever corrects stories does: those in memory are read anew."""
    await tx.execute(update(turns).where(_GROUPING).values(turn=turns.c.turn + 1, held_until=None))


async def ungrouped_items(tx: Transaction, *, recent: datetime, span: timedelta, limit: int) -> list[Item]:
    """At most `limit` items that belong to no story yet, in the order in which they came out: those published
    from `recent` on, or else the oldest others that came out within `span`."""
    waiting = _waits(tx)
    if found := await _items(tx, ITEMS.where(waiting, items.c.published_at >= recent), limit=limit):
        return found
    first = await tx.scalar(select(func.min(items.c.published_at)).where(waiting))
    if first is None:
        return []
    return await _items(tx, ITEMS.where(waiting, items.c.published_at < first + span), limit=limit)


async def grouped_items(
    tx: Transaction, *, after: Mark, until: datetime, limit: int
) -> list[tuple[Item, StoryId]]:
    """The next `limit` items behind `after` that belong to a story and came out until `until`."""
    behind = tuple_(items.c.published_at, items.c.id) > tuple_(*_bound(after))
    wanted = ITEMS.where(items.c.story_id.is_not(None), behind, items.c.published_at <= until)
    rows = (await tx.execute(_in_order(wanted).limit(limit))).mappings()
    return [(as_item(row), StoryId(row[items.c.story_id])) for row in rows]


async def grouped_between(tx: Transaction, since: datetime, until: datetime, *, most: int) -> int:
    """How many items that belong to a story came out from `since` to `until`, counted up to `most`."""
    came_out = items.c.published_at >= since, items.c.published_at <= until
    some = select(items.c.id).where(items.c.story_id.is_not(None), *came_out).limit(most).subquery()
    return await tx.scalar(select(func.count()).select_from(some)) or 0


async def linked_stories(tx: Transaction, links: Sequence[str]) -> dict[str, StoryId]:
    """The stories that items with these canonical links tell, by link; the oldest of several."""
    told_by = select(items.c.link, func.min(items.c.story_id)).where(
        items.c.link.in_(links), items.c.story_id.is_not(None)
    )
    found = await tx.execute(told_by.group_by(items.c.link))
    return {link: StoryId(id_) for link, id_ in found if id_ is not None}


async def open_stories(tx: Transaction, told_by: Sequence[Item]) -> list[StoryId]:
    """New stories, each told by one of the items, in their order; the items do not belong to them yet."""
    if not told_by:
        return []
    seen = [{"first_seen_at": item.first_seen_at, "last_seen_at": item.first_seen_at} for item in told_by]
    opened = insert(stories).returning(stories.c.id, sort_by_parameter_order=True)
    return [StoryId(id_) for id_ in await tx.scalars(opened, seen)]


async def join_stories(tx: Transaction, told_by: Mapping[ItemId, StoryId]) -> None:
    """Each item tells its story from now on."""
    if not told_by:
        return
    joins = [{"item": item_id, "story": story_id} for item_id, story_id in told_by.items()]
    await tx.execute(_JOIN, joins)
    await _see_again(tx, set(told_by.values()))


async def merge_stories(tx: Transaction, into: StoryId, merged: Sequence[StoryId]) -> None:
    """The stories `merged` are part of the story `into` from now on; under their ids that one is found."""
    if not merged:
        return
    await tx.execute(update(items).where(items.c.story_id.in_(merged)).values(story_id=into))
    gone = or_(stories.c.id.in_(merged), stories.c.merged_into.in_(merged))
    await tx.execute(update(stories).where(gone).values(merged_into=into))
    await _see_again(tx, {into})
    await _keep_apart_as(tx, into, merged)


async def split_story(tx: Transaction, story_id: StoryId, item_ids: Sequence[ItemId]) -> StoryId:
    """The items tell a new story from now on, which is never merged with the old one by itself.

    Who has been told the old one has been told this too.
    """
    moved = await _items(tx, ITEMS.where(items.c.id.in_(item_ids)), limit=len(item_ids))
    (new,) = await open_stories(tx, moved[:1])
    await join_stories(tx, dict.fromkeys((item.id for item in moved), new))
    await _see_again(tx, {story_id})
    others = [column for column in told.c if column.name != "story_id"]
    known = select(literal(new), *others).where(told.c.story_id == story_id)
    await tx.execute(insert(told).from_select([told.c.story_id, *others], known))
    await _keep_apart(tx, {_pair(story_id, new)})
    return new


async def kept_apart_stories(tx: Transaction) -> list[tuple[StoryId, StoryId]]:
    """The pairs of stories that are never merged by themselves."""
    pairs = await tx.execute(select(kept_apart.c.story_id, kept_apart.c.other_id))
    return [(StoryId(one), StoryId(other)) for one, other in pairs]


_GROUPING = turns.c.name == "grouping"
_JOIN = update(items).where(items.c.id == bindparam("item")).values(story_id=bindparam("story"))


def _waits(tx: Transaction) -> ColumnElement[bool]:
    waits = items.c.story_id.is_(None)
    if tx.dialect.name != "sqlite":
        return waits
    # Else it looks up the stories' index, and sorts all that wait for each lot: hours for a large archive.
    return func.likelihood(waits, literal_column("0.99"))


async def _see_again(tx: Transaction, story_ids: set[StoryId]) -> None:
    def seen(extreme: Any) -> Any:
        return (
            select(extreme(items.c.first_seen_at)).where(items.c.story_id == stories.c.id).scalar_subquery()
        )

    await tx.execute(
        update(stories)
        .where(stories.c.id.in_(story_ids))
        .values(first_seen_at=seen(func.min), last_seen_at=seen(func.max))
    )


async def _keep_apart_as(tx: Transaction, into: StoryId, merged: Sequence[StoryId]) -> None:
    """What was kept apart from one of the `merged` is kept apart from the story that they are part of."""
    concerned = or_(kept_apart.c.story_id.in_(merged), kept_apart.c.other_id.in_(merged))
    gone = delete(kept_apart).where(concerned).returning(kept_apart.c.story_id, kept_apart.c.other_id)
    others = {StoryId(id_) for pair in await tx.execute(gone) for id_ in pair} - {into, *merged}
    known = {pair for pair in await kept_apart_stories(tx) if into in pair} if others else set()
    await _keep_apart(tx, {_pair(into, other) for other in others} - known)


async def _keep_apart(tx: Transaction, pairs: set[tuple[StoryId, StoryId]]) -> None:
    if pairs:
        rows = [{"story_id": one, "other_id": other} for one, other in sorted(pairs)]
        await tx.execute(insert(kept_apart), rows)


def _pair(one: StoryId, other: StoryId) -> tuple[StoryId, StoryId]:
    return (one, other) if one < other else (other, one)


async def _items(tx: Transaction, wanted: Select[Any], *, limit: int) -> list[Item]:
    rows = (await tx.execute(_in_order(wanted).limit(limit))).mappings()
    return [as_item(row) for row in rows]


def _in_order(wanted: Select[Any]) -> Select[Any]:
    return wanted.order_by(items.c.published_at, items.c.id)


def _bound(mark: Mark) -> tuple[Any, Any]:
    return literal(mark[0], items.c.published_at.type), literal(mark[1], items.c.id.type)
