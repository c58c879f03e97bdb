"""Fetching: conditional, limited, and every failure a reason in words."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web

from jobs.fetch import MOST_BYTES, Fetched, Fetcher, NotModified
from news.errors import FetchError
from news.feed import FIRST_INTERVAL, Feed
from news.ids import FeedId
from tests.clocks import MORNING
from tests.jobs.conftest import Serve


def feed(url: str, *, etag: str = "", modified: str = "") -> Feed:
    return Feed(
        id=FeedId(1),
        url=url,
        outlet="Kabar",
        interval=FIRST_INTERVAL,
        failures=0,
        etag=etag,
        modified=modified,
    )


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(user_agent="Kliping/test (+redaksi@example.org)") as fetcher:
        yield fetcher


async def test_a_feed_comes_with_its_final_address_and_its_validators(serve: Serve, fetcher: Fetcher) -> None:
    async def handler(request: web.Request) -> web.Response:
        if request.path == "/old":
            raise web.HTTPMovedPermanently("/new")
        return web.Response(body=b"<rss/>", headers={"ETag": '"1"', "Last-Modified": "yesterday"})

    base = await serve(handler)
    fetched = await fetcher.fetch(feed(f"{base}/old"), now=MORNING)
    assert fetched == Fetched(body=b"<rss/>", url=f"{base}/new", etag='"1"', modified="yesterday")


async def test_the_request_says_who_we_are_and_what_we_know(serve: Serve, fetcher: Fetcher) -> None:
    async def handler(request: web.Request) -> web.Response:
        assert request.headers["User-Agent"] == "Kliping/test (+redaksi@example.org)"
        known = request.headers["If-None-Match"], request.headers["If-Modified-Since"]
        return web.Response(status=304 if known == ('"1"', "yesterday") else 500)

    url = await serve(handler)
    assert await fetcher.fetch(feed(url, etag='"1"', modified="yesterday"), now=MORNING) == NotModified()


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("120", timedelta(minutes=2)),
        ("Mon, 23 Nov 2026 01:00:00 GMT", timedelta(hours=1)),
        ("soon", None),
        ("", None),
    ],
)
async def test_a_refusal_carries_its_status_and_when_to_come_back(
    serve: Serve, fetcher: Fetcher, wish: str, expected: timedelta | None
) -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=503, headers={"Retry-After": wish})

    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(feed(await serve(handler)), now=MORNING)
    assert (caught.value.reason, caught.value.retry_after) == ("HTTP 503 Service Unavailable", expected)


async def test_a_body_that_unpacks_beyond_the_limit_is_refused_while_it_streams(
    serve: Serve, fetcher: Fetcher
) -> None:
    bomb = gzip.compress(bytes(MOST_BYTES * 3))

    async def handler(_: web.Request) -> web.Response:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

    with pytest.raises(FetchError, match="larger than 10 MB"):
        await fetcher.fetch(feed(await serve(handler)), now=MORNING)


async def test_redirects_in_a_circle_are_a_failure(serve: Serve, fetcher: Fetcher) -> None:
    async def handler(_: web.Request) -> web.Response:
        raise web.HTTPFound("/again")

    with pytest.raises(FetchError):
        await fetcher.fetch(feed(await serve(handler)), now=MORNING)


async def test_a_connection_that_ends_midway_is_a_failure(serve: Serve, fetcher: Fetcher) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"<rss>")
        assert request.transport is not None
        request.transport.abort()
        return response

    with pytest.raises(FetchError):
        await fetcher.fetch(feed(await serve(handler)), now=MORNING)


async def test_nobody_at_the_address_is_a_failure(fetcher: Fetcher) -> None:
    server = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    with pytest.raises(FetchError, match="Cannot connect"):
        await fetcher.fetch(feed(f"http://127.0.0.1:{port}/"), now=MORNING)


@pytest.mark.parametrize("url", ["http://", "http://[", "gopher://x", "http://exa mple/"])
async def test_an_address_that_is_none_is_a_failure(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(FetchError):
        await fetcher.fetch(feed(url), now=MORNING)
