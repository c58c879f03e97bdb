"""Keystrokes: each brings another inline query, of which only the newest of a person is worth an answer."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.updates import Arrived

TOO_LATE = timedelta(seconds=10)
"""After which Telegram takes no answer any more."""

_INLINE = "inline_query"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stroke:
    id: int
    came_at: datetime


class Keystrokes:
    """What people type inline, by the places of its updates; those of before a restart are unknown."""

    def __init__(self) -> None:
        self._newest: dict[int, _Stroke] = {}

    def came(self, updates: Iterable[Arrived], *, now: datetime) -> Sequence[int]:
        """Take note of what has come; the ids of the inline queries for which that is too late."""
        typed = [update for update in updates if _is_typed(update)]
        if not typed:
            return ()
        self._newest = {place: each for place, each in self._newest.items() if _is_young(each, now)}
        return [superseded for update in typed for superseded in self._supersede(update, now)]

    def are_over(self, update: Arrived, *, now: datetime) -> bool:
        """Whether the update is an inline query that nobody waits for any more."""
        if not _is_typed(update):
            return False
        newest = self._newest.get(update.place)
        return newest is None or update.id < newest.id or not _is_young(newest, now)

    def _supersede(self, update: Arrived, now: datetime) -> list[int]:
        before = self._newest.get(update.place)
        if before and before.id >= update.id:  # brought again, or out of its order
            return [update.id] if before.id > update.id else []
        self._newest[update.place] = _Stroke(id=update.id, came_at=now)
        return [before.id] if before else []


def _is_typed(update: Arrived) -> bool:
    return f'"{_INLINE}"' in update.raw and _INLINE in json.loads(update.raw)


def _is_young(stroke: _Stroke, now: datetime) -> bool:
    return now - stroke.came_at <= TOO_LATE
