"""Full text and robots.txt: what it allows is fetched, at the pace that it asks for, also elsewhere."""

import pytest
from aiohttp import web

from jobs.full_text import PageFetcher, fetch_due_pages
from tests.clocks import TestClock
from tests.jobs.conftest import Serve
from tests.jobs.site import AGAIN, GIVEN_UP, KEPT, Site, given_articles, html, rules, state
from tests.news.pages import article_page


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
        return html(article_page())

    kabar, url = site
    kabar.page, kabar.robots = moved, rules("User-agent: *\nDisallow: /arsip\nAllow: /arsip/3")
    await given_articles(pages, *(f"{url}{path}" for path in ways))
    for _ in ways:
        await fetch_due_pages(pages)
        await pages.clock.sleep(1)

    assert await state(pages) == [KEPT, GIVEN_UP, KEPT]
    assert kabar.asked == ["/robots.txt", "/1", "/terbuka", "/2", "/3", "/arsip/3"]
