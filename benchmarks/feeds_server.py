"""Invented newspapers on 127.0.0.1, in a process of their own: as little HTTP as feeds need, and a log.

The server is asked for `/rss` at a newspaper's host, or for `/mediaNNNN/rss`. It is written on the bare
socket, so that the clients are what limits a measurement.
"""

import asyncio
import json
import multiprocessing
import re
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from random import Random
from typing import Any, Self

from benchmarks.newspapers import Newspapers, host
from benchmarks.texts import texts

_NUMBER = re.compile(rb"media(\d+)")
_KNOWN = re.compile(rb'if-none-match: *"(\d+)"', re.IGNORECASE)
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What the server offers: `feeds` with `items` each; every `large_every`-th is large, with 0 none.

    A feed has a new article `every` so often, times a factor of its own from 1 to `slowest`.
    """

    feeds: int
    items: int = 20
    every: timedelta = timedelta(minutes=10)
    slowest: int = 1
    large_every: int = 0

    def pace(self, number: int) -> timedelta:
        """How often a feed brings an article."""
        factor: float = self.slowest ** Random(number).random()
        return self.every * factor


class FeedsServer:
    """The running server; `at` is how much time has passed for it, and where it stands. Use as `with`."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._seconds, self._delay = _SPAWN.Value("d", 0.0), _SPAWN.Value("d", 0.0)

    def __enter__(self) -> Self:
        ours, theirs = _SPAWN.Pipe()
        arguments = (self._press, self._seconds, self._delay, theirs)
        self._process = _SPAWN.Process(target=_serve, args=arguments, daemon=True)
        self._process.start()
        self.port: int = ours.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()

    @property
    def process(self) -> int:
        """Its number."""
        assert self._process.pid
        return self._process.pid

    def advance(self, to: timedelta) -> None:
        """So much time has passed since the start: the newspapers have new editions."""
        self._seconds.value = to.total_seconds()

    def delay(self, seconds: float) -> None:
        """How long an answer takes from now on."""
        self._delay.value = seconds

    def print_all(self) -> float:
        """Make all feeds as they are now, so that no client waits for it; returns their mean size in KB."""
        return float(self._ask("/print"))

    def log(self) -> list[tuple[int, float]]:
        """The feeds that were asked for since the last time, and when by the monotonic clock."""
        return [(number, at) for number, at in json.loads(self._ask("/log"))]

    def _ask(self, path: str) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=600)
        connection.request("GET", path)
        return connection.getresponse().read().decode()


def urls(feeds: int, port: int) -> list[str]:
    """Of each feed, on a host of its own."""
    return [f"http://{host(number)}:{port}/rss" for number in range(feeds)]


def urls_on_one_host(feeds: int, port: int) -> list[str]:
    """The same feeds."""
    return [f"http://127.0.0.1:{port}/media{number:04}/rss" for number in range(feeds)]


def etag(edition: int) -> str:
    return f'"{edition}"'


class _Desk:
    """Knows the feeds as they are now."""

    def __init__(self, press: Press, seconds: Any, delay: Any) -> None:
        self._press, self._seconds, self._delay = press, seconds, delay
        self._newspapers = Newspapers(
            texts=texts(Random(20261123)), items=press.items, large_every=press.large_every
        )
        self._printed: dict[int, tuple[int, bytes]] = {}
        self._paces = [press.pace(number) for number in range(press.feeds)]
        self.log: list[tuple[int, float]] = []

    @property
    def delay(self) -> float:
        return float(self._delay.value)

    def print_all(self) -> float:
        sizes = [len(self._feed(number, self._edition(number))) for number in range(self._press.feeds)]
        return sum(sizes) / len(sizes) / 1024

    def answer(self, request: bytes) -> bytes:
        """To a request for a feed."""
        found, known = _NUMBER.search(request), _KNOWN.search(request)
        if not found:
            return _response(b"404 Not Found", b"")
        number = int(found[1])
        edition = self._edition(number)
        self.log.append((number, asyncio.get_running_loop().time()))
        if known and int(known[1]) == edition:
            return _response(b"304 Not Modified", None, edition)
        return _response(b"200 OK", self._feed(number, edition), edition)

    def _edition(self, number: int) -> int:
        return int(self._seconds.value / self._paces[number].total_seconds())

    def _feed(self, number: int, edition: int) -> bytes:
        printed, feed = self._printed.get(number, (-1, b""))
        if printed != edition:
            feed = self._newspapers.feed(number, edition, every=self._paces[number])
            self._printed[number] = edition, feed
        return feed


class _Connection(asyncio.Protocol):
    def __init__(self, desk: _Desk) -> None:
        self._desk = desk
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            request, _, self._received = self._received.partition(b"\r\n\r\n")
            self._answer(request)

    def _answer(self, request: bytes) -> None:
        if request.startswith(b"GET /print "):
            self._transport.write(_response(b"200 OK", b"%f" % self._desk.print_all()))
        elif request.startswith(b"GET /log "):
            self._transport.write(_response(b"200 OK", json.dumps(self._desk.log).encode()))
            self._desk.log.clear()
        elif delay := self._desk.delay:
            answer = self._desk.answer(request)
            asyncio.get_running_loop().call_later(delay, self._transport.write, answer)
        else:
            self._transport.write(self._desk.answer(request))


def _response(status: bytes, body: bytes | None, edition: int | None = None) -> bytes:
    lines = [b"HTTP/1.1 " + status]
    if edition is not None:
        lines.append(b"ETag: " + etag(edition).encode())
    if body is not None:
        lines += [b"Content-Type: application/xml; charset=utf-8", b"Content-Length: %d" % len(body)]
    return b"\r\n".join([*lines, b"", body or b""])


def _serve(press: Press, seconds: Any, delay: Any, parent: Any) -> None:
    asyncio.run(_listen(_Desk(press, seconds, delay), parent))


async def _listen(desk: _Desk, parent: Any) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(desk), "127.0.0.1", 0, backlog=4096)
    parent.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()
