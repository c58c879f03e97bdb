"""Grouping: every new item joins the story it tells, or opens one."""

from news.item import Item
from news.story import same_story
from storage.database import Database, Transaction
from storage.stories import items_with_link, join_story, open_story, take_new_items

ITEMS_AT_ONCE = 200


async def group_new_items(db: Database) -> int:
    """Place at most ITEMS_AT_ONCE items; returns how many there were."""
    async with db.writing() as tx:
        items = await take_new_items(tx, limit=ITEMS_AT_ONCE)
        for item in items:
            await _place(tx, item)
    return len(items)


async def _place(tx: Transaction, item: Item) -> None:
    teller = same_story(item, await items_with_link(tx, item.link))
    if teller is None:
        await open_story(tx, item)
    else:
        await join_story(tx, item, teller)
