"""Topics that we suggest to whoever does not know yet what to follow: the topic packs, page by page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.desk import Desk
from bot.refusals import StaleButton
from news.chat import Topic
from news.packs import Pack, packs

PAGE = 6
"""Packs: three rows of buttons; more would push the next steps off a small screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A page of packs: how many stories each would have brought today, by its key, and which queries the chat
    follows already."""

    packs: tuple[Pack, ...]
    page: int = 0
    counts: Mapping[str, int]
    followed: frozenset[str] = frozenset()


def pages() -> int:
    """How many pages there are."""
    return -(-len(packs()) // PAGE)


def suggestions(page: int = 0) -> tuple[Pack, ...]:
    """The packs of a page, in the order in which we show them. Raises StaleButton where there is none."""
    found = tuple(packs().values())[page * PAGE : (page + 1) * PAGE]
    if not found:
        raise StaleButton
    return found


async def offer(desk: Desk, topics: Iterable[Topic] = (), *, page: int = 0) -> Offer:
    """The page for a chat that follows these topics. Raises StaleButton where there is none."""
    suggested = suggestions(page)
    counts = await desk.pack_counts.of(suggested)
    followed = frozenset(topic.query for topic in topics)
    return Offer(packs=suggested, page=page, counts=counts, followed=followed)


def suggestion(key: str) -> Pack:
    """The pack of that key. Raises StaleButton."""
    found = packs().get(key)
    if found is None:
        raise StaleButton
    return found
