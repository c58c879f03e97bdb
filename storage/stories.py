"""Stories: which items tell which event, and which stories a query finds."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, RowMapping, Select, bindparam, delete, exists, func, or_, select

from news.digest import MOST_STORIES
from news.ids import StoryId
from news.query import Field, Query, narrowed
from news.rank import Fit
from news.rhythm import STRIKES_UNTIL_BROKEN
from news.story import Story
from storage.database import Transaction
from storage.items import ITEMS, as_item
from storage.search import found_by
from storage.tables import feeds, items, outlets, stories


async def stories_found(
    tx: Transaction, query: Query, *, since: datetime, until: datetime, limit: int = MOST_STORIES
) -> list[Story]:
    """The stories last seen after `since` and not after `until` that an item of theirs puts under `query`:
    the newest, where there are more than `limit`."""
    newest = stories.c.last_seen_at.desc(), items.c.story_id.desc()
    return await _stories(tx, _matching(tx, query, since, until).order_by(*newest).limit(limit))


async def count_stories(tx: Transaction, query: Query, *, since: datetime, until: datetime) -> int:
    """How many stories are told by items under `query` that came in after `since` and not after `until`:
    those of `stories_found`, but for what an older item puts under the query, and without a limit."""
    came_in = items.c.first_seen_at
    found = select(func.count(items.c.story_id.distinct())).where(
        found_by(query, tx.dialect, since=since - _LATE, until=until), came_in > since, came_in <= until
    )
    return await tx.scalar(found) or 0


async def stories_fitting(
    tx: Transaction, query: Query, *, since: datetime, until: datetime
) -> dict[StoryId, tuple[Story, Fit]]:
    """The stories that `query` finds, each with where its words stand in the best of their items."""
    fits: dict[StoryId, Fit] = {}
    for fit, field in _FITS:
        matching = _matching(tx, narrowed(query, field), since, until)
        fits |= {StoryId(id_): fit for id_ in await tx.scalars(matching) if id_ is not None}
    found = await stories_found(tx, query, since=since, until=until)
    return {story.id: (story, fits.get(story.id, Fit.BODY)) for story in found}


async def stories_by_id(tx: Transaction, story_ids: Sequence[StoryId]) -> list[Story]:
    """Those of the stories that still exist, each once, in the order of `story_ids`; in the place of one that
    became part of another stands that one."""
    known = select(stories.c.id, _CANONICAL).where(stories.c.id.in_(story_ids))
    canonical = {StoryId(row[0]): StoryId(row[1]) for row in await tx.execute(known)}
    ids = dict.fromkeys(canonical[id_] for id_ in story_ids if id_ in canonical)
    found = {story.id: story for story in await canonical_stories(tx, list(ids))}
    return [found[id_] for id_ in ids if id_ in found]


async def canonical_stories(tx: Transaction, story_ids: Sequence[StoryId]) -> list[Story]:
    """The stories of these ids that items tell, in no order: `stories_by_id` without a look at what became
    part of what, for ids that were just read from items."""
    return _grouped((await tx.execute(_TOLD, {"story_ids": story_ids})).mappings()) if story_ids else []


async def latest_stories(tx: Transaction, *, since: datetime, limit: int) -> list[Story]:
    """The stories last seen after `since`, newest first."""
    newest = (
        select(stories.c.id)
        .where(stories.c.last_seen_at > since)
        .order_by(stories.c.last_seen_at.desc(), stories.c.id.desc())
        .limit(limit)
    )
    return sorted(await _stories(tx, newest), key=lambda story: (story.last_seen_at, story.id), reverse=True)


async def forget_stories(tx: Transaction, *, before: datetime, limit: int) -> int:
    """Delete at most `limit` stories last seen earlier than `before` that no item tells any more, and what
    became part of these; returns how many there were.

    What is part of a story stays as long as that one does: chats that were told it know that one too.
    """
    part = stories.alias("part")
    is_told = exists().where(items.c.story_id == stories.c.id)
    is_younger_in_part = exists().where(part.c.merged_into == stories.c.id, part.c.last_seen_at >= before)
    over = (
        select(stories.c.id)
        .where(stories.c.last_seen_at < before, stories.c.merged_into.is_(None))
        .where(~is_told, ~is_younger_in_part)
        .order_by(stories.c.last_seen_at)
        .limit(limit)
    )
    ids = list(await tx.scalars(over))
    if ids:
        await tx.execute(delete(stories).where(or_(stories.c.id.in_(ids), stories.c.merged_into.in_(ids))))
    return len(ids)


_EARLIER = timedelta(days=30)
"""How long before the time that is looked at an item may have come out that puts its story under a query: to
look further would read through the whole archive for every digest."""

_LATE = timedelta(days=3)
"""How long before it comes in an item may have come out that is counted."""

_FITS = ((Fit.LEAD, Field.OPENING), (Fit.HEADLINE, Field.TITLE))


def _matching(tx: Transaction, query: Query, since: datetime, until: datetime) -> Select[int | None]:
    return (
        select(items.c.story_id)
        .join(stories, stories.c.id == items.c.story_id)
        .where(found_by(query, tx.dialect, since=since - _EARLIER, until=until))
        .where(stories.c.last_seen_at > since, stories.c.last_seen_at <= until)
        .group_by(items.c.story_id, stories.c.last_seen_at)
    )


_CANONICAL: ColumnElement[int] = func.coalesce(stories.c.merged_into, stories.c.id)


_TELLERS = (
    ITEMS.add_columns(feeds.c.strikes, feeds.c.gone_at)
    .outerjoin(feeds, feeds.c.id == items.c.feed_id)
    .order_by(items.c.story_id, items.c.first_seen_at, items.c.id)
)
_TOLD = _TELLERS.where(items.c.story_id.in_(bindparam("story_ids", expanding=True)))


async def _stories(tx: Transaction, ids: Select[int] | Select[int | None]) -> list[Story]:
    tellers = _TELLERS.where(items.c.story_id.in_(ids.subquery().select()))
    return _grouped((await tx.execute(tellers)).mappings())


def _grouped(rows: Iterable[RowMapping]) -> list[Story]:
    by_story = groupby(rows, key=lambda row: row[items.c.story_id])
    return [_story(StoryId(story_id), list(told_by)) for story_id, told_by in by_story]


def _story(story_id: StoryId, told_by: Sequence[RowMapping]) -> Story:
    doubtful = frozenset(row[outlets.c.name] for row in told_by if not _works(row))
    return Story(id=story_id, items=tuple(map(as_item, told_by)), doubtful=doubtful)


def _works(row: RowMapping) -> bool:
    strikes = row[feeds.c.strikes]
    return strikes is not None and strikes < STRIKES_UNTIL_BROKEN and row[feeds.c.gone_at] is None
