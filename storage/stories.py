"""Stories: which items tell which event, and which stories a query finds."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Select, func, or_, select

from news.ids import ChatId, StoryId
from news.query import Query
from news.story import Story
from storage.database import Transaction
from storage.items import ITEMS, as_item
from storage.search import found_by
from storage.tables import items, stories, told

MOST_STORIES = 500
"""Stories that one topic may bring in one digest; the newest come first."""


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
    """Those of `story_ids` that the chat has been told, or a story that became part of them."""
    known = (
        select(_CANONICAL)
        .join(told, told.c.story_id == stories.c.id)
        .where(
            told.c.chat_id == chat_id, or_(stories.c.id.in_(story_ids), stories.c.merged_into.in_(story_ids))
        )
    )
    return frozenset(StoryId(id_) for id_ in await tx.scalars(known))


async def stories_by_id(tx: Transaction, story_ids: Sequence[StoryId]) -> list[Story]:
    """Those of the stories that still exist, each once, in the order of `story_ids`; in the place of one that
    became part of another stands that one."""
    known = select(stories.c.id, _CANONICAL).where(stories.c.id.in_(story_ids))
    canonical = {StoryId(row[0]): StoryId(row[1]) for row in await tx.execute(known)}
    ids = dict.fromkeys(canonical[id_] for id_ in story_ids if id_ in canonical)
    wanted = select(stories.c.id).where(stories.c.id.in_(ids))
    found = {story.id: story for story in await _stories(tx, wanted)}
    return [found[id_] for id_ in ids if id_ in found]


async def latest_stories(tx: Transaction, *, since: datetime, limit: int) -> list[Story]:
    """The stories last seen after `since`, newest first."""
    newest = (
        select(stories.c.id)
        .where(stories.c.last_seen_at > since)
        .order_by(stories.c.last_seen_at.desc(), stories.c.id.desc())
        .limit(limit)
    )
    return sorted(await _stories(tx, newest), key=lambda story: (story.last_seen_at, story.id), reverse=True)


_CANONICAL: ColumnElement[int] = func.coalesce(stories.c.merged_into, stories.c.id)


async def _stories(tx: Transaction, ids: Select[int] | Select[int | None]) -> list[Story]:
    tellers = ITEMS.where(items.c.story_id.in_(ids.subquery().select())).order_by(
        items.c.story_id, items.c.first_seen_at, items.c.id
    )
    rows = (await tx.execute(tellers)).mappings()
    return [
        Story(id=StoryId(story_id), items=tuple(map(as_item, group)))
        for story_id, group in groupby(rows, key=lambda row: row[items.c.story_id])
    ]
