"""What a feed asks of pollers: how long, at which hours and on which days it need not be asked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WISH = re.compile(rb"<(ttl|hour|day)\s{0,20}>(?:<!\[CDATA\[)?([^<\]]{1,60})[<\]]", re.IGNORECASE)
_FIRST_ENTRY = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ENTRY_END = re.compile(rb"</(?:[\w.-]{1,40}:)?(?:item|entry)\s{0,20}>", re.IGNORECASE)
_TAIL = 4_096
"""Bytes after the entries in which a wish may still stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a feed asks of pollers.

    `pause` is the shortest time until the next request (`ttl`); `skip_hours` (0 to 23, UTC) and `skip_days`
    (0 is Monday) are when it need not be asked.
    """

    pause: timedelta = timedelta()
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


NO_WISHES = Wishes()


def wishes_of(asked: Iterable[tuple[str, str]]) -> Wishes:
    """The wishes that a document's `ttl`, `hour` and `day` elements say: pairs of a name and a text."""
    pause, hours, days = timedelta(), set(), set()
    for name, text in asked:
        number = int(text) if text.isdecimal() and len(text) < 8 else None
        if name == "ttl" and number is not None:
            pause = timedelta(minutes=number)
        elif name == "hour" and number is not None and number <= 24:
            hours.add(number % 24)
        elif name == "day" and text.lower() in _DAYS:
            days.add(_DAYS.index(text.lower()))
    return Wishes(pause=pause, skip_hours=frozenset(hours), skip_days=frozenset(days))


def wishes_in(document: bytes) -> Wishes:
    """The wishes of a document that a strict parser would refuse, from before and after its entries."""
    first = _FIRST_ENTRY.search(document)
    if not first:
        return wishes_of(_asked(document))
    ends = [found.end() for found in _ENTRY_END.finditer(document, max(first.end(), len(document) - _TAIL))]
    after = document[ends[-1] :] if ends else b""
    return wishes_of([*_asked(document[: first.start()]), *_asked(after)])


def _asked(head: bytes) -> Iterable[tuple[str, str]]:
    for name, text in _WISH.findall(head):
        yield name.decode().lower(), text.decode("utf-8", "replace").strip()
