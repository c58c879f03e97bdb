"""Fetching: who we say we are, what we ask for, where redirects lead and what comes back."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator
from datetime import timedelta

import brotli  # type: ignore[import-untyped]
import pytest
from aiohttp import web

from jobs.fetch import RECHECK, Fetched, Fetcher, NotModified
from news.errors import FetchError
from news.feed import Feed, Validators
from news.ids import FeedId
from tests.clocks import MORNING
from tests.jobs.conftest import Serve
from tests.jobs.crowd import Crowd
from tests.jobs.wire import fetcher, zstd

KNOWN = Validators(etag='"1"', modified="yesterday", body_hash="x", read_at=MORNING - timedelta(hours=1))


def feed(url: str, *, validators: Validators = Validators(), location: str = "") -> Feed:
    return Feed(id=FeedId(1), url=url, outlet="Kabar", validators=validators, location=location)


@pytest.fixture
async def fetch() -> AsyncIterator[Fetcher]:
    async with fetcher() as opened:
        yield opened


async def test_a_feed_comes_with_all_that_its_server_says_of_it(serve: Serve, fetch: Fetcher) -> None:
    async def handler(_: web.Request) -> web.Response:
        headers = {
            "Content-Type": "application/rss+xml; charset=iso-8859-1",
            "ETag": '"1"',
            "Last-Modified": "yesterday",
            "Cache-Control": "public, max-age=600",
        }
        return web.Response(body=b"<rss/>", headers=headers)

    url = await serve(handler)
    assert await fetch.fetch(feed(f"{url}/feed"), now=MORNING) == Fetched(
        body=b"<rss/>",
        url=f"{url}/feed",
        charset="iso-8859-1",
        content_type="application/rss+xml",
        etag='"1"',
        modified="yesterday",
        fresh_for=timedelta(minutes=10),
    )


async def test_a_feed_that_has_moved_is_fetched_where_it_is_now(serve: Serve, fetch: Fetcher) -> None:
    asked: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(body=b"<rss/>")

    url = await serve(handler)
    await fetch.fetch(feed(f"{url}/old", location=f"{url}/new"), now=MORNING)
    assert asked == ["/new"]


async def test_a_request_says_who_we_are_and_brings_no_cookies(
    serve: Serve, fetch: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str | None, str | None]] = []

    async def handler(request: web.Request) -> web.Response:
        seen.append((request.headers.get("User-Agent"), request.headers.get("Cookie")))
        return web.Response(headers={"Set-Cookie": "a=b"})

    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    url = await serve(handler)
    for _ in range(2):
        await fetch.fetch(feed(url), now=MORNING)
    assert seen == [("Kliping/test (+redaksi@example.org)", None)] * 2


@pytest.mark.parametrize(
    ("validators", "sent"),
    [
        (KNOWN, ('"1"', "yesterday")),
        (Validators(etag='"1"', read_at=MORNING), ('"1"', None)),
        (Validators(etag='"1"', modified="yesterday"), (None, None)),
        (Validators(etag='"1"', read_at=MORNING - RECHECK), (None, None)),
        (Validators(etag='"1"', read_at=MORNING - RECHECK + timedelta(seconds=1)), ('"1"', None)),
        (Validators(etag='"1"', read_at=MORNING, deceptive=True), (None, None)),
        (Validators(read_at=MORNING), (None, None)),
    ],
)
async def test_validators_are_sent_for_a_day_unless_they_have_deceived_us(
    serve: Serve, fetch: Fetcher, validators: Validators, sent: tuple[str | None, str | None]
) -> None:
    seen: list[tuple[str | None, str | None]] = []

    async def handler(request: web.Request) -> web.Response:
        seen.append((request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")))
        return web.Response()

    await fetch.fetch(feed(await serve(handler), validators=validators), now=MORNING)
    assert seen == [sent]


async def test_not_modified_is_an_answer_to_validators_alone(serve: Serve, fetch: Fetcher) -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=304, headers={"Cache-Control": "max-age=60"})

    url = await serve(handler)
    unchanged = await fetch.fetch(feed(url, validators=KNOWN), now=MORNING)
    assert unchanged == NotModified(fresh_for=timedelta(minutes=1))
    with pytest.raises(FetchError, match="HTTP 304 Not Modified"):
        await fetch.fetch(feed(url), now=MORNING)
    with pytest.raises(FetchError, match="HTTP 304 Not Modified"):
        await fetch.get(url, now=MORNING, headers={"Accept": "text/plain"})


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b"<rss/>", mtime=0)),
        ("gzip", gzip.compress(b"<rss", mtime=0) + gzip.compress(b"/>", mtime=0)),
        ("br", brotli.compress(b"<rss/>")),
        ("zstd", zstd.compress(b"<rss/>")),
        ("deflate", zlib.compress(b"<rss/>")),
        ("deflate", zlib.compress(b"<rss/>", wbits=-15)),
        ("utf-8", b"<rss/>"),
    ],
)
async def test_a_body_is_unpacked(serve: Serve, fetch: Fetcher, encoding: str, body: bytes) -> None:
    accepted: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        accepted.append(request.headers["Accept-Encoding"])
        return web.Response(body=body, headers={"Content-Encoding": encoding})

    fetched = await fetch.fetch(feed(await serve(handler)), now=MORNING)
    assert isinstance(fetched, Fetched)
    assert fetched.body == b"<rss/>"
    assert {"gzip", "deflate", "br", "zstd"} == set(accepted[0].split(", "))


@pytest.mark.parametrize(
    ("hops", "moved_to"),
    [
        ({"/feed": (301, "/a"), "/a": (308, "b"), "/b": (200, "")}, "/b"),
        ({"/feed": (301, "/a"), "/a": (302, "/b"), "/b": (200, "")}, "/a"),
        ({"/feed": (302, "/a"), "/a": (301, "/b"), "/b": (200, "")}, ""),
        ({"/feed": (307, "/a"), "/a": (303, "/b"), "/b": (200, "")}, ""),
        ({"/feed": (301, "/b#top"), "/b": (200, "")}, "/b"),
        ({"/feed": (308, "{base}/x/"), "/x/": (301, "../b"), "/b": (200, "")}, "/b"),
    ],
)
async def test_a_new_address_is_remembered_as_far_as_every_hop_is_for_good(
    serve: Serve, fetch: Fetcher, hops: dict[str, tuple[int, str]], moved_to: str
) -> None:
    async def handler(request: web.Request) -> web.Response:
        status, location = hops[request.path]
        target = location.format(base=request.url.origin())
        return web.Response(status=status, headers={"Location": target} if target else {})

    base = await serve(handler)
    fetched = await fetch.fetch(feed(f"{base}/feed"), now=MORNING)
    assert isinstance(fetched, Fetched)
    assert (fetched.url, fetched.moved_to) == (f"{base}/b", moved_to and f"{base}{moved_to}")


async def test_validators_go_along_with_a_redirect(serve: Serve, fetch: Fetcher) -> None:
    async def handler(request: web.Request) -> web.Response:
        if request.path == "/feed":
            return web.Response(status=302, headers={"Location": "/b"})
        return web.Response(status=304 if request.headers.get("If-None-Match") == '"1"' else 200)

    url = await serve(handler)
    assert await fetch.fetch(feed(f"{url}/feed", validators=KNOWN), now=MORNING) == NotModified()


async def test_a_host_is_asked_one_thing_at_a_time(serve: Serve, fetch: Fetcher) -> None:
    crowd = Crowd()

    async def handler(request: web.Request) -> web.Response:
        await crowd.stay()
        return web.Response(text=request.path)

    url = await serve(handler)
    await asyncio.gather(*(fetch.fetch(feed(f"{url}/{number}"), now=MORNING) for number in range(5)))
    assert crowd.most == 1
