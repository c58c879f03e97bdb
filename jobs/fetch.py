"""Fetching a feed over HTTP: conditionally, within limits, saying who we are."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from news.errors import FetchError
from news.feed import Feed

PATIENCE = timedelta(seconds=30)
"""For a whole request, however slowly its bytes drip in."""

MOST_BYTES = 10 * 1024 * 1024
"""Of a body, after decompression."""

MOST_REDIRECTS = 5
_CHUNK = 64 * 1024
_ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A feed's body, where it came from in the end, and the validators for the next time."""

    body: bytes
    url: str
    etag: str
    modified: str


@dataclass(frozen=True, slots=True)
class NotModified:
    """Nothing has changed since the last time."""


class Fetcher:
    """Fetches feeds over one pool of connections. Use as `async with`."""

    def __init__(self, *, user_agent: str) -> None:
        self._headers = {"User-Agent": user_agent, "Accept": _ACCEPT}

    async def __aenter__(self) -> "Fetcher":
        timeout = ClientTimeout(total=PATIENCE.total_seconds(), connect=10)
        self._session = ClientSession(headers=self._headers, timeout=timeout)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def fetch(self, feed: Feed, *, now: datetime) -> Fetched | NotModified:
        """The feed as it is now. Raises FetchError with the reason in words."""
        try:
            request = self._session.get(feed.url, headers=_validators(feed), max_redirects=MOST_REDIRECTS)
            async with request as response:
                return await _received(response, feed, now=now)
        except TimeoutError as error:
            raise FetchError(feed.url, f"no full answer within {PATIENCE.seconds} seconds") from error
        except (ClientError, ValueError) as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            raise FetchError(feed.url, reason) from error


async def _received(response: ClientResponse, feed: Feed, *, now: datetime) -> Fetched | NotModified:
    if response.status == 304:
        return NotModified()
    if response.status != 200:
        wish = _retry_after(response.headers.get("Retry-After", ""), now=now)
        reason = f"HTTP {response.status} {response.reason or ''}".strip()
        raise FetchError(feed.url, reason, retry_after=wish)
    return Fetched(
        body=await _body(response, feed),
        url=str(response.url),
        etag=response.headers.get("ETag", ""),
        modified=response.headers.get("Last-Modified", ""),
    )


async def _body(response: ClientResponse, feed: Feed) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > MOST_BYTES:
            raise FetchError(feed.url, f"larger than {MOST_BYTES // 1024 // 1024} MB")
    return bytes(body)


def _validators(feed: Feed) -> dict[str, str]:
    known = {"If-None-Match": feed.etag, "If-Modified-Since": feed.modified}
    return {name: value for name, value in known.items() if value}


def _retry_after(text: str, *, now: datetime) -> timedelta | None:
    if text.strip().isdecimal():
        return timedelta(seconds=min(int(text), 86_400))
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max((at if at.tzinfo else at.replace(tzinfo=UTC)) - now, timedelta())
