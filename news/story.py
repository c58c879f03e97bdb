"""One event, told by one or more items."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from news.ids import StoryId
from news.independence import independent
from news.item import Item

_REAL_LEAD = 60
"""Characters of a lead that says more than the headline does."""


# Without slots: what is asked of a story for each of ten thousand digests is found once.
@dataclass(frozen=True, kw_only=True)
class Story:
    """An event as told by `items`, earliest first; there is at least one.

    `doubtful` names the outlets among them whose feeds have failed of late.
    """

    id: StoryId
    items: tuple[Item, ...]
    doubtful: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        # What is remembered of stories is sought for each of ten thousand digests; items are long to hash.
        return hash(self.id)

    @cached_property
    def lead_item(self) -> Item:
        """The item that speaks for the story: the earliest full report of an outlet that works."""
        return min(self.items, key=self._doubt)

    @cached_property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that told it, the lead item's first, each once."""
        return tuple(dict.fromkeys([self.lead_item.outlet, *(item.outlet for item in self.items)]))

    @cached_property
    def voices(self) -> int:
        """How many newsrooms have told it by themselves."""
        return independent(self.items)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The codes of the regions that its items belong to: what most of them name first."""
        named = Counter(region for item in self.items for region in item.regions)
        return tuple(region for region, _ in named.most_common())

    @cached_property
    def concepts(self) -> tuple[str, ...]:
        """The names of the concepts that its items speak of: what most of them name first."""
        named = Counter(concept for item in self.items for concept in item.concepts)
        return tuple(concept for concept, _ in named.most_common())

    @cached_property
    def published_at(self) -> datetime:
        """When the story was last told."""
        return max(item.published_at for item in self.items)

    @cached_property
    def last_seen_at(self) -> datetime:
        return max(item.first_seen_at for item in self.items)

    def _doubt(self, item: Item) -> tuple[bool, bool, bool]:
        return item.outlet in self.doubtful, len(item.lead) < _REAL_LEAD, not item.lead


def as_known_at(story: Story, at: datetime) -> Story | None:
    """The story as it was told by then; None where nobody had told it yet."""
    told = tuple(item for item in story.items if item.first_seen_at <= at)
    if len(told) == len(story.items):
        return story
    return replace(story, items=told) if told else None
