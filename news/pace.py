"""Pace: how fast Telegram may be written to, at most and as it has been learned.

All who write under one token share one pace. Messages leave at even distances, so that the rate holds in any
second and not only on average. A refusal (429) first concerns the chat to which it was sent. When another
chat is refused soon after, it concerns all: everybody waits, then goes on more slowly, and the rate grows
back by and by.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from news.ids import ChatId

PRIVATE_PAUSE = timedelta(seconds=1)
GROUP_PAUSE = timedelta(seconds=3)
"""20 messages a minute, evenly."""

ANSWER_PAUSE = timedelta(seconds=4)
"""What an answer into a group counts: with a burst of five, 20 in any minute."""

BURST = 5
"""Answers that may come at once: Telegram bears so many, and a dialogue needs them."""

LONGEST_PAUSE = timedelta(minutes=30)
"""Where a chat is to be left alone for longer, the clock has been set back: if not, Telegram will say so."""

_MARGIN = 1.006
"""Messages leave a little slower than they may: they do not all travel equally fast."""

_MANY, _MARGIN_OF_MANY = 100.0, 1.03
"""So many a second arrive in bunches, whatever their distances when they left."""

_MARGIN_BESIDE_REPLIES = 1.04
"""While people are answered: an answer leaves some hundredths of a second after its departure, as the other
work of its process lets it."""

_SLOWER = 0.8
_LOWEST = 0.1
_FASTER = 0.05
"""Of the highest rate: by how much it falls when all were refused, how far, and what it gains a minute."""

_TOGETHER = timedelta(seconds=10)
"""Two chats that are refused within such a time are refused for what goes out to all."""

_CROWD = timedelta(seconds=0.5)
"""Replies are a crowd when the last of them leaves so late."""

_AHEAD = timedelta(seconds=30)
"""Nobody is given a departure so far ahead: where one seems given, the clock has been set back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What is known of a pace: from when on the next message may leave, and what was refused. What is `paid`
    for leaves at a pace of its own.

    The last reply leaves at `replies_until`. `rate` is the highest that was right at `refused_at`, in
    messages a second; 0 where nothing was ever refused. `refused_chat` is the last that was, 0 for none.
    """

    next_at: datetime
    replies_until: datetime
    rate: float
    halted_until: datetime
    refused_at: datetime
    refused_chat: ChatId
    paid: bool = False


def rate_of(pace: Pace, *, most: float, now: datetime) -> float:
    """Messages a second by now, where `most` are allowed."""
    if not pace.rate:
        return most
    minutes = max(0.0, (now - pace.refused_at) / timedelta(minutes=1))
    return min(most, pace.rate + _FASTER * most * minutes)


def departures(pace: Pace, *, most: float, now: datetime, until: datetime) -> list[datetime]:
    """The instants, from now on and not after `until`, at which messages may leave."""
    start = next_departure(pace, now=now)
    distance = _distance(pace, most=most, now=now)
    return [start + number * distance for number in range((until - start) // distance + 1)]


def next_departure(pace: Pace, *, now: datetime) -> datetime:
    """From when on a message may leave."""
    start = max(now, pace.next_at) if pace.next_at - now < _AHEAD else now
    return max(start, halted_until(pace, now=now))


def halted_until(pace: Pace, *, now: datetime) -> datetime:
    """From when on anything may leave at all."""
    # A refusal to come means that the clock has been set back.
    return max(now, pace.halted_until) if now >= pace.refused_at else now


def after_departures(pace: Pace, taken: Sequence[datetime], *, most: float, now: datetime) -> Pace:
    """The pace when messages leave at these instants."""
    return replace(pace, next_at=taken[-1] + _distance(pace, most=most, now=now)) if taken else pace


def yielded(pace: Pace, *, most_ahead: timedelta, now: datetime) -> timedelta:
    """How much further ahead than usual digests take departures, so that a crowd of replies leaves them a
    third of all; nothing where no more than a few replies wait."""
    waiting = pace.replies_until - now
    if not _CROWD < waiting < _AHEAD:
        return timedelta()
    return (pace.next_at - now) + min(waiting / 2, most_ahead)


def after_refusal(pace: Pace, chat_id: ChatId, pause: timedelta, *, most: float, now: datetime) -> Pace:
    """The pace when a message into the chat was refused for so long."""
    until = now + pause
    last = pace.refused_at
    again = pace.refused_chat not in (0, chat_id) and last <= now <= last + _TOGETHER
    noted = replace(pace, refused_at=now, refused_chat=chat_id, rate=rate_of(pace, most=most, now=now))
    if not again:
        return noted
    if pace.halted_until > now:  # of those that were on their way when all were halted
        return replace(noted, halted_until=max(until, pace.halted_until))
    slower = max(_SLOWER * noted.rate, _LOWEST * most)
    return replace(noted, rate=slower, halted_until=until)


def pause_in(chat_id: ChatId) -> timedelta:
    """How long a chat is left alone after a message."""
    return PRIVATE_PAUSE if chat_id > 0 else GROUP_PAUSE


def answerable_at(writable_at: datetime, chat_id: ChatId) -> datetime:
    """From when on a chat may be answered that is otherwise left alone until `writable_at`."""
    return writable_at - (BURST - 1) * _answer_pause(chat_id)


def after_answer(writable_at: datetime, chat_id: ChatId, at: datetime) -> datetime:
    """Until when a chat is left alone that is answered at this instant: each answer counts."""
    return max(writable_at, at) + _answer_pause(chat_id)


def _answer_pause(chat_id: ChatId) -> timedelta:
    return PRIVATE_PAUSE if chat_id > 0 else ANSWER_PAUSE


def _distance(pace: Pace, *, most: float, now: datetime) -> timedelta:
    rate = rate_of(pace, most=most, now=now)
    if now - pace.replies_until < timedelta(seconds=1):
        return timedelta(seconds=_MARGIN_BESIDE_REPLIES / rate)
    return timedelta(seconds=(_MARGIN if rate < _MANY else _MARGIN_OF_MANY) / rate)
