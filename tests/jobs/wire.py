"""A server on this machine that says any bytes whatever, and notes what it was asked."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from ssl import SSLContext

import pytest
from aiohttp.abc import AbstractResolver

from jobs.fetch import Fetcher
from jobs.guard import AddrInfo, Guard, Socket, open_socket
from news.address import read_networks
from news.errors import FeedError
from tests.clocks import MORNING

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["OK", "Recorder", "Wire", "answer", "failure_of", "fetcher", "saying", "zstd"]

OK = b"HTTP/1.1 200 OK\r\n"


@dataclass(slots=True, kw_only=True)
class Recorder:
    """Opens sockets towards this machine only, and notes every address that was to be opened."""

    opened: list[tuple[str, int]] = field(default_factory=list)

    def open(self, info: AddrInfo) -> Socket:
        host, port = info[4][:2]
        self.opened.append((host, port))
        assert host.startswith("127.")
        return open_socket(info)


@dataclass(slots=True, kw_only=True)
class Wire:
    """Where the server is, the requests that it had, and how many bytes of its answers were taken."""

    host: str
    port: int = 0
    requests: list[bytes] = field(default_factory=list)
    sent: int = 0

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/feed"


@asynccontextmanager
async def saying(
    answer: Iterable[bytes],
    *,
    then_waits: bool = False,
    waits_for_request: bool = True,
    tls: SSLContext | None = None,
    host: str = "127.0.0.1",
) -> AsyncIterator[Wire]:
    """Says `answer` to whoever asks, as fast as it is taken; then it hangs up, or is silent until the end.

    Without `waits_for_request` it speaks as soon as anything comes that begins like TLS.
    """
    wire, ended, talks = Wire(host=host), asyncio.Event(), set[asyncio.Task[None]]()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        talks.add(task)
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            wire.requests.append(await reader.readuntil(b"\r\n\r\n" if waits_for_request else b"\x03"))
            for part in answer:
                writer.write(part)
                await writer.drain()
                wire.sent += len(part)
            if then_waits:
                await ended.wait()
        with suppress(ConnectionError):
            writer.close()
            await writer.wait_closed()

    server = await asyncio.start_server(talk, host, 0, ssl=tls)
    wire.port = server.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        ended.set()
        server.close()
        await asyncio.gather(*talks, return_exceptions=True)


def answer(body: bytes, *headers: str) -> list[bytes]:
    """A whole answer, its body in parts."""
    head = OK + "".join(f"{header}\r\n" for header in headers).encode() + b"\r\n"
    return [head, *(body[at : at + 65_536] for at in range(0, len(body), 65_536))]


def fetcher(
    recorder: Recorder | None = None,
    *,
    allowed: str = "127.0.0.0/8",
    resolver: AbstractResolver | None = None,
    patience: timedelta = timedelta(seconds=30),
) -> Fetcher:
    """A fetcher that may fetch from this machine."""
    return Fetcher(
        user_agent="Kliping/test (+redaksi@example.org)",
        guard=Guard(allowed=read_networks(allowed), open_socket=(recorder or Recorder()).open),
        resolver=resolver,
        patience=patience,
    )


async def failure_of(fetch: Fetcher, url: str) -> FeedError:
    """Why `url` cannot be fetched."""
    async with fetch:
        with pytest.raises(FeedError) as caught:
            await fetch.get(url, now=MORNING)
    return caught.value
