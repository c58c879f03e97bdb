"""What a chat is told for one slot: its topics, and under each the stories that it has not been told yet.

A story that was told comes back only when it has grown (`news.growth`). Each is told once, under the topic
that it fits best. What was missed while we were down is told once, in the digest of the last slot missed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from news.chat import Chat, Topic
from news.growth import Told, has_grown, latest
from news.ids import StoryId
from news.item import Item
from news.rank import Ranked, Worth
from news.story import Story

STORIES_SHOWN = 10
"""Stories listed under a topic before the rest goes behind a button."""

MOST_STORIES = 500
"""Stories that one topic may bring in one digest; the newest come first."""

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

LATE = timedelta(minutes=15)
"""A digest that is written so long after its slot says so."""

TOO_LATE = timedelta(hours=4)
"""A digest that could be written only so long after its slot is part of the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One story in a digest; `latest` says what is new where the chat was told it before."""

    story: Story
    latest: Item | None = None
    worth: Worth = field(default_factory=Worth)

    @property
    def grew(self) -> bool:
        return self.latest is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One topic's stories, what matters most first; `cut` where it may have had more than it may bring."""

    topic: Topic
    lines: tuple[Line, ...] = ()
    cut: bool = False

    @property
    def stories(self) -> tuple[Story, ...]:
        return tuple(line.story for line in self.lines)


# Without slots: a hundred stories are counted once, however often they are asked for.
@dataclass(frozen=True, kw_only=True)
class Digest:
    """What `chat` is told at `slot`.

    `late` where it could not be written in time. `unwatched` names the outlets that could not be polled,
    `silent` those that have brought nothing for far longer than usual.
    """

    chat: Chat
    slot: datetime
    sections: tuple[Section, ...]
    late: bool = False
    unwatched: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        return tuple(line.story for line in self.lines)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for section in self.sections for line in section.lines)

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
    found: Iterable[tuple[Topic, Sequence[Ranked]]],
    *,
    slot: datetime,
    since: datetime,
    told: Mapping[StoryId, Told],
    late: bool = False,
    unwatched: tuple[str, ...] = (),
    silent: tuple[str, ...] = (),
) -> Digest:
    """Lay out what was `found` for each topic, in the chat's order: what was seen after `since`, and what the
    chat was told only where it has grown."""
    found = list(found)
    cut = [len(ranked) >= MOST_STORIES for _, ranked in found]
    fresh = [(topic, _news(ranked, told, since=since)) for topic, ranked in found]
    best = _best_topics(fresh)
    sections = [
        Section(
            topic=topic,
            lines=tuple(
                Line(story=each.story, latest=_latest(each.story, told), worth=each.worth)
                for each in ranked
                if best[each.story.id] == place
            ),
            cut=cut[place],
        )
        for place, (topic, ranked) in enumerate(fresh)
    ]
    return Digest(
        chat=chat, slot=slot, sections=tuple(sections), late=late, unwatched=unwatched, silent=silent
    )


def is_too_late(slot: datetime, *, next_slot: datetime, now: datetime) -> bool:
    """Whether the digest of `slot` is folded into the next one: long overdue, while the next is nearer."""
    return now - slot > TOO_LATE and next_slot - now < now - slot


def _news(ranked: Sequence[Ranked], told: Mapping[StoryId, Told], *, since: datetime) -> list[Ranked]:
    stale = since - STALE
    return [
        each
        for each in ranked
        if each.story.last_seen_at > since
        and each.story.published_at > stale
        and (each.story.id not in told or has_grown(each.story, told[each.story.id]))
    ]


def _latest(story: Story, told: Mapping[StoryId, Told]) -> Item | None:
    return latest(story, told[story.id]) if story.id in told else None


def _best_topics(fresh: Sequence[tuple[Topic, Sequence[Ranked]]]) -> dict[StoryId, int]:
    """For each story the place of the topic that it fits best, the first of several."""
    best: dict[StoryId, tuple[int, int]] = {}
    for place, (_, ranked) in enumerate(fresh):
        for each in ranked:
            known = best.get(each.story.id)
            if known is None or each.fit > known[1]:
                best[each.story.id] = place, each.fit
    return {story_id: place for story_id, (place, _) in best.items()}
