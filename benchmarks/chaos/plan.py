"""What the seed fixes: the chats, their messages, what goes wrong when, and when a sender is killed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from random import Random
from typing import Any

Fault = dict[str, Any]
"""As the sandbox's script takes it, without its chat."""


class Place(StrEnum):
    """Kinds of chats."""

    PRIVATE = "private"
    GROUP = "group"
    FORUM = "forum"
    CHANNEL = "channel"


class Turn(StrEnum):
    """What happens to a chat for good."""

    BLOCKED = "blocked"
    KICKED = "kicked"
    MIGRATED = "migrated"
    THREAD_CLOSED = "thread_closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """SIGKILL for a sender, so many seconds after Telegram has accepted so many messages in all."""

    accepted: int
    seconds: float
    sender: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Chats and messages are numbered from 0 on, a chat's messages in the order in which they shall come.

    `digests` holds the chat and the messages of each; `faults` the chat, and `turns`, by chat, after how many
    of its messages what happens.
    """

    places: Sequence[Place]
    digests: Sequence[tuple[int, Sequence[int]]]
    faults: Sequence[tuple[int, Fault]]
    turns: dict[int, tuple[int, Turn]]
    kills: Sequence[Kill]

    @property
    def chat_of(self) -> dict[int, int]:
        """By message."""
        return {number: chat for chat, numbers in self.digests for number in numbers}


SILENCE = 10.0
"""Seconds."""

_OF_TWENTY = (*[Place.PRIVATE] * 16, *[Place.GROUP] * 2, Place.FORUM, Place.CHANNEL)
_FAULTY = 0.06
"""Of the calls."""

_FAULTS: tuple[Fault, ...] = (
    {"kind": "500"},
    {"kind": "502"},
    {"kind": "drop_before"},
    {"kind": "drop_after"},
    {"kind": "silence", "seconds": SILENCE},
    {"kind": "timeout_after", "seconds": SILENCE},
    {"kind": "late", "seconds": SILENCE},
)
_REFUSALS: tuple[Fault, ...] = (
    {"kind": "429", "retry_after": 3},
    {"kind": "429", "retry_after": 2, "global": True},
)
_REFUSED = 0.002
"""Of the calls: after two refusals that are close together all goes on more slowly for minutes."""

_LEAVING = 0.04
_CHANGING = 0.4
"""Of the chats; of the groups and forums."""

_LATEST_KILL = 0.95
"""Of the messages that can be accepted."""


def drawn(seed: int, *, chats: int, digests: int, kills: int, senders: int) -> Plan:
    """The plan that this seed stands for; a digest has two messages or three."""
    chance = Random(seed)
    places = [_OF_TWENTY[number % len(_OF_TWENTY)] for number in range(chats)]
    numbers = count()
    written = [
        (number % chats, [next(numbers) for _ in range(chance.choice((2, 3)))]) for number in range(digests)
    ]
    messages = [sum(len(of) for chat, of in written if chat == number) for number in range(chats)]
    turns = {
        chat: (chance.randint(0, messages[chat]), turn)
        for chat, place in enumerate(places)
        if (turn := _turn(place, chance))
    }
    return Plan(
        places=places,
        digests=written,
        faults=[(chat, fault) for chat in range(chats) for fault in _faults(messages[chat], chance)],
        turns=turns,
        kills=_kills(_reachable(messages, turns), kills, senders, chance),
    )


def _turn(place: Place, chance: Random) -> Turn | None:
    if chance.random() < _LEAVING:
        return Turn.BLOCKED if place is Place.PRIVATE else Turn.KICKED
    changes = {Place.GROUP: Turn.MIGRATED, Place.FORUM: Turn.THREAD_CLOSED}
    return changes.get(place) if chance.random() < _CHANGING else None


def _faults(messages: int, chance: Random) -> Iterator[Fault]:
    """Those of one chat: each strikes one of its calls, of which faults make more than there are messages."""
    for call in range(2 * messages):
        luck = chance.random()
        if luck < _FAULTY + _REFUSED:
            fault = chance.choice(_FAULTS if luck < _FAULTY else _REFUSALS)
            yield {**fault, "method": "sendMessage", "times": 1, "after": call}


def _reachable(messages: Sequence[int], turns: dict[int, tuple[int, Turn]]) -> int:
    stays = (Turn.MIGRATED, Turn.THREAD_CLOSED)
    left = {chat: before for chat, (before, turn) in turns.items() if turn not in stays}
    return sum(left.get(chat, number) for chat, number in enumerate(messages))


def _kills(reachable: int, kills: int, senders: int, chance: Random) -> list[Kill]:
    moments = sorted(chance.randint(1, max(1, int(_LATEST_KILL * reachable))) for _ in range(kills))
    return [
        Kill(accepted=accepted, seconds=chance.uniform(0, 0.1), sender=chance.randrange(senders))
        for accepted in moments
    ]
