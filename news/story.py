"""One event, told by one or more items."""

from dataclasses import dataclass
from datetime import datetime

from news.ids import StoryId
from news.item import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An event as told by `items`, earliest first; there is at least one."""

    id: StoryId
    items: tuple[Item, ...]

    @property
    def lead_item(self) -> Item:
        """The item that speaks for the story: the earliest one that has a lead."""
        return next((item for item in self.items if item.lead), self.items[0])

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that told it, the lead item's first, each once."""
        return tuple(dict.fromkeys([self.lead_item.outlet, *(item.outlet for item in self.items)]))

    @property
    def published_at(self) -> datetime:
        """When the story was last told."""
        return max(item.published_at for item in self.items)

    @property
    def last_seen_at(self) -> datetime:
        return max(item.first_seen_at for item in self.items)
