"""Full text: pages are fetched where robots.txt allows it, and whatever goes wrong costs that page only."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web

from jobs.fetch import Fetched, Fetcher
from jobs.full_text import PageFetcher, fetch_due_pages
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
from tests.jobs.conftest import Handler, Serve
from tests.make import make_entry
from tests.news.pages import HEADLINE, article_page, front_page
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
    return _html(article_page())


def _html(page: str, **headers: str) -> web.Response:
    return web.Response(text=page, content_type="text/html", headers={**headers})


def rules(text: str, *, status: int = 200) -> web.Response:
    return web.Response(status=status, body=text.encode())


@pytest.fixture
async def readers() -> AsyncIterator[Readers]:
    async with Readers(processes=1) as readers:
        yield readers


@pytest.fixture
async def site(serve: Serve) -> "tuple[Site, str]":
    site = Site()
    return site, await serve(site.answer)


@asynccontextmanager
async def _page_fetcher(db: Database, readers: Readers, clock: TestClock) -> AsyncIterator[PageFetcher]:
    guard, pause = Guard(allowed=read_networks("127.0.0.1")), timedelta(seconds=1)
    async with Fetcher(user_agent="Kliping/test", guard=guard, patience=PATIENCE) as fetch:
        robots = Robots(get=fetch.get, run=readers.run, clock=clock, pause=pause)
        yield PageFetcher(db=db, get=fetch.get, run=readers.run, robots=robots, clock=clock, pause=pause)


@pytest.fixture
async def pages(sqlite_db: Database, readers: Readers, clock: TestClock) -> AsyncIterator[PageFetcher]:
    async with _page_fetcher(sqlite_db, readers, clock) as pages:
        yield pages


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


async def test_an_article_is_fetched_whole_by_our_name_after_its_robots_txt(
    pages: PageFetcher, site: tuple[Site, str]
) -> None:
    kabar, url = site
    await given_articles(pages, f"{url}/baca/1")

    assert await fetch_due_pages(pages) == 1

    assert await state(pages) == [KEPT]
    assert (kabar.asked, kabar.agents) == (["/robots.txt", "/baca/1"], {"Kliping/test"})
    (lead,) = (row[0] for row in await asked(pages.db, "SELECT lead FROM items"))
    assert lead.startswith("Komisi Pemilihan Umum")


async def test_pages_of_one_host_follow_one_another_with_a_pause_and_one_robots_txt_a_day(
    pages: PageFetcher, site: tuple[Site, str], clock: TestClock
) -> None:
    kabar, url = site
    await given_articles(pages, f"{url}/1", f"{url}/2", f"{url}/3")
    assert await fetch_due_pages(pages) == 1
    assert await fetch_due_pages(pages) == 0
    clock.move(seconds=1)
    assert await fetch_due_pages(pages) == 1
    clock.move(days=1)
    assert await fetch_due_pages(pages) == 1

    assert kabar.asked == ["/robots.txt", "/1", "/2", "/robots.txt", "/3"]


async def test_a_delay_that_robots_txt_asks_for_holds(
    pages: PageFetcher, site: tuple[Site, str], clock: TestClock
) -> None:
    kabar, url = site
    kabar.robots = rules("User-agent: *\nCrawl-delay: 20")
    await given_articles(pages, f"{url}/1", f"{url}/2")
    await fetch_due_pages(pages)
    clock.move(seconds=19)
    assert await fetch_due_pages(pages) == 0
    clock.move(seconds=1)
    assert await fetch_due_pages(pages) == 1


@pytest.mark.parametrize(
    ("robots", "then"),
    [
        (rules("User-agent: *\nDisallow: /"), GIVEN_UP),
        (rules("User-agent: Kliping\nDisallow: /baca"), GIVEN_UP),
        (rules("User-agent: *\nDisallow: /admin"), KEPT),
        (rules("<html>Tidak ada"), KEPT),
        (rules("", status=404), KEPT),
        (rules("", status=403), KEPT),
        (rules("", status=429), AGAIN),
        (rules("", status=500), AGAIN),
        (rules("", status=503), AGAIN),
        (rules("", status=304), AGAIN),
        (rules("#" * 700_000), KEPT),
        (rules("#" * 3_000_000), AGAIN),
    ],
    ids=["all", "us", "others", "html", "404", "403", "429", "500", "503", "304", "large", "too large"],
)
async def test_robots_txt_decides(
    pages: PageFetcher, site: tuple[Site, str], robots: web.Response, then: object
) -> None:
    kabar, url = site
    kabar.robots = robots
    await given_articles(pages, f"{url}/baca/1")
    await fetch_due_pages(pages)

    assert await state(pages) == [then]
    assert ("/baca/1" in kabar.asked) is (then == KEPT)


async def test_a_robots_txt_that_cannot_be_had_is_not_asked_for_again_at_once(
    pages: PageFetcher, site: tuple[Site, str], clock: TestClock
) -> None:
    kabar, url = site
    kabar.robots = rules("", status=500)
    await given_articles(pages, f"{url}/1", f"{url}/2")
    for _ in range(3):
        await fetch_due_pages(pages)
        clock.move(seconds=1)
    assert kabar.asked == ["/robots.txt"]

    kabar.robots = None
    clock.move(minutes=20)
    assert await fetch_due_pages(pages) == 1


async def _gone(_: web.Request) -> web.StreamResponse:
    raise web.HTTPGone


async def _missing(_: web.Request) -> web.StreamResponse:
    raise web.HTTPNotFound


async def _refusing(_: web.Request) -> web.StreamResponse:
    raise web.HTTPForbidden


async def _broken(_: web.Request) -> web.StreamResponse:
    raise web.HTTPBadGateway


async def _slow(_: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def _pdf(_: web.Request) -> web.StreamResponse:
    return web.Response(body=article_page().encode(), content_type="application/pdf")


async def _unmodified(_: web.Request) -> web.StreamResponse:
    return web.Response(status=304)


async def _large(_: web.Request) -> web.StreamResponse:
    return _html(article_page() + "<!--" + "x" * 3_500_000)


async def _front(_: web.Request) -> web.StreamResponse:
    return _html(front_page())


async def _other(_: web.Request) -> web.StreamResponse:
    return _html(article_page("Harga cabai turun", ["Harga cabai di pasar induk turun tajam hari ini."] * 9))


async def _unindexed(_: web.Request) -> web.StreamResponse:
    return _html(article_page(), **{"X-Robots-Tag": "noindex"})


async def _unarchived(_: web.Request) -> web.StreamResponse:
    return _html(article_page(head="<meta name='robots' content='noarchive'>"))


async def _inside(_: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("http://10.0.0.1/rahasia")


@pytest.mark.parametrize(
    ("page", "then"),
    [
        (_gone, GIVEN_UP),
        (_missing, AGAIN),
        (_refusing, GIVEN_UP),
        (_broken, AGAIN),
        (_slow, AGAIN),
        (_pdf, GIVEN_UP),
        (_unmodified, GIVEN_UP),
        (_large, GIVEN_UP),
        (_front, GIVEN_UP),
        (_other, GIVEN_UP),
        (_unindexed, GIVEN_UP),
        (_unarchived, GIVEN_UP),
        (_inside, GIVEN_UP),
    ],
)
async def test_a_page_that_cannot_be_used_is_tried_again_or_given_up(
    pages: PageFetcher, site: tuple[Site, str], page: Handler, then: object
) -> None:
    kabar, url = site
    kabar.page = page
    await given_articles(pages, f"{url}/baca/1")

    assert await fetch_due_pages(pages) == 0

    assert await state(pages) == [then]


async def test_a_page_that_fails_three_times_is_given_up(
    pages: PageFetcher, site: tuple[Site, str], clock: TestClock
) -> None:
    kabar, url = site
    kabar.page = _broken
    await given_articles(pages, f"{url}/1")
    for pause in (timedelta(minutes=15), timedelta(hours=2), timedelta(days=1)):
        await fetch_due_pages(pages)
        clock.at += pause - timedelta(seconds=2)
        await fetch_due_pages(pages)
        clock.move(seconds=2)
    await fetch_due_pages(pages)

    assert kabar.asked.count("/1") == 3
    assert await state(pages) == [(False, False, 3)]


async def test_a_host_that_asks_for_time_gets_it_for_all_its_pages(
    pages: PageFetcher, site: tuple[Site, str], clock: TestClock
) -> None:
    async def busy(_: web.Request) -> web.StreamResponse:
        raise web.HTTPTooManyRequests(headers={"Retry-After": "600"})

    kabar, url = site
    kabar.page = busy
    await given_articles(pages, f"{url}/1", f"{url}/2")
    await fetch_due_pages(pages)
    clock.move(minutes=9)
    await fetch_due_pages(pages)

    assert kabar.asked == ["/robots.txt", "/1"]


async def test_a_redirect_is_followed_where_the_robots_txt_of_its_host_allows_it(
    pages: PageFetcher, site: tuple[Site, str], serve: Serve
) -> None:
    kabar, url = site
    allowing, forbidding = Site(), Site()
    forbidding.robots = rules("User-agent: *\nDisallow: /baca")
    ways = {"/1": await serve(allowing.answer), "/2": await serve(forbidding.answer)}

    async def moved(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(f"{ways[request.path]}/baca{request.path}")

    kabar.page = moved
    await given_articles(pages, f"{url}/1", f"{url}/2")
    for _ in range(2):
        await fetch_due_pages(pages)
        await pages.clock.sleep(1)

    assert await state(pages) == [KEPT, GIVEN_UP]
    assert allowing.asked == ["/robots.txt", "/baca/1"]
    assert forbidding.asked == ["/robots.txt"]


async def test_a_redirect_within_a_host_leads_to_nothing_that_it_forbids(
    pages: PageFetcher, site: tuple[Site, str]
) -> None:
    ways = {"/1": "/terbuka", "/2": "/arsip/2", "/3": "/arsip/3"}

    async def moved(request: web.Request) -> web.StreamResponse:
        if way := ways.get(request.path):
            raise web.HTTPFound(way)
        return await _article(request)

    kabar, url = site
    kabar.page, kabar.robots = moved, rules("User-agent: *\nDisallow: /arsip\nAllow: /arsip/3")
    await given_articles(pages, *(f"{url}{path}" for path in ways))
    for _ in ways:
        await fetch_due_pages(pages)
        await pages.clock.sleep(1)

    assert await state(pages) == [KEPT, GIVEN_UP, KEPT]
    assert kabar.asked == ["/robots.txt", "/1", "/terbuka", "/2", "/3", "/arsip/3"]


async def test_a_slow_host_holds_up_no_other(
    pages: PageFetcher, site: tuple[Site, str], serve: Serve
) -> None:
    kabar, url = site
    kabar.page = _slow
    quick = await serve(Site().answer)
    async with pages.db.writing() as tx:
        await follow_feed(
            tx, Source(url="https://lain.example/rss", outlet="Lain", full_text=True), now=pages.clock.now()
        )
    await given_articles(pages, f"{url}/1")
    async with pages.db.writing() as tx:
        (other,) = await claim_due_feeds(tx, now=pages.clock.now(), limit=1)
        entry = make_entry(title=HEADLINE, url=f"{quick}/1", published_at=pages.clock.now())
        new = draft(entry, outlet="Lain", now=pages.clock.now())
        await save_drafts(tx, [(other, [new])], now=pages.clock.now())

    assert await fetch_due_pages(pages) == 1
    assert sorted(await state(pages)) == [AGAIN, KEPT]


async def test_when_we_are_stopping_no_page_is_begun(pages: PageFetcher, site: tuple[Site, str]) -> None:
    kabar, url = site
    await given_articles(pages, f"{url}/1")

    assert await fetch_due_pages(pages, stopping=lambda: True) == 0
    assert kabar.asked == []


async def test_a_page_that_hangs_when_we_stop_is_due_again_after_the_pause(
    pages: PageFetcher, site: tuple[Site, str], clock: TestClock
) -> None:
    _, url = site
    stop = asyncio.Event()

    async def get(url: str, **_: object) -> Fetched:
        stop.set()
        await asyncio.Event().wait()
        raise AssertionError(url)

    await given_articles(pages, f"{url}/1")
    hanging = replace(pages, get=get, last_wait=timedelta())
    assert await fetch_due_pages(hanging, stopping=stop.is_set) == 0
    assert await state(pages) == [(False, True, 0)]

    assert await fetch_due_pages(pages) == 0
    clock.move(seconds=1)
    assert await fetch_due_pages(pages) == 1


async def test_a_page_that_would_outlive_its_claim_is_tried_again(
    pages: PageFetcher, site: tuple[Site, str]
) -> None:
    await given_articles(pages, f"{site[1]}/1")

    assert await fetch_due_pages(replace(pages, patience=timedelta())) == 0
    assert await state(pages) == [AGAIN]


async def test_a_page_that_would_take_the_reader_beyond_its_limits_costs_only_itself(
    pages: PageFetcher, site: tuple[Site, str], clock: TestClock
) -> None:
    async def vast(request: web.Request) -> web.StreamResponse:
        many = "<p>Kalimat yang panjang sekali di sini.</p>" * 60_000
        return _html(many if request.path == "/1" else article_page())

    kabar, url = site
    kabar.page = vast
    await given_articles(pages, f"{url}/1", f"{url}/2")
    for _ in range(2):
        await fetch_due_pages(pages)
        clock.move(seconds=1)

    assert await state(pages) == [GIVEN_UP, KEPT]
