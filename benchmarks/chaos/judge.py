"""What became of the messages: counted from what Telegram was asked, what it accepted, and the outbox."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from news.delivery import DeliveryState

_ENDS = (DeliveryState.SENT, DeliveryState.UNREACHABLE, DeliveryState.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A call that would send a message: `accepted`, or not; `answered` at once, or not, or late; `shut` where
    the answer said that the chat is gone."""

    message: int
    chat: int
    at: datetime
    marked: bool
    accepted: bool
    answered: bool
    shut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Messages by number, or calls.

    `unreachable` are those that a chat had left before; `knocked` are calls to chats after they had told us
    that they were gone; `withheld` are answers to accepted messages that did not come at once;
    `doubled_answered` are those of `doubled_marked` whose answers were given at once.
    """

    lost: Sequence[int]
    doubled: Sequence[int]
    doubled_marked: Sequence[int]
    doubled_answered: Sequence[int]
    out_of_order: Sequence[Asked]
    sent_to_gone: Sequence[Asked]
    unreachable: Sequence[int]
    knocked: Sequence[Asked]
    withheld: int


def judged(
    chat_of: Mapping[int, int],
    asked: Sequence[Asked],
    *,
    ends: Mapping[int, DeliveryState],
    gone: Mapping[int, datetime],
) -> Verdict:
    """`chat_of` holds every message, `asked` what Telegram was asked in its order, `ends` where each message
    stands in the outbox, and `gone` since when a chat is."""
    accepted = [each for each in asked if each.accepted]
    first = _first(accepted)
    again = [each for each in accepted if each is not first[each.message]]
    missing = [message for message in chat_of if message not in first]
    unreachable = [
        message
        for message in missing
        if chat_of[message] in gone and ends.get(message) is DeliveryState.UNREACHABLE
    ]
    unfinished = {message for message in chat_of if ends.get(message) not in _ENDS}
    return Verdict(
        lost=sorted(unfinished.union(missing) - set(unreachable)),
        doubled=[each.message for each in again if not each.marked],
        doubled_marked=[each.message for each in again if each.marked],
        doubled_answered=[each.message for each in again if each.marked and first[each.message].answered],
        out_of_order=list(_out_of_order(first.values())),
        sent_to_gone=[each for each in accepted if each.chat in gone and each.at > gone[each.chat]],
        unreachable=unreachable,
        knocked=list(_knocked(asked)),
        withheld=sum(not each.answered for each in accepted),
    )


def _first(accepted: Sequence[Asked]) -> dict[int, Asked]:
    first: dict[int, Asked] = {}
    for each in accepted:
        first.setdefault(each.message, each)
    return first


def _out_of_order(first: Iterable[Asked]) -> Iterator[Asked]:
    newest: dict[int, int] = {}
    for each in first:
        if each.message < newest.get(each.chat, -1):
            yield each
        newest[each.chat] = max(each.message, newest.get(each.chat, -1))


def _knocked(asked: Sequence[Asked]) -> Iterator[Asked]:
    told: set[int] = set()
    for each in asked:
        if each.chat in told:
            yield each
        if each.shut:
            told.add(each.chat)
