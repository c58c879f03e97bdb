"""Copies: the full texts that came with items or after them are compared with those of the last days.

Copies belong to one story, except where somebody has split it: an item that is placed joins the story that
its copy tells, and two that tell different stories by now make these one.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jobs.shelf import Shelf
from news.copies import Copies, FullText
from news.ids import ItemId, StoryId
from news.item import Item
from storage.copies import late_texts, save_copies, stories_told_by, texts_like, texts_of
from storage.database import Transaction
from storage.grouping import kept_apart_stories, merge_stories


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Full texts that have been compared: `copies` are items with the earliest item of the same text, `told`
    the stories that those of them tell that were placed before."""

    texts: Sequence[FullText] = ()
    copies: Mapping[ItemId, ItemId] = field(default_factory=dict)
    told: Mapping[ItemId, StoryId] = field(default_factory=dict)

    def beside(self, waiting: Sequence[Item]) -> dict[ItemId, ItemId]:
        """Of items that wait those with copies, each with the one whose story it is to join."""
        ids = {item.id for item in waiting}
        copied = {item_id: first for item_id, first in self.copies.items() if item_id in ids}
        return {first: item_id for item_id, first in self.copies.items() if item_id not in ids} | copied


async def compare_texts(tx: Transaction, waiting: Sequence[Item], *, room: int) -> Compared:
    """Compare the full texts of items that wait to be placed, and where there is `room` those that came after
    their items had been placed."""
    texts = await texts_of(tx, waiting) if waiting else []
    if room > 0:
        texts += await late_texts(tx, limit=room)
    if not texts:
        return Compared()
    copies = Copies(await texts_like(tx, texts))
    for text in texts:
        copies.compare(text)
        await asyncio.sleep(0)  # each may take a millisecond, and others have work to do
    found = copies.found
    told = await stories_told_by(tx, {*found, *found.values()}) if found else {}
    return Compared(texts=texts, copies=found, told=told)


async def save_compared(tx: Transaction, compared: Compared, shelves: Sequence[Shelf]) -> None:
    """Write down what was found, when the items have been placed, and make the stories of copies one; the
    stories on the `shelves` too."""
    if not compared.texts:
        return
    await save_copies(tx, compared.texts, compared.copies)
    for item_id, first in compared.copies.items():
        told = await stories_told_by(tx, [item_id, first])
        if len(set(told.values())) == 2 and not await _kept_apart(tx, set(told.values())):
            into, merged = sorted(told.values())
            await merge_stories(tx, into, [merged])
            for shelf in shelves:
                shelf.merge(merged, into=into)


async def _kept_apart(tx: Transaction, stories: set[StoryId]) -> bool:
    return any(stories == set(pair) for pair in await kept_apart_stories(tx))
