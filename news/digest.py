"""What a chat is told for one slot: its topics, and under each the stories that it has not been told yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from news.chat import Chat, Topic
from news.ids import StoryId
from news.story import Story

STORIES_SHOWN = 10
"""Stories listed under a topic before the rest goes behind a button."""

ON_REQUEST = timedelta(hours=24)
"""What a digest on request covers."""

OVERLAP = timedelta(hours=6)
"""How far a digest looks back behind the previous one.

An item carries the time at which its poll began, but is seen by others only when that poll is committed
and grouped. What fell between two digests in this way is found by the next one; the ledger of told
stories keeps the overlap from repeating anything.
"""


REACH = timedelta(days=3)
"""How far a digest reaches back at most: for a chat that was away, or after an outage."""

STALE = timedelta(days=2)
"""Published so long before what the digest covers, a story is no news, although we saw it only now: a feed
that has just been followed lists articles of weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One topic's stories, the most widely told first."""

    topic: Topic
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What `chat` is told at `slot`.

    `unwatched` names the outlets that could not be polled, `silent` those that have brought nothing for far
    longer than usual.
    """

    chat: Chat
    slot: datetime
    sections: tuple[Section, ...]
    unwatched: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def stories(self) -> tuple[Story, ...]:
        return tuple(story for section in self.sections for story in section.stories)

    @property
    def items(self) -> int:
        """How many items tell these stories."""
        return sum(len(story.items) for story in self.stories)

    @property
    def outlets(self) -> int:
        """How many outlets tell these stories."""
        return len({outlet for story in self.stories for outlet in story.outlets})


def compose(
    chat: Chat,
    found: Iterable[tuple[Topic, Sequence[Story]]],
    *,
    slot: datetime,
    since: datetime,
    told: frozenset[StoryId] = frozenset(),
    unwatched: tuple[str, ...] = (),
    silent: tuple[str, ...] = (),
) -> Digest:
    """Lay out what was `found` for each topic, in the chat's order; each story once, none that was told."""
    seen = set(told)
    newest_that_is_old = since - STALE
    sections = []
    for topic, stories in found:
        fresh = [
            story for story in stories if story.id not in seen and story.published_at > newest_that_is_old
        ]
        seen.update(story.id for story in fresh)
        sections.append(Section(topic=topic, stories=tuple(sorted(fresh, key=_weight, reverse=True))))
    return Digest(chat=chat, slot=slot, sections=tuple(sections), unwatched=unwatched, silent=silent)


def _weight(story: Story) -> tuple[int, datetime, int]:
    return len(story.outlets), story.last_seen_at, story.id
