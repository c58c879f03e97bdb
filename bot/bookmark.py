"""A bookmark: how far somebody has read in what a search found, kept by Telegram between two answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from news.ids import StoryId
from news.story import Story

_WRITTEN = re.compile(r"([0-9]{1,16}):([0-9]{1,6}):([0-9]{1,18})", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """Behind the first `seen` stories that were known at `as_of`, of which `last` was the last one."""

    as_of: datetime
    seen: int = 0
    last: StoryId | None = None

    def start_in(self, stories: Sequence[Story]) -> int:
        """Where to go on: behind the last story, wherever it stands now; where it is gone, by the count."""
        found = (index + 1 for index, story in enumerate(stories) if story.id == self.last)
        return next(found, self.seen)

    def written(self) -> str:
        """At most 42 characters, by which `read_bookmark` finds the bookmark again."""
        return f"{(self.as_of - _EPOCH) // _MICROSECOND}:{self.seen}:{self.last or 0}"


def read_bookmark(written: str, *, now: datetime) -> Bookmark:
    """The bookmark; the beginning of what is known now where `written` is anything else."""
    found = _WRITTEN.fullmatch(written)
    if not found:
        return Bookmark(as_of=now)
    since, seen, last = map(int, found.groups())
    return Bookmark(as_of=min(_EPOCH + since * _MICROSECOND, now), seen=seen, last=StoryId(last))
