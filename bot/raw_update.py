"""An update as Telegram brings it: its number and its chat, known before the bot library has read it."""

import json
from collections.abc import Mapping
from typing import Any

from storage.updates import Arrived, Odd

_LARGEST = 1 << 63
"""What the database can number."""

_WHERE = (("chat",), ("message", "chat"), ("from",))
"""Where the chat of an event stands, or else the person."""


def look_at(raw: object) -> Arrived | Odd:
    """What has come, to be kept. Raises RecursionError for what nests too deeply to be written down."""
    written = json.dumps(raw)
    if not isinstance(raw, dict):
        return Odd(raw=written, reason="no JSON object")
    number = raw.get("update_id")
    if type(number) is not int or not 0 <= number < _LARGEST:
        return Odd(raw=written, reason="no update_id")
    return Arrived(id=number, place=_place(raw), raw=written)


def _place(raw: Mapping[str, Any]) -> int:
    events = [event for event in raw.values() if isinstance(event, dict)]
    found = (_id(event, path) for event in events for path in _WHERE)
    return next((place for place in found if place), 0)


def _id(event: object, path: tuple[str, ...]) -> int:
    for name in (*path, "id"):
        event = event.get(name) if isinstance(event, dict) else None
    return event if type(event) is int and abs(event) < _LARGEST else 0
