"""Finding stories for people: what a search finds, and what matters most today."""

from datetime import UTC, datetime, timedelta

from news.finding import Finding
from news.grammar import Search
from news.rank import Fit, rank
from news.story import Story, as_known_at
from storage.database import Database
from storage.finding import find_stories
from storage.spelling import spelled_otherwise
from storage.stories import latest_stories

LATELY = timedelta(hours=24)
"""How far back the stories reach that need no query."""

_BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)

_LOOKED_AT = 200
"""Of the stories of late, the newest: the ones that matter most are among them."""


async def sought(
    db: Database,
    search: Search,
    *,
    zone: str,
    as_of: datetime,
    by_time: bool = False,
    start: int = 0,
    limit: int,
) -> Finding:
    """At most `limit` of what the search finds, from the hit at `start` on, as it was known at `as_of`:
    whoever turns pages goes on in what they began to read."""
    since, until = search.window(_BEGINNING, as_of, zone=zone)
    async with db.reading() as tx:
        return await find_stories(
            tx, search, since=since, until=until, now=as_of, by_time=by_time, start=start, limit=limit
        )


async def top_stories(db: Database, *, as_of: datetime) -> list[Story]:
    """The stories of the last hours before `as_of`, as they were known then, the most important first."""
    async with db.reading() as tx:
        latest = await latest_stories(tx, since=as_of - LATELY, limit=_LOOKED_AT)
    known = {story.id: (story, Fit.BODY) for each in latest if (story := as_known_at(each, as_of))}
    return [each.story for each in rank(known, regions=frozenset(), now=as_of)]


async def meant(db: Database, query: str, search: Search, *, zone: str, as_of: datetime) -> list[str]:
    """Queries that may have been meant where `query` finds hardly anything: each finds something."""
    since, until = search.window(_BEGINNING, as_of, zone=zone)
    async with db.reading() as tx:
        return await spelled_otherwise(tx, query, since=since, until=until)
