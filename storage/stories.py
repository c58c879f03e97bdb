"""Stories: which items tell which event, and which stories a query finds."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import Select, insert, select, update

from news.ids import ChatId, ItemId, StoryId
from news.item import Item
from news.query import Query
from news.story import Story
from storage.database import Transaction
from storage.items import ITEMS, as_item
from storage.search import found_by
from storage.tables import items, stories, told

MOST_STORIES = 500
"""Stories that one topic may bring in one digest; the newest come first."""


async def take_new_items(tx: Transaction, *, limit: int) -> list[Item]:
    """At most `limit` items that belong to no story yet, oldest first; other groupers pass over them."""
    new = (
        ITEMS.where(items.c.story_id.is_(None))
        .order_by(items.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=items)
    )
    return [as_item(row) for row in (await tx.execute(new)).mappings()]


async def items_with_link(tx: Transaction, link: str) -> list[Item]:
    """The items with this canonical link that belong to a story."""
    same = ITEMS.where(items.c.link == link, items.c.story_id.is_not(None))
    return [as_item(row) for row in (await tx.execute(same)).mappings()]


async def open_story(tx: Transaction, item: Item) -> StoryId:
    """A new story, told by `item` alone."""
    seen = {"first_seen_at": item.first_seen_at, "last_seen_at": item.first_seen_at}
    story_id = (await tx.execute(insert(stories).values(**seen).returning(stories.c.id))).scalar_one()
    await tx.execute(update(items).where(items.c.id == item.id).values(story_id=story_id))
    return StoryId(story_id)


async def join_story(tx: Transaction, item: Item, teller: ItemId) -> None:
    """`item` tells the story that `teller` tells."""
    story_id = select(items.c.story_id).where(items.c.id == teller).scalar_subquery()
    await tx.execute(update(items).where(items.c.id == item.id).values(story_id=story_id))
    later = stories.c.last_seen_at < item.first_seen_at
    await tx.execute(
        update(stories).where(stories.c.id == story_id, later).values(last_seen_at=item.first_seen_at)
    )


async def stories_found(
    tx: Transaction, query: Query, *, since: datetime, until: datetime, limit: int = MOST_STORIES
) -> list[Story]:
    """The stories last seen after `since` and not after `until` that an item of theirs puts under `query`."""
    window = (stories.c.last_seen_at > since, stories.c.last_seen_at <= until)
    matching = (
        select(items.c.story_id)
        .join(stories, stories.c.id == items.c.story_id)
        .where(found_by(query, tx.dialect), *window)
        .group_by(items.c.story_id, stories.c.last_seen_at)
        .order_by(stories.c.last_seen_at.desc(), items.c.story_id.desc())
        .limit(limit)
    )
    return await _stories(tx, matching)


async def stories_told(tx: Transaction, chat_id: ChatId, story_ids: Sequence[StoryId]) -> frozenset[StoryId]:
    """Those of `story_ids` that the chat has been told."""
    known = select(told.c.story_id).where(told.c.chat_id == chat_id, told.c.story_id.in_(story_ids))
    return frozenset(StoryId(id_) for id_ in await tx.scalars(known))


async def stories_by_id(tx: Transaction, story_ids: Sequence[StoryId]) -> list[Story]:
    """Those of the stories that still exist, in the order of `story_ids`."""
    found = {
        story.id: story
        for story in await _stories(tx, select(stories.c.id).where(stories.c.id.in_(story_ids)))
    }
    return [found[id_] for id_ in story_ids if id_ in found]


async def latest_stories(tx: Transaction, *, since: datetime, limit: int) -> list[Story]:
    """The stories last seen after `since`, newest first."""
    newest = (
        select(stories.c.id)
        .where(stories.c.last_seen_at > since)
        .order_by(stories.c.last_seen_at.desc(), stories.c.id.desc())
        .limit(limit)
    )
    return sorted(await _stories(tx, newest), key=lambda story: (story.last_seen_at, story.id), reverse=True)


async def _stories(tx: Transaction, ids: Select[int] | Select[int | None]) -> list[Story]:
    tellers = ITEMS.where(items.c.story_id.in_(ids.subquery().select())).order_by(
        items.c.story_id, items.c.first_seen_at, items.c.id
    )
    rows = (await tx.execute(tellers)).mappings()
    return [
        Story(id=StoryId(story_id), items=tuple(map(as_item, group)))
        for story_id, group in groupby(rows, key=lambda row: row[items.c.story_id])
    ]
