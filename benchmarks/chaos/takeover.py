"""How long messages whose sender was killed wait for another: told from many looks at the outbox."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from news.delivery import LEASE

_RENEWED = timedelta(seconds=3)
"""Who lives renews its leases long before so little is left of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A look at the outbox: until when the messages on their way are leased, and which are repeats that have
    not ended yet, on their way or not; by the ids of their deliveries."""

    at: datetime
    leased: Mapping[int, datetime]
    repeats: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover:
    """From the death of a message's sender until somebody else claimed it, and until it ended."""

    claimed: timedelta
    ended: timedelta


def takeovers(looks: Sequence[Look], kills: Sequence[datetime]) -> Iterator[Takeover]:
    """One for each message that a killed sender held.

    Whose death it was is not known: of the kills since the lease was renewed the first is taken.
    """
    for number, (look, after) in enumerate(pairwise(looks), start=1):
        for message, until in look.leased.items():
            if after.leased.get(message) == until or until - look.at > _RENEWED:
                continue
            killed = next((kill for kill in kills if kill > until - LEASE), None)
            if killed is not None:
                ended = next(
                    (each.at for each in looks[number:] if not _is_open(message, each)), looks[-1].at
                )
                yield Takeover(claimed=after.at - killed, ended=ended - killed)


def _is_open(message: int, look: Look) -> bool:
    return message in look.leased or message in look.repeats
