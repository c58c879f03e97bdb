"""Full text that cannot be had: whatever goes wrong with a page costs that page only."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import web

from jobs.full_text import PageFetcher, fetch_due_pages
from news.feed import Source
from news.item import draft
from storage.following import follow_feed
from storage.items import save_drafts
from storage.polls import claim_due_feeds
from tests.clocks import TestClock
from tests.jobs.conftest import Handler, Serve
from tests.jobs.site import AGAIN, GIVEN_UP, KEPT, Site, given_articles, html, state
from tests.make import make_entry
from tests.news.pages import HEADLINE, article_page, front_page


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
    return html(article_page() + "<!--" + "x" * 3_500_000)


async def _front(_: web.Request) -> web.StreamResponse:
    return html(front_page())


async def _other(_: web.Request) -> web.StreamResponse:
    return html(article_page("Harga cabai turun", ["Harga cabai di pasar induk turun tajam hari ini."] * 9))


async def _unindexed(_: web.Request) -> web.StreamResponse:
    return html(article_page(), **{"X-Robots-Tag": "noindex"})


async def _unarchived(_: web.Request) -> web.StreamResponse:
    return html(article_page(head="<meta name='robots' content='noarchive'>"))


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


async def test_a_page_that_would_take_the_reader_beyond_its_limits_costs_only_itself(
    pages: PageFetcher, site: tuple[Site, str], clock: TestClock
) -> None:
    async def vast(request: web.Request) -> web.StreamResponse:
        many = "<p>Kalimat yang panjang sekali di sini.</p>" * 60_000
        return html(many if request.path == "/1" else article_page())

    kabar, url = site
    kabar.page = vast
    await given_articles(pages, f"{url}/1", f"{url}/2")
    for _ in range(2):
        await fetch_due_pages(pages)
        clock.move(seconds=1)

    assert await state(pages) == [GIVEN_UP, KEPT]
