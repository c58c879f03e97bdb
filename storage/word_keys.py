"""The keys of the word index: they order items by the hour in which they came out, and then as they came in.

key = hours since 1970 · 2³² + id of the item

So the newest matches of a query, and those of a span of time, stand together in the index. Within an hour the
keys are close to one another, which keeps lists of them short; finer than that they need not be ordered.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NewType

from news.ids import ItemId

WordKey = NewType("WordKey", int)

_ID_BITS = 32
LAST_ID = (1 << _ID_BITS) - 1
"""The bits of a key that are the item's id."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_HOURS_A_DAY = 24
_DAYS_A_STRETCH = 32

DAY = _HOURS_A_DAY << _ID_BITS
"""What the keys of two days are apart."""


def word_key(item_id: ItemId, published_at: datetime) -> WordKey:
    return WordKey((_hour(published_at) << _ID_BITS) | item_id)


def item_of(key: WordKey) -> ItemId:
    return ItemId(key & LAST_ID)


def key_before(at: datetime) -> int:
    """A key before all of what came out in that hour or later."""
    return (_hour(at) << _ID_BITS) - 1


def key_after(at: datetime) -> int:
    """A key after all of what came out in that hour or earlier."""
    return (_hour(at) + 1) << _ID_BITS


def days_between(first: int, last: int) -> int:
    """How many days the items of these keys came out in, both days included."""
    return _day(last) - _day(first) + 1


def slices_of(key: int) -> tuple[str, str]:
    """The tokens of the day and of the stretch of 32 days in which the item of this key came out."""
    day = _day(key)
    return f"~d{day}", f"~s{day // _DAYS_A_STRETCH}"


def slices_before(key: int, *, days: int) -> Iterator[str]:
    """Tokens of which one at least is a slice of every item of so many days up to that key."""
    day = _day(key)
    if days <= _DAYS_A_STRETCH:
        yield from (f"~d{day - before}" for before in range(days))
    else:
        first, last = (day - days + 1) // _DAYS_A_STRETCH, day // _DAYS_A_STRETCH
        yield from (f"~s{stretch}" for stretch in range(first, last + 1))


def _hour(at: datetime) -> int:
    return (at - _EPOCH) // _HOUR


def _day(key: int) -> int:
    return (key >> _ID_BITS) // _HOURS_A_DAY
