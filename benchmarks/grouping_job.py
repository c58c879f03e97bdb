"""The job that groups, at work on a database with so many grouped items, and started anew on it."""

import asyncio
import gc
import time
from collections.abc import Iterable, Mapping
from itertools import islice

from benchmarks.cpu import timed
from benchmarks.headlines import headlines, items_of
from benchmarks.newspapers import BEGUN
from benchmarks.ours import HandClock
from benchmarks.processes import resident_mb
from jobs.group import ITEMS_AT_ONCE, Grouper, group_all
from news.feed import Feed, Source
from news.grouping import REACH
from news.item import Draft, Entry, Item
from news.tokens import Tokens
from storage.database import Database
from storage.following import follow_feeds
from storage.items import save_drafts
from storage.polls import claim_due_feeds
from storage.schema import migrate

MEASURED = 3_000
"""Items that wait, beside those that are grouped."""

ROUND = 500
"""Those of them that are timed together; the best round counts, for others use the machine as well."""

_LOT = 500
Figures = dict[str, float]


def job(url: str, window: int) -> Figures:
    """What it takes to group items that wait, when so many of the `window` before them are grouped."""
    clock = HandClock(BEGUN + REACH)
    items = items_of(window)
    with asyncio.Runner() as runner:
        db = Database.at(url)
        feeds = runner.run(_followed(db))
        grouper = Grouper(db, clock=clock)
        runner.run(_keep(db, feeds, islice(items, window)))
        assert runner.run(group_all(grouper)) == window
        runner.run(_keep(db, feeds, islice(items, MEASURED)))
        clock.at += MEASURED * REACH / window
        begun = time.perf_counter()
        rounds = [timed(lambda: runner.run(_group(grouper)))[0] for _ in range(MEASURED // ROUND)]
        lasted = time.perf_counter() - begun
        assert runner.run(grouper.group_new_items()) == 0
        runner.run(grouper.stop())
        runner.run(_keep(db, feeds, islice(items, 1)))
        runner.run(db.close())
    return {
        "items_a_second": round(ROUND / min(rounds)),
        "items_a_second_by_the_clock": round(MEASURED / lasted),
    }


def restart(url: str, window: int) -> Figures:
    """What it takes to place one item in a process that has just started, and so reads the window first."""
    clock = HandClock(BEGUN + REACH + (MEASURED + 1) * REACH / window)
    with asyncio.Runner() as runner:
        db = Database.at(url)
        runner.run(db.ping())
        grouper = Grouper(db, clock=clock)
        before = resident_mb()
        begun = time.perf_counter()
        taken, placed = timed(lambda: runner.run(grouper.group_new_items()))
        assert placed == 1
        lasted = time.perf_counter() - begun
        gc.collect()
        held = resident_mb() - before
        runner.run(db.close())
    return {
        "restart_seconds": round(taken, 2),
        "restart_seconds_by_the_clock": round(lasted, 2),
        "restart_mb": round(held, 1),
    }


async def _followed(db: Database) -> dict[str, Feed]:
    """A new database that follows a feed of each outlet; the feeds by outlet."""
    await migrate(db)
    outlets = {told.outlet for told in islice(headlines(), 10_000)}
    sources = [Source(url=f"https://media{n}.example/rss", outlet=outlet) for n, outlet in enumerate(outlets)]
    await follow_feeds(db, sources, now=BEGUN)
    async with db.writing() as tx:
        claimed = await claim_due_feeds(tx, now=BEGUN + REACH, limit=len(outlets))
    return {feed.outlet: feed for feed in claimed}


async def _group(grouper: Grouper) -> None:
    for _ in range(ROUND // ITEMS_AT_ONCE):
        assert await grouper.group_new_items() == ITEMS_AT_ONCE


async def _keep(db: Database, feeds: Mapping[str, Feed], items: Iterable[Item]) -> None:
    """Keep the items as polls do, but without words for the index, which grouping does not ask."""
    items = iter(items)
    while lot := list(islice(items, _LOT)):
        async with db.writing() as tx:
            brought = [(feeds[item.outlet], [_draft(item)]) for item in lot]
            await save_drafts(tx, brought, now=lot[-1].published_at)


def _draft(item: Item) -> Draft:
    entry = Entry(url=item.url, link=item.link, title=item.title, published_at=item.published_at)
    return Draft(
        entry=entry, lead=item.lead, place="", regions=(), published_at=item.published_at, tokens=Tokens()
    )
