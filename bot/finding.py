"""Finding stories for people: what a query finds, and what matters most today."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from news.grammar import parse_search
from news.rank import Fit, rank
from news.story import Story, as_known_at
from storage.database import Database
from storage.stories import latest_stories, stories_found

SEARCHED = timedelta(days=30)
LATELY = timedelta(hours=24)
"""How far back the stories reach that need no query."""

_LOOKED_AT = 200
"""Of the stories of late, the newest: the ones that matter most are among them."""


async def sought_stories(
    db: Database, query: str, *, zone: str, as_of: datetime, now: datetime
) -> list[Story]:
    """The stories that `query` finds, as they were known at `as_of`, newest first: whoever turns pages goes
    on in what they began to read. Raises QueryError."""
    search = parse_search(query)
    since, until = search.window(as_of - SEARCHED, now, zone=zone)
    async with db.reading() as tx:
        found = await stories_found(tx, search.query, since=since, until=until)
    return sorted(_known(found, as_of), key=lambda story: (story.published_at, story.id), reverse=True)


async def top_stories(db: Database, *, as_of: datetime) -> list[Story]:
    """The stories of the last hours before `as_of`, as they were known then, the most important first."""
    async with db.reading() as tx:
        latest = await latest_stories(tx, since=as_of - LATELY, limit=_LOOKED_AT)
    known = {story.id: (story, Fit.BODY) for story in _known(latest, as_of)}
    return [each.story for each in rank(known, regions=frozenset(), now=as_of)]


def _known(stories: Iterable[Story], at: datetime) -> list[Story]:
    return [known for story in stories if (known := as_known_at(story, at))]
