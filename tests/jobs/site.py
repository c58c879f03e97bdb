"""A site on this machine whose articles are fetched whole, and what becomes of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from aiohttp import web

from jobs.fetch import Fetcher
from jobs.full_text import PageFetcher
from jobs.guard import Guard
from jobs.reading import Readers
from jobs.robots import Robots
from news.address import read_networks
from news.feed import Feed, Source
from news.item import draft
from storage.database import Database
from storage.following import follow_feed
from storage.items import save_drafts
from storage.polls import claim_due_feeds
from tests.clocks import TestClock
from tests.make import make_entry
from tests.news.pages import HEADLINE, article_page
from tests.storage.given import asked

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

PATIENCE = timedelta(seconds=1)


class Site:
    """A site on this machine: what its paths answer, and which were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.robots: web.Response | None = None
        self.page: Answer = _article

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        self.agents.add(request.headers["User-Agent"])
        if request.path != "/robots.txt":
            return await self.page(request)
        return web.Response(status=404) if self.robots is None else _copy(self.robots)


def _copy(response: web.Response) -> web.Response:
    return web.Response(status=response.status, body=response.body)


async def _article(_: web.Request) -> web.StreamResponse:
    return html(article_page())


def html(page: str, **headers: str) -> web.Response:
    return web.Response(text=page, content_type="text/html", headers={**headers})


def rules(text: str, *, status: int = 200) -> web.Response:
    return web.Response(status=status, body=text.encode())


@asynccontextmanager
async def page_fetcher(db: Database, readers: Readers, clock: TestClock) -> AsyncIterator[PageFetcher]:
    guard, pause = Guard(allowed=read_networks("127.0.0.1")), timedelta(seconds=1)
    async with Fetcher(user_agent="Kliping/test", guard=guard, patience=PATIENCE) as fetch:
        robots = Robots(get=fetch.get, run=readers.run, clock=clock, pause=pause)
        yield PageFetcher(db=db, get=fetch.get, run=readers.run, robots=robots, clock=clock, pause=pause)


async def given_articles(pages: PageFetcher, *urls: str, title: str = HEADLINE) -> None:
    """Articles at these addresses whose pages are due, brought by a feed elsewhere."""
    now = pages.clock.now()
    async with pages.db.writing() as tx:
        await follow_feed(
            tx, Source(url="https://umpan.example/rss", outlet="Kabar", full_text=True), now=now
        )
        feed: Feed = (await claim_due_feeds(tx, now=now, limit=1))[0]
        entries = [make_entry(title=title, lead="", url=url, published_at=now) for url in urls]
        await save_drafts(tx, [(feed, [draft(entry, outlet="Kabar", now=now) for entry in entries])], now=now)


async def state(pages: PageFetcher) -> list[tuple[bool, bool, int]]:
    """Of each item: has it a body, is its page due once more, how often has that failed."""
    rows = await asked(pages.db, "SELECT body, page_due_at, page_attempts FROM items ORDER BY id")
    return [(bool(body), due_at is not None, attempts) for body, due_at, attempts in rows]


KEPT, AGAIN, GIVEN_UP = (True, False, 0), (False, True, 1), (False, False, 1)
