"""Full text: fetch the articles' pages that are due, many hosts side by side, and keep what they say.

due ─claim→ robots.txt ─allowed→ page ─extract→ text ─read→ kept; whatever fails is postponed or given up
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from jobs.claims import LAST_WAIT, PATIENCE, Claims
from jobs.fetch import Fetched, Judge, NotModified
from jobs.robots import Robots, Run
from news.clock import Clock
from news.errors import FeedError, FetchError, FetchForbidden
from news.failure import Failure
from news.link import host_of
from news.page import Page, next_attempt, read_body, tells
from news.poll import LONGEST_HALT
from news.robots import AGENT, forbids_keeping
from storage.database import Database
from storage.errors import DatabaseTrouble
from storage.pages import claim_due_pages, give_page_up, postpone_page, save_page

PAGES_AT_ONCE = 20
MOST_BYTES = 3 * 1024 * 1024
"""Of a page, after decompression."""

_PAGES_A_CLAIM = 5
"""Fewer are not asked for while others are under way."""

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_PASSING = frozenset({Failure.TEMPORARY, Failure.TIMEOUT, Failure.SERVER_ERROR, Failure.NOT_FOUND})
"""Not found may mean: not published yet, although the feed says so."""

log = logging.getLogger(__name__)


class Get(Protocol):
    """How the page at an address is fetched; `judge` says whether a redirect may be followed."""

    async def __call__(
        self, url: str, *, now: datetime, headers: dict[str, str], most_bytes: int, judge: Judge
    ) -> Fetched | NotModified: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFetcher:
    """What fetching pages needs. `pause` is left between two requests to one host; each page has `patience`
    altogether, and what is under way when we stop has `last_wait`."""

    db: Database
    get: Get
    run: Run
    robots: Robots
    clock: Clock
    pause: timedelta
    patience: timedelta = PATIENCE
    last_wait: timedelta = LAST_WAIT


async def fetch_due_pages(pages: PageFetcher, *, stopping: Callable[[], bool] = lambda: False) -> int:
    """Fetch until no page is due whose host is free, or we are stopping; returns how many were kept."""
    kept = 0
    async with Claims[bool](pages.db, clock=pages.clock, pause=pages.pause) as claims:
        while True:
            if not stopping():
                await _ask_more(pages, claims)
            if claims.is_over(stopping, last_wait=pages.last_wait):
                return kept
            kept += sum(await claims.finished())


async def _ask_more(pages: PageFetcher, claims: Claims[bool]) -> None:
    """Begin to fetch pages that are due, as many as there is room for."""
    room = PAGES_AT_ONCE - len(claims)
    if claims.is_due(room=room, least=_PAGES_A_CLAIM):
        async with pages.db.writing() as tx:
            claimed = await claim_due_pages(tx, now=pages.clock.now(), limit=room)
        claims.begin(((host_of(page.url), _fetch(pages, page, claims)) for page in claimed), room=room)


async def _fetch(pages: PageFetcher, page: Page, claims: Claims[bool]) -> bool:
    """Fetch one page and write down what came of it; whether its text was kept."""
    is_kept = await _fetch_and_keep(pages, page)
    claims.kept([host_of(page.url)])
    return is_kept


async def _fetch_and_keep(pages: PageFetcher, page: Page) -> bool:
    pause = pages.pause
    try:
        async with asyncio.timeout(pages.patience.total_seconds()):
            verdict = await pages.robots.verdict(page.url)
            pause = max(pause, verdict.delay)
            if not verdict.allowed:
                raise FetchForbidden(page.url, "its robots.txt does not allow it")
            text = await _text(pages, page)
        return await _keep(pages, page, text, pause=pause)
    except TimeoutError:
        error = FetchError(page.url, "took too long altogether", failure=Failure.TIMEOUT)
        await _fail(pages, page, error, pause=pause)
    except FeedError as failure:
        await _fail(pages, page, failure, pause=pause)
    except DatabaseTrouble:
        # No fault of the page: it is due again, once its host has been given back.
        raise
    except Exception:
        # A mistake of ours must cost this page only.
        log.exception("page failed: %s", page.url)
        await _fail(pages, page, FetchError(page.url, "cannot be read or kept"), pause=pause)
    return False


async def _text(pages: PageFetcher, page: Page) -> str:
    """The article on the page. Raises FeedError where there is none, or we are not to keep it."""

    async def judge(url: str) -> None:
        verdict = await pages.robots.verdict(url)
        if not verdict.allowed:
            raise FetchForbidden(page.url, "it leads to where robots.txt does not allow it")

    fetched = await pages.get(
        page.url, now=pages.clock.now(), headers={"Accept": "text/html"}, most_bytes=MOST_BYTES, judge=judge
    )
    if not isinstance(fetched, Fetched) or fetched.content_type not in _HTML:
        raise FetchError(page.url, "not a web page", failure=Failure.REFUSED)
    if forbids_keeping(fetched.robots, agent=AGENT):
        raise FetchForbidden(page.url, "its outlet does not want it kept")
    text: str = await pages.run("extract", fetched.body, url=fetched.url, charset=fetched.charset)
    if not text or not tells(text, page.title):
        raise FetchError(page.url, "no article on the page", failure=Failure.REFUSED)
    return text


async def _keep(pages: PageFetcher, page: Page, text: str, *, pause: timedelta) -> bool:
    body = read_body(page, text)
    async with pages.db.writing() as tx:
        return await save_page(tx, page, body, free_at=pages.clock.now() + pause)


async def _fail(pages: PageFetcher, page: Page, error: FeedError, *, pause: timedelta) -> None:
    now = pages.clock.now()
    wish = error.retry_after if isinstance(error, FetchError) else None
    free_at = now + max(pause, min(wish or timedelta(), LONGEST_HALT))
    again = next_attempt(page, now=now) if error.failure in _PASSING else None
    log.info("page failed: %s: %s", page.url, error.reason)
    async with pages.db.writing() as tx:
        if again:
            await postpone_page(tx, page, until=max(again, free_at), free_at=free_at)
        else:
            await give_page_up(tx, page, free_at=free_at)
