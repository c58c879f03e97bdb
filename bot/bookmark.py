"""A bookmark: how far somebody has read in what a search found, kept by Telegram between two answers."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_WRITTEN = re.compile(r"([0-9]{1,16}):([0-9]{1,6})(?::[0-9]{1,18})?", re.ASCII)
"""Earlier versions named the last story as well."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """Behind the first `seen` stories of those that were known at `as_of`."""

    as_of: datetime
    seen: int = 0

    def written(self) -> str:
        """At most 23 characters, by which `read_bookmark` finds the bookmark again."""
        return f"{(self.as_of - _EPOCH) // _MICROSECOND}:{self.seen}"


def read_bookmark(written: str, *, now: datetime) -> Bookmark:
    """The bookmark; the beginning of what is known now where `written` is anything else."""
    found = _WRITTEN.fullmatch(written)
    if not found:
        return Bookmark(as_of=now)
    since, seen = map(int, found.groups())
    return Bookmark(as_of=min(_EPOCH + since * _MICROSECOND, now), seen=seen)
