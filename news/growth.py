"""Growth: whether a story that was told says enough that is new to be told once more."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from news.item import Item
from news.rarity import usual_share
from news.story import Story
from news.words import lemmas

_MORE_VOICES = 3
_TIMES_VOICES = 2
"""A story that so many more newsrooms tell, and so many times as many, has become a greater one."""

_NEW_FACTS = 3
"""Facts that make news of what was told: one headline more has one or two by mere wording."""

_USUAL = 0.001
"""The share of news that uses a word, from which on it is no fact by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a chat was told a story: what had been seen by `seen_until`, when so many newsrooms told it."""

    seen_until: datetime
    voices: int

    def joined(self, other: "Told") -> "Told":
        """What a chat knows that was told both: of a story twice, or of two that have become one."""
        return Told(seen_until=max(self.seen_until, other.seen_until), voices=max(self.voices, other.voices))


def has_grown(story: Story, told: Told) -> bool:
    """Whether the story is worth telling again: many more newsrooms tell it, or new facts have come."""
    if all(item.first_seen_at <= told.seen_until for item in story.items):
        return False  # an archive that was imported since then adds what came out before
    if story.voices >= max(told.voices + _MORE_VOICES, told.voices * _TIMES_VOICES):
        return True
    return len(new_facts(story, told)) >= _NEW_FACTS


def latest(story: Story, told: Told) -> Item:
    """The item since then that says most that is new, the newest of equals."""
    facts = new_facts(story, told)
    since = [item for item in story.items if item.first_seen_at > told.seen_until] or story.items
    return max(since, key=lambda item: (len(facts & _facts([item.title])), item.first_seen_at, item.id))


def new_facts(story: Story, told: Told) -> Set[str]:
    """The numbers and rare words in headlines since then that nothing before had said."""
    known = [item for item in story.items if item.first_seen_at <= told.seen_until]
    since = [item for item in story.items if item.first_seen_at > told.seen_until]
    return _facts([item.title for item in since]) - _facts([text for item in known for text in _texts(item)])


def _texts(item: Item) -> Sequence[str]:
    return item.title, item.lead


def _facts(texts: Sequence[str]) -> Set[str]:
    return {
        word for text in texts for word in lemmas(text) if word[0].isdigit() or usual_share(word) < _USUAL
    }
