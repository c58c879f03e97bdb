"""What a topic would have brought of late: how much, by whom, and how to ask for less where it is noisy."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from news.digest import STORIES_SHOWN, Digest
from news.errors import QueryError
from news.gazetteer import regions, short_name
from news.grammar import parse_query, write_query
from news.query import And, Inside, Not, Query, regions_sought
from news.story import Story

PREVIEWED = timedelta(days=7)
"""How far a preview looks back."""

EXAMPLES = 3

NOISY = 2 * STORIES_SHOWN
"""Events a day from which on a topic is noisy: of more, a daily digest shows not even half at once, and who
reads on presses for a third page."""

_FEWEST = 3
"""Events of a region that are enough to propose it."""

_LONGEST_PROPOSED = 100
"""Characters of a query that is still proposed: people copy it."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a topic would have brought: `events` told by `outlets`, at least so many where it was `cut`.

    `daily` is how many events a day that is, `examples` what matters most. `narrower` is the query with a
    region that makes it less where it is noisy, empty where none is known. `strict` where it has several
    terms that must all occur.
    """

    events: int = 0
    outlets: int = 0
    cut: bool = False
    daily: float = 0.0
    examples: tuple[Story, ...] = ()
    narrower: str = ""
    strict: bool = False

    @property
    def noisy(self) -> bool:
        return self.daily > NOISY


def preview(composed: Digest, *, query: str, watched_since: datetime) -> Preview:
    """The preview of what was `composed` for `query` (canonical text), by one who has watched since then."""
    cut = any(section.cut for section in composed.sections)
    daily = _daily(composed, cut=cut, watched_since=watched_since)
    return Preview(
        events=len(composed.stories),
        outlets=composed.outlets,
        cut=cut,
        daily=daily,
        examples=composed.stories[:EXAMPLES],
        narrower=_narrower(query, composed.stories, daily=daily) if daily > NOISY else "",
        strict=_is_strict(parse_query(query)),
    )


def _is_strict(query: Query) -> bool:
    return isinstance(query, And) and sum(not isinstance(part, Not) for part in query.parts) > 1


def _daily(composed: Digest, *, cut: bool, watched_since: datetime) -> float:
    """Events a day, of the days of which we have all news: not from before the first poll, whose feeds listed
    only some of that, nor from before the oldest story that was left. A day at least is looked at."""
    stories, now = composed.stories, composed.slot
    begin = max(now - PREVIEWED, watched_since)
    if cut and stories:
        begin = max(begin, min(story.last_seen_at for story in stories))
    begin = min(begin, now - _DAY)
    return sum(story.published_at > begin for story in stories) / ((now - begin) / _DAY)


def _narrower(query: str, stories: Sequence[Story], *, daily: float) -> str:
    """The query in the region that most of the stories belong to, of those where it is not noisy."""
    asked = parse_query(query)
    if regions_sought(asked):
        return ""
    told = Counter(region for story in stories for region in _regions(story))
    for code, count in told.most_common():
        if count >= _FEWEST and daily * count / len(stories) <= NOISY and (inside := _inside(code)):
            return _both(asked, inside)
    return ""


def _both(asked: Query, inside: Inside) -> str:
    """The query in the region; empty where that is too long to be copied."""
    parts = asked.parts if isinstance(asked, And) else (asked,)
    written = write_query(And((*parts, inside)))
    # No query that is so short has too many terms or parentheses to be read.
    return written if len(written) <= _LONGEST_PROPOSED else ""


def _regions(story: Story) -> Iterator[str]:
    """The region of the story, and the province of which it is a part."""
    for code in story.regions[:1]:
        yield code
        if (region := regions().get(code)) and region.parent:
            yield region.parent


def _inside(code: str) -> Inside | None:
    """The region as people ask for it; None where its name means others too."""
    try:
        found = parse_query(f'wilayah:"{short_name(code).lower()}"')
    except QueryError:
        return None
    return found if isinstance(found, Inside) and found.codes == (code,) else None
