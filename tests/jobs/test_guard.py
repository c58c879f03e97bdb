"""The guard at the socket, alone and under a real client: nothing is opened where we do not go."""

import errno
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientConnectorError, ClientError, ClientSession, TCPConnector, web
from aiohttp.abc import AbstractResolver, ResolveResult

from jobs.guard import AddrInfo, Guard, Refused, open_socket, reason_of
from news.address import Networks, read_networks
from tests.jobs.conftest import Serve

HOME = read_networks("127.0.0.1")
PUBLIC, PUBLIC_6 = "8.8.8.8", "2606:4700::1111"


class Sockets:
    """Opens sockets towards 127.0.0.1 only, finds nobody elsewhere, and notes each address."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def open(self, info: AddrInfo) -> socket.socket:
        self.asked.append(info[4][0])
        if info[4][0] != "127.0.0.1":
            raise ConnectionRefusedError(errno.ECONNREFUSED, "nobody there")
        return open_socket(info)


class Names(AbstractResolver):
    """Answers with the addresses that a test gives, another answer each time, the last one for ever."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in answer
        ]

    async def close(self) -> None: ...


Client = Callable[..., AbstractAsyncContextManager[ClientSession]]


@pytest.fixture
def sockets() -> Sockets:
    return Sockets()


@pytest.fixture
def client(sockets: Sockets) -> Client:
    @asynccontextmanager
    async def start(*answers: list[str], allowed: Networks = ()) -> AsyncIterator[ClientSession]:
        guard = Guard(allowed=allowed, open_socket=sockets.open)
        names = Names(*(answers or (["127.0.0.1"],)))
        connector = TCPConnector(socket_factory=guard.socket, resolver=names, ttl_dns_cache=0)
        async with ClientSession(connector=connector) as session:
            yield session

    return start


async def _failure(session: ClientSession, url: str) -> ClientError:
    with pytest.raises(ClientError) as caught:
        await session.get(url)
    return caught.value


def _info(family: int, *address: Any) -> AddrInfo:
    return family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", address


def test_a_socket_towards_a_public_address_is_open_and_does_not_block() -> None:
    with Guard().socket(_info(socket.AF_INET, PUBLIC, 443)) as opened:
        assert (opened.family, opened.type) == (socket.AF_INET, socket.SOCK_STREAM)
        assert opened.getblocking() is False


@pytest.mark.parametrize(
    ("info", "reason"),
    [
        (_info(socket.AF_INET, "10.0.0.1", 80), "a private address (10.0.0.1)"),
        (_info(socket.AF_INET, PUBLIC, 25), "a port that serves no feeds (25)"),
        (_info(socket.AF_INET6, "::1", 80, 0, 0), "this machine (::1)"),
        (_info(socket.AF_INET6, "::ffff:7f00:1", 80, 0, 0), "this machine (127.0.0.1)"),
        (_info(socket.AF_INET6, "fe80::1%eth0", 80, 0, 2), "no internet address (fe80::1%eth0)"),
        (_info(socket.AF_INET, "example.org", 80), "no internet address (example.org)"),
        (_info(socket.AF_INET, PUBLIC_6, 80), "no internet address"),
        (_info(socket.AF_INET6, PUBLIC, 80, 0, 0), "no internet address"),
        (_info(socket.AF_INET, b"\x08\x08\x08\x08", 80), "no internet address"),
        (_info(socket.AF_INET, PUBLIC), "no internet address"),
        ((socket.AF_UNIX, socket.SOCK_STREAM, 0, "", ("/run/docker.sock", 80)), "no internet address"),
    ],
)
def test_no_socket_is_made_towards_where_we_do_not_go(sockets: Sockets, info: AddrInfo, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        Guard(open_socket=sockets.open).socket(info)
    assert caught.value.reason == reason
    assert (caught.value.errno, caught.value.strerror) == (errno.EACCES, reason)
    assert sockets.asked == []


async def test_a_network_that_the_operator_allows_is_fetched_from(
    serve: Serve, client: Client, sockets: Sockets
) -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(text="<rss/>")

    url = await serve(handler)
    async with client(allowed=HOME) as session, session.get(url) as response:
        assert await response.text() == "<rss/>"
    async with client() as session:
        assert reason_of(await _failure(session, url)) == "this machine (127.0.0.1)"
    assert sockets.asked == ["127.0.0.1"]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1/", "this machine (127.0.0.1)"),
        ("https://127.0.0.1/", "this machine (127.0.0.1)"),
        ("http://１２７。0.0.1/", "this machine (127.0.0.1)"),
        ("http://[::1]/", "this machine (::1)"),
        ("http://[::ffff:7f00:1]/", "this machine (127.0.0.1)"),
        ("http://[64:ff9b::a00:1]/", "a private address (10.0.0.1)"),
        ("http://[fe80::1%25eth0]/", "no internet address (fe80::1%25eth0)"),
        ("http://169.254.169.254/latest/meta-data/", "a link-local address (169.254.169.254)"),
        ("http://0.0.0.0:8000/", "an unspecified address (0.0.0.0)"),
        ("http://0x7f.1/", "this machine (127.0.0.1)"),
        ("http://0x7f000001/", "this machine (127.0.0.1)"),
        ("http://localhost/", "this machine (127.0.0.1)"),
        # The client itself takes these for addresses, and refuses them for their spelling.
        ("http://2130706433/", None),
        ("http://127.1/", None),
        ("http://0177.0.0.1/", None),
        ("http://127.0.0.1./", None),
    ],
)
async def test_no_spelling_of_an_address_gets_past(
    client: Client, sockets: Sockets, url: str, reason: str | None
) -> None:
    async with client() as session:
        assert reason_of(await _failure(session, url)) == reason
    assert sockets.asked == []


async def test_a_name_that_turns_towards_this_machine_is_refused_from_then_on(
    client: Client, sockets: Sockets
) -> None:
    async with client([PUBLIC], ["127.0.0.1"]) as session:
        first = await _failure(session, "http://rebinding.example/")
        second = await _failure(session, "http://rebinding.example/")
    assert (reason_of(first), reason_of(second)) == (None, "this machine (127.0.0.1)")
    assert sockets.asked == [PUBLIC]


@pytest.mark.parametrize(
    ("addresses", "asked", "reason"),
    [
        (["127.0.0.1", "::1"], set(), "this machine (127.0.0.1)"),
        (["10.0.0.1", "192.168.0.1", "fd00::1"], set(), "a private address (192.168.0.1)"),
        ([PUBLIC, "127.0.0.1"], {PUBLIC}, "this machine (127.0.0.1)"),
        (["127.0.0.1", PUBLIC], {PUBLIC}, None),
        ([PUBLIC_6, "127.0.0.1"], {PUBLIC_6}, None),
        (["::1", PUBLIC], {PUBLIC}, None),
    ],
)
async def test_each_address_of_a_name_is_judged_by_itself(
    client: Client, sockets: Sockets, addresses: list[str], asked: set[str], reason: str | None
) -> None:
    async with client(addresses) as session:
        failure = await _failure(session, "http://mixed.example/")
    assert set(sockets.asked) == asked
    assert reason_of(failure) == reason


async def test_an_address_where_we_do_not_go_is_passed_over_for_one_where_we_may(
    serve: Serve, client: Client, sockets: Sockets
) -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(text="<rss/>")

    port = (await serve(handler)).rpartition(":")[2]
    async with client(["10.0.0.1", "::1", "127.0.0.1"], allowed=HOME) as session:
        response = await session.get(f"http://mixed.example:{port}/")
        assert await response.text() == "<rss/>"
    assert set(sockets.asked) == {"127.0.0.1"}


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data/", "a link-local address (169.254.169.254)"),
        ("http://127.0.0.2:{port}/", "this machine (127.0.0.2)"),
        ("http://inside.example:{port}/", "a private address (10.0.0.1)"),
        ("//[::ffff:127.0.0.2]:{port}/", "this machine (127.0.0.2)"),
        ("file:///etc/passwd", None),
        ("gopher://127.0.0.1:{port}/", None),
    ],
)
async def test_a_redirect_is_judged_like_a_first_request(
    serve: Serve, client: Client, sockets: Sockets, target: str, reason: str | None
) -> None:
    asked: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(request.path)
        raise web.HTTPFound(target.format(port=request.url.port))

    base = await serve(handler)
    async with client(["10.0.0.1"], allowed=HOME) as session:
        assert reason_of(await _failure(session, f"{base}/feed")) == reason
    assert (asked, sockets.asked) == (["/feed"], ["127.0.0.1"])


async def test_the_reason_is_in_the_clients_own_words_too(client: Client) -> None:
    async with client() as session:
        failure = await _failure(session, "http://10.0.0.1/")
    assert isinstance(failure, ClientConnectorError)
    assert str(failure) == "Cannot connect to host 10.0.0.1:80 ssl:default [a private address (10.0.0.1)]"


def test_a_failure_that_merely_follows_a_refusal_is_none() -> None:
    later = ValueError("something else")
    later.__context__ = Refused("this machine (127.0.0.1)")
    assert reason_of(later) is None
