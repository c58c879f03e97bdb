"""Articles with full text, and what tests of their pages do with them."""

from datetime import datetime, timedelta

from sqlalchemy import select, text

from news.feed import Feed, Source
from news.grammar import parse_query
from news.ids import FeedId
from news.item import Item, draft
from news.link import host_of
from news.page import Page, read_body
from news.poll import Change
from storage.database import Database
from storage.following import follow_feed
from storage.headlines import save_changes
from storage.hosts import touch_hosts
from storage.items import items_after, save_drafts
from storage.pages import (
    claim_due_pages,
    save_page,
)
from storage.polls import claim_due_feeds
from storage.search import found_by
from storage.tables import items
from tests.clocks import MORNING
from tests.make import make_entry
from tests.news.pages import HEADLINE, PARAGRAPHS

BODY = "\n".join(PARAGRAPHS)
FREE = text("UPDATE hosts SET free_at = '2026-01-01 00:00:00+00:00'")
DUE = text("UPDATE feeds SET next_poll_at = '2026-01-01 00:00:00+00:00' WHERE id = :id")
SECOND, LATER = timedelta(seconds=1), MORNING + timedelta(minutes=1)


async def given_feed(db: Database, url: str = "https://kabar.example/rss", *, full_text: bool = True) -> Feed:
    """A feed whose articles' pages are wanted, after its first poll."""
    async with db.writing() as tx:
        await follow_feed(tx, Source(url=url, outlet="Kabar Belitung", full_text=full_text), now=MORNING)
        feeds = await claim_due_feeds(tx, now=MORNING, limit=10)
    await free_hosts(db)
    return next(feed for feed in feeds if feed.url == url)


async def given_article(
    db: Database,
    feed: Feed,
    url: str = "",
    *,
    title: str = HEADLINE,
    lead: str = "",
    published_at: datetime = MORNING,
    at: datetime = MORNING,
) -> Item:
    entry = make_entry(title=title, lead=lead, url=url, published_at=published_at)
    async with db.writing() as tx:
        kept = await save_drafts(tx, [(feed, [draft(entry, outlet=feed.outlet, now=at)])], now=at)
    return kept[feed.id][0]


async def claimed(db: Database, *, at: datetime = LATER, limit: int = 10) -> list[Page]:
    async with db.writing() as tx:
        return await claim_due_pages(tx, now=at, limit=limit)


async def kept(db: Database, page: Page, *, free_at: datetime = LATER) -> bool:
    async with db.writing() as tx:
        return await save_page(tx, page, read_body(page, BODY), free_at=free_at)


async def found(db: Database, query: str) -> set[str]:
    async with db.reading() as tx:
        return set(await tx.scalars(select(items.c.title).where(found_by(parse_query(query), tx.dialect))))


async def free_hosts(db: Database) -> None:
    async with db.writing() as tx:
        await tx.execute(FREE)


async def concepts(db: Database) -> tuple[str, ...]:
    async with db.reading() as tx:
        (item,) = await items_after(tx, None, limit=9)
    return item.concepts


async def retitle(db: Database, feed: Feed, item: Item, title: str, *, lead: str = "") -> None:
    entry = make_entry(title=title, lead=lead, url=item.url)
    read = draft(entry, outlet=feed.outlet, now=LATER)
    change = Change(item_id=item.id, former_title=item.title, draft=read)
    async with db.writing() as tx:
        await save_changes(tx, [change], now=LATER)


async def make_due(db: Database, feed: Feed) -> None:
    async with db.writing() as tx:
        await tx.execute(DUE, {"id": FeedId(feed.id)})
        await touch_hosts(tx, [host_of(feed.address)])
