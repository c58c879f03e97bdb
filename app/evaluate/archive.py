"""Recorded articles in a database of their own: each a story, kept as an article whose page was fetched."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from news.feed import Source
from news.ids import ItemId
from news.item import Draft, Entry
from news.page import Page, read_body
from news.tokens import Tokens
from storage.database import Database
from storage.following import follow_feed
from storage.grouping import join_stories, open_stories
from storage.items import save_drafts
from storage.pages import save_page
from storage.polls import claim_due_feeds
from storage.schema import migrate

_SOURCE = Source(url="https://rekaman.invalid/rss", outlet="Rekaman", full_text=True)


@asynccontextmanager
async def archive_of(
    texts: Sequence[tuple[str, str]], *, now: datetime
) -> AsyncIterator[tuple[Database, list[ItemId]]]:
    """A database in a temporary file that holds the headlines and bodies, come out `now`, and their items."""
    with TemporaryDirectory() as folder:
        db = Database.at(f"sqlite:///{Path(folder) / 'archive.db'}")
        try:
            await migrate(db)
            yield db, await _keep(db, texts, now=now)
        finally:
            await db.close()


async def _keep(db: Database, texts: Sequence[tuple[str, str]], *, now: datetime) -> list[ItemId]:
    async with db.writing() as tx:
        await follow_feed(tx, _SOURCE, now=now)
        (feed,) = await claim_due_feeds(tx, now=now, limit=1)
        kept = await save_drafts(
            tx,
            [(feed, [_draft(number, title, now) for number, (title, _) in enumerate(texts)])],
            now=now,
        )
        items = kept.get(feed.id, [])
        for item, (_, body) in zip(items, texts, strict=True):
            page = Page(item_id=item.id, url=item.url, title=item.title, outlet=item.outlet)
            await save_page(tx, page, read_body(page, body), free_at=now)
        stories = await open_stories(tx, items)
        await join_stories(tx, dict(zip([item.id for item in items], stories, strict=True)))
    return [item.id for item in items]


def _draft(number: int, title: str, now: datetime) -> Draft:
    url = f"https://rekaman.invalid/{number}"
    entry = Entry(url=url, link=url, title=title, published_at=now)
    return Draft(entry=entry, lead="", place="", regions=(), published_at=now, tokens=Tokens())
