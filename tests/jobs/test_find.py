"""Finding feeds: a feed, a page that leads to feeds, or neither."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta

import pytest
from aiohttp import web

from jobs.fetch import Fetcher
from jobs.find import Finder, FoundFeed, FoundPage, look
from jobs.guard import Guard
from jobs.reading import Readers
from news.address import read_networks
from news.errors import FeedError, FetchForbidden
from tests.clocks import TestClock
from tests.jobs.conftest import Serve

FEED = """<rss version="2.0"><channel><title>Kabar Politik</title><item><title>Pemilu di Belitung</title>
<link>http://kabar.example/1</link></item></channel></rss>"""
PAGE = """<!doctype html><html><head><title>Kabar Pagi</title>{}</head><body>Beranda</body></html>"""
LINK = '<link rel="alternate" type="application/rss+xml" href="{}">'


@pytest.fixture
async def finder(clock: TestClock) -> AsyncIterator[Finder]:
    guard = Guard(allowed=read_networks("127.0.0.1"))
    async with Fetcher(user_agent="Kliping/test", guard=guard) as fetch, Readers() as readers:
        yield Finder(get=fetch.get, parse=readers.parse, clock=clock, pause=timedelta(seconds=2))


async def served(serve: Serve, texts: Mapping[str, str], *, asked: list[str] | None = None) -> str:
    """A site that has these texts at these paths; it notes what it is asked for."""

    async def handler(request: web.Request) -> web.Response:
        path = request.path.strip("/")
        if asked is not None:
            asked.append(path)
        if path not in texts:
            raise web.HTTPNotFound
        kind = "text/html" if "<html" in texts[path] else "application/rss+xml"
        return web.Response(text=texts[path], content_type=kind)

    return await serve(handler)


async def test_a_feed_is_found_where_it_stands(serve: Serve, finder: Finder) -> None:
    site = await served(serve, {"rss": FEED})

    found = await look(finder, f"{site}/rss")

    assert isinstance(found, FoundFeed)
    assert (found.url, found.document.title) == (f"{site}/rss", "Kabar Politik")


async def test_a_page_leads_to_the_feeds_that_it_names_and_no_further(serve: Serve, finder: Finder) -> None:
    asked: list[str] = []
    links = LINK.format("/politik") + LINK.format("/hilang")
    site = await served(serve, {"beranda": PAGE.format(links), "politik": FEED}, asked=asked)

    found = await look(finder, f"{site}/beranda")

    assert isinstance(found, FoundPage)
    assert (found.title, [feed.url for feed in found.feeds]) == ("Kabar Pagi", [f"{site}/politik"])
    assert [(error.url, error.reason) for error in found.failed] == [(f"{site}/hilang", "HTTP 404 Not Found")]
    assert asked == ["beranda", "politik", "hilang"]


async def test_a_page_that_names_none_leads_to_where_sites_usually_keep_one(
    serve: Serve, finder: Finder, clock: TestClock
) -> None:
    site = await served(serve, {"beranda": PAGE.format(""), "rss.xml": FEED})

    found = await look(finder, f"{site}/beranda")

    assert isinstance(found, FoundPage)
    assert [feed.url for feed in found.feeds] == [f"{site}/rss.xml"]
    assert found.failed == []
    assert clock.slept == [2.0] * found.tried


async def test_what_is_neither_says_what_it_is(serve: Serve, finder: Finder) -> None:
    site = await served(serve, {"teks": "Tidak ditemukan"})

    with pytest.raises(FeedError, match="not a feed"):
        await look(finder, f"{site}/teks")


async def test_a_page_cannot_lead_into_a_network_that_is_not_allowed(serve: Serve, finder: Finder) -> None:
    links = LINK.format("http://169.254.169.254/latest/feed")
    site = await served(serve, {"beranda": PAGE.format(links)})

    found = await look(finder, f"{site}/beranda")

    assert isinstance(found, FoundPage)
    assert [type(error) for error in found.failed] == [FetchForbidden]
