"""Where redirects and names may lead: neither in circles nor where we do not go."""

import asyncio
import socket

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from jobs.fetch import Fetched
from news.errors import FetchError, FetchForbidden
from news.failure import Failure
from tests.clocks import MORNING
from tests.jobs.conftest import Serve
from tests.jobs.crowd import Crowd
from tests.jobs.wire import Recorder, answer, failure_of, fetcher, saying


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (b"/feed", (Failure.REFUSED, "more than 5 redirects")),
        (b"\xff\xfe", (Failure.REFUSED, "more than 5 redirects")),
        (b"http://[", (Failure.REFUSED, "redirects to no URL that can be read")),
        (b"http://..../", (Failure.FORBIDDEN, "redirects to no host in the URL")),
        (b"http://" + b"a" * 70 + b".example/", (Failure.REFUSED, "no URL that can be read")),
        (b"http://127.0.0.1:99999/", (Failure.FORBIDDEN, "redirects to no URL that can be read")),
        (b"file:///etc/passwd", (Failure.FORBIDDEN, "redirects to neither http nor https (file)")),
        (b"javascript:alert(1)", (Failure.FORBIDDEN, "redirects to neither http nor https (javascript)")),
        (b"http://a:b@127.0.0.1/", (Failure.FORBIDDEN, "redirects to a user name or password in the URL")),
        (b"http://169.254.169.254/", (Failure.FORBIDDEN, "a link-local address (169.254.169.254)")),
        (b"http://[::1]:6379/", (Failure.FORBIDDEN, "this machine (::1)")),
        (b"http://10.0.0.1/", (Failure.FORBIDDEN, "a private address (10.0.0.1)")),
    ],
)
async def test_a_redirect_leads_neither_in_circles_nor_where_we_do_not_go(
    location: bytes, expected: tuple[Failure, str]
) -> None:
    recorder = Recorder()
    async with saying([b"HTTP/1.1 301 Moved\r\nLocation: " + location + b"\r\n\r\n"]) as wire:
        failure = await failure_of(fetcher(recorder), wire.url)
    assert (failure.failure, failure.reason) == expected
    assert set(recorder.opened) == {("127.0.0.1", wire.port)}


class Names(AbstractResolver):
    """Another address at every look-up."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = list(addresses)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if not self._addresses:
            raise OSError(socket.EAI_AGAIN, "look again later")
        address = self._addresses.pop(0)
        return [ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None: ...


async def test_a_redirect_does_not_reach_another_port_of_this_machine() -> None:
    """127.0.0.2 is allowed, and stands for a server in the internet; 127.0.0.1 is this machine."""
    recorder = Recorder()
    async with saying(answer(b"secret")) as inside:
        sends_on = f"HTTP/1.1 301 x\r\nLocation: {inside.url}\r\n\r\n".encode()
        async with saying([sends_on], host="127.0.0.2") as outside:
            failure = await failure_of(fetcher(recorder, allowed="127.0.0.2"), outside.url)
    assert (failure.failure, failure.reason) == (Failure.FORBIDDEN, "this machine (127.0.0.1)")
    assert (recorder.opened, inside.requests) == ([("127.0.0.2", outside.port)], [])


async def test_a_name_that_turns_from_an_open_to_a_private_address_is_refused() -> None:
    names, recorder = Names("127.0.0.2", "127.0.0.1"), Recorder()
    async with saying([b"HTTP/1.1 302 x\r\nLocation: http://a.example:1/\r\n\r\n"], host="127.0.0.2") as wire:
        fetch = fetcher(recorder, allowed="127.0.0.2", resolver=names)
        failure = await failure_of(fetch, f"http://a.example:{wire.port}/")
    assert (failure.failure, failure.reason) == (Failure.FORBIDDEN, "this machine (127.0.0.1)")
    assert recorder.opened == [("127.0.0.2", wire.port)]


async def test_a_look_up_that_fails_for_now_is_told_from_an_unknown_name() -> None:
    failure = await failure_of(fetcher(resolver=Names()), "http://kabar.example/")
    reason = "the name kabar.example cannot be looked up now"
    assert (failure.failure, failure.reason) == (Failure.TEMPORARY, reason)


async def test_whoever_judges_redirects_may_fetch_in_the_midst_of_them() -> None:
    judged: list[str] = []
    early_hints = b"HTTP/1.1 103 Early Hints\r\n\r\n" * 20_000
    async with saying([early_hints]) as target, saying(answer(b"x" * 1_000_000)) as rules:
        sends_on = f"HTTP/1.1 302 x\r\nLocation: {target.url}\r\n\r\n".encode()

        async def judge(url: str) -> None:
            fetched = await fetch.get(rules.url, now=MORNING)
            assert isinstance(fetched, Fetched)
            judged.append(f"{len(fetched.body)} {url}")

        async with saying([sends_on]) as wire, fetcher() as fetch:
            with pytest.raises(FetchError, match="far more bytes"):
                await fetch.get(wire.url, now=MORNING, judge=judge)
    assert judged == [f"1000000 {target.url}"]


async def test_a_redirect_that_is_judged_badly_is_not_followed() -> None:
    async def judge(url: str) -> None:
        raise FetchForbidden(url, "not there")

    async with saying(answer(b"<rss/>")) as target:
        sends_on = f"HTTP/1.1 302 x\r\nLocation: {target.url}\r\n\r\n".encode()
        async with saying([sends_on]) as wire, fetcher() as fetch:
            with pytest.raises(FetchForbidden, match="not there"):
                await fetch.get(wire.url, now=MORNING, judge=judge)
    assert target.requests == []


async def test_where_many_redirects_lead_is_asked_one_thing_at_a_time(serve: Serve) -> None:
    crowd = Crowd()

    async def target(_: web.Request) -> web.Response:
        await crowd.stay()
        return web.Response(text="<rss/>")

    url = await serve(target)

    async def sends_on(_: web.Request) -> web.Response:
        raise web.HTTPFound(url)

    feeds = [await serve(sends_on) for _ in range(5)]
    async with fetcher() as fetch:
        fetched = await asyncio.gather(*(fetch.get(feed, now=MORNING) for feed in feeds))
    assert (len(fetched), crowd.most) == (5, 1)
