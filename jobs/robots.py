"""The robots.txt of the hosts whose pages we fetch: asked for once a day, and kept in memory meanwhile."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

from jobs.fetch import Fetched, NotModified
from news.clock import Clock
from news.errors import FeedError, FeedUnreadable, FetchError, FetchForbidden
from news.robots import AGENT, MOST_BYTES, Verdict

KEPT = timedelta(days=1)
UNKNOWN = timedelta(minutes=10)
"""After which a robots.txt that could not be had is asked for again."""

_LARGEST = 2 * 1024 * 1024
"""Bytes of one that is fetched; its beginning is what counts."""

MOST_KEPT = 20 * 1024 * 1024
"""Bytes of all that are kept; those that have not been asked for longest go first."""

_ENTRY = 1_000
"""What an entry without any rules counts."""


class Get(Protocol):
    """How what stands at an address is fetched."""

    async def __call__(
        self, url: str, *, now: datetime, headers: dict[str, str], most_bytes: int
    ) -> Fetched | NotModified: ...


Run = Callable[..., Awaitable[Any]]
"""How a task is done in the reader process: its name, what was fetched, and named arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What a host answered: rules, which may be empty, or why they could not be had."""

    until: datetime
    rules: bytes = b""
    reason: str = ""
    is_forbidden: bool = False
    """It points where we do not go, and so does whatever else is there."""


class Robots:
    """What the hosts' robots.txt say. `pause` is left after asking for one, before anything else is asked."""

    def __init__(self, *, get: Get, run: Run, clock: Clock, pause: timedelta) -> None:
        self._get = get
        self._run = run
        self._clock = clock
        self._pause = pause
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._size = 0

    async def verdict(self, url: str) -> Verdict:
        """What its host says about `url`. Raises FetchError where that cannot be known for now: nothing may
        be fetched from there then; and FetchForbidden where we do not go."""
        parts = urlsplit(url)
        kept = await self._rules(f"{parts.scheme}://{parts.netloc}/robots.txt")
        if kept.reason:
            failure = FetchForbidden if kept.is_forbidden else FetchError
            raise failure(url, f"its robots.txt cannot be had: {kept.reason}")
        try:
            verdict: Verdict = await self._run("judge", kept.rules, url=url, agent=AGENT)
        except FeedUnreadable as error:
            raise FetchError(url, f"its robots.txt cannot be read: {error.reason}") from error
        return verdict

    async def _rules(self, address: str) -> _Kept:
        known = self._kept.get(address)
        if known and known.until > self._clock.now():
            self._kept.move_to_end(address)
            return known
        fetched = await self._fetch(address)
        self._keep(address, fetched)
        await self._clock.sleep(self._pause.total_seconds())
        return fetched

    async def _fetch(self, address: str) -> _Kept:
        now = self._clock.now()
        try:
            fetched = await self._get(
                address, now=now, headers={"Accept": "text/plain, */*;q=0.5"}, most_bytes=_LARGEST
            )
        except FeedError as error:
            if isinstance(error, FetchError) and 400 <= error.status < 500 and error.status != 429:
                return _Kept(until=now + KEPT)  # there are no rules (RFC 9309, 2.3.1.3)
            is_forbidden = isinstance(error, FetchForbidden)
            return _Kept(until=now + UNKNOWN, reason=error.reason, is_forbidden=is_forbidden)
        if isinstance(fetched, NotModified):
            # We set no conditions: this says neither that there are rules nor that there are none, so that
            # all is forbidden for now, as where nobody answers (2.3.1.4).
            return _Kept(until=now + UNKNOWN, reason="not modified, although we have none")
        return _Kept(until=now + KEPT, rules=fetched.body[:MOST_BYTES])

    def _keep(self, address: str, kept: _Kept) -> None:
        if former := self._kept.pop(address, None):
            self._size -= _ENTRY + len(former.rules)
        self._kept[address] = kept
        self._size += _ENTRY + len(kept.rules)
        while self._size > MOST_KEPT:
            _, oldest = self._kept.popitem(last=False)
            self._size -= _ENTRY + len(oldest.rules)
