"""Fetching over HTTP: conditionally, within limits, past the guard, and saying who we are."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import (
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver

from jobs.guard import AddrInfo, Guard
from jobs.headers import content_type, fresh_for, redirect_target, retry_after, validator
from jobs.lookups import LookUps
from jobs.meter import Meter, MeteredSocket
from jobs.trouble import worded
from news.address import url_refusal
from news.errors import FeedError, FetchError, FetchForbidden
from news.failure import Failure, of_status
from news.feed import Feed, Validators
from news.text import clean

PATIENCE = timedelta(seconds=30)
"""For a whole answer with its redirects, however slowly its bytes drip in."""

MOST_BYTES = 10 * 1024 * 1024
"""Of a body, after decompression."""

MOST_REDIRECTS = 5
REQUESTS_AT_ONCE = 100

RECHECK = timedelta(days=1)
"""After which a feed is read in full once more, whatever its validators say."""

_CONNECTING = 10.0
"""Seconds after which nobody is taken to be at an address."""

_BESIDE = 512 * 1024
"""Bytes that one request may bring beside those of its body: heads, and what was read ahead. For as many
bytes as the body has, as many again may come: it is cut into chunks, or hardly compressed."""

_CHUNK = 64 * 1024
_LONGEST_REASON = 100
_FEEDS = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_FOR_GOOD = (301, 308)
_REDIRECTS = (*_FOR_GOOD, 302, 303, 307)
_REDIRECTS_OF_FORMS = (307, 308)
_CONDITIONS = frozenset({"If-None-Match", "If-Modified-Since"})
_METER: ContextVar[Meter] = ContextVar("meter")

Judge = Callable[[str], Awaitable[None]]
"""Says whether an address may be fetched, by raising FeedError where it may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body and where it came from in the end; `moved_to` is the address to which it has moved for good, or
    empty. `fresh_for` is how long the server calls it fresh, `robots` what X-Robots-Tag tells robots."""

    body: bytes
    url: str
    moved_to: str = ""
    charset: str = ""
    content_type: str = ""
    etag: str = ""
    modified: str = ""
    fresh_for: timedelta = timedelta()
    link: str = ""
    """The Link headers, as one."""
    robots: str = ""
    """The X-Robots-Tag headers, as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """Nothing has changed since the last time."""

    fresh_for: timedelta = timedelta()


class Fetcher:
    """Fetches, one request to a host at a time. Use as `async with`.

    Neither proxies nor cookies nor credentials of the environment are used. Connections are not kept: a host
    is asked again after minutes, and those of some thousand hosts would use up the files that may be open.
    """

    def __init__(
        self, *, user_agent: str, guard: Guard | None = None, resolver: AbstractResolver | None = None,
        patience: timedelta = PATIENCE,
    ) -> None:  # fmt: skip
        self._headers = {"User-Agent": user_agent}
        self._guard = guard or Guard()
        self._resolver = resolver
        self._patience = patience
        self._room = asyncio.Semaphore(REQUESTS_AT_ONCE)

    async def __aenter__(self) -> "Fetcher":
        connector = TCPConnector(
            limit=0,
            limit_per_host=1,
            force_close=True,
            socket_factory=self._socket,
            resolver=self._resolver or LookUps(),
        )
        self._session = ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            headers=self._headers,
            timeout=ClientTimeout(total=None, connect=None, sock_connect=_CONNECTING),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def fetch(self, feed: Feed, *, now: datetime) -> Fetched | NotModified:
        """The feed as it is now. Raises FetchError or FetchForbidden with the reason in words."""
        return await self.get(feed.address, now=now, headers=_conditions(feed.validators, now=now))

    async def get(
        self,
        url: str,
        *,
        now: datetime,
        headers: Mapping[str, str] | None = None,
        most_bytes: int = MOST_BYTES,
        judge: Judge | None = None,
    ) -> Fetched | NotModified:
        """What stands at `url`. Raises FetchError or FetchForbidden with the reason in words.

        `judge` is asked before each redirect is followed, and raises the like where that must not be done.
        """
        headers = headers or {}
        # Waiting for room does not wear out patience: it is not this server that is slow.
        async with self._room, self._answer("GET", url, headers, judge=judge) as (response, moved_to):
            # Whoever says so unasked has not understood us: it is no answer.
            if response.status == 304 and not _CONDITIONS.isdisjoint(headers):
                return NotModified(fresh_for=fresh_for(response.headers))
            if response.status != 200:
                raise _refusal(url, response, now=now)
            kind, charset = content_type(response.headers)
            return Fetched(
                body=await _body(response, url, most_bytes),
                url=str(response.url),
                moved_to=moved_to,
                charset=charset,
                content_type=kind,
                etag=validator(response.headers, "ETag"),
                modified=validator(response.headers, "Last-Modified"),
                fresh_for=fresh_for(response.headers),
                link=", ".join(response.headers.getall("Link", [])),
                robots=", ".join(response.headers.getall("X-Robots-Tag", [])),
            )

    async def post(self, url: str, form: Mapping[str, str], *, now: datetime) -> None:
        """Send `form` to `url`, which must take it. Raises FetchError or FetchForbidden as `get` does."""
        async with self._room, self._answer("POST", url, {}, form) as (response, _):
            if not 200 <= response.status < 300:
                raise _refusal(url, response, now=now)

    @asynccontextmanager
    async def _answer(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        form: Mapping[str, str] | None = None,
        judge: Judge | None = None,
    ) -> AsyncIterator[tuple[ClientResponse, str]]:
        """The answer after all redirects, and where `url` has moved to for good. Words what goes wrong."""
        meter = Meter(_BESIDE)
        # Judging a redirect may take a request of its own, in the midst of this one.
        before = _METER.set(meter)
        missing = "no answer"
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                headers = {"Accept": _FEEDS, **headers}
                response, moved_to = await self._follow(method, url, headers, form, judge)
                missing = "no whole answer"
                async with response:
                    yield response, moved_to
        except FeedError:
            raise
        except ConnectionTimeoutError as error:
            raise _late(url, "no connection", _CONNECTING) from error
        except TimeoutError as error:
            raise _late(url, missing, self._patience.total_seconds()) from error
        except Exception as error:
            # What hostile bytes make a library raise is not written down anywhere; one feed fails, not all.
            if meter.is_spent:
                reason = "far more bytes beside the feed than in it"
                raise FetchError(url, reason, failure=Failure.TOO_LARGE) from error
            raise worded(url, error) from error
        finally:
            _METER.reset(before)

    async def _follow(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        form: Mapping[str, str] | None,
        judge: Judge | None,
    ) -> tuple[ClientResponse, str]:
        at, moved_to, for_good, status = url, "", True, 0
        # The others turn a form into a GET, which would say nothing.
        redirects = _REDIRECTS if form is None else _REDIRECTS_OF_FORMS
        for _ in range(MOST_REDIRECTS + 1):
            if reason := url_refusal(at):
                raise FetchForbidden(url, reason if at == url else f"redirects to {reason}")
            if judge and at != url:
                await judge(at)
            response = await self._session.request(
                method, at, headers=headers, data=form, allow_redirects=False
            )
            target, status = _target(url, response, redirects), response.status
            if not target:
                return response, moved_to
            response.close()
            for_good = for_good and status in _FOR_GOOD
            at = target
            moved_to = at if for_good else moved_to
        reason = f"more than {MOST_REDIRECTS} redirects"
        raise FetchError(url, reason, failure=Failure.REFUSED, status=status)

    def _socket(self, info: AddrInfo) -> socket.socket:
        return MeteredSocket(self._guard.socket(info), _METER.get())


def _conditions(validators: Validators, *, now: datetime) -> dict[str, str]:
    is_old = validators.read_at is None or now - validators.read_at >= RECHECK
    if validators.deceptive or is_old:
        return {}
    known = {"If-None-Match": validators.etag, "If-Modified-Since": validators.modified}
    return {name: value for name, value in known.items() if value}


def _target(url: str, response: ClientResponse, redirects: Sequence[int]) -> str:
    """Where to go on, or empty where this is the answer."""
    if response.status not in redirects:
        return ""
    try:
        return redirect_target(response.headers, base=str(response.url))
    except ValueError as error:
        response.close()
        reason = "redirects to no URL that can be read"
        raise FetchError(url, reason, failure=Failure.REFUSED, status=response.status) from error


async def _body(response: ClientResponse, url: str, most_bytes: int) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk
        _METER.get().allow(2 * len(chunk))
        if len(body) > most_bytes:
            response.close()
            raise FetchError(url, f"larger than {most_bytes // 1024 // 1024} MB", failure=Failure.TOO_LARGE)
    return bytes(body)


def _refusal(url: str, response: ClientResponse, *, now: datetime) -> FetchError:
    return FetchError(
        url,
        clean(f"HTTP {response.status} {(response.reason or '')[:_LONGEST_REASON]}"),
        failure=of_status(response.status),
        status=response.status,
        retry_after=retry_after(response.headers, now=now),
    )


def _late(url: str, missing: str, seconds: float) -> FetchError:
    return FetchError(url, f"{missing} within {seconds:g} seconds", failure=Failure.TIMEOUT)
