"""Finding feeds: what stands at an address is a feed, a page that leads to feeds, or neither."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from jobs.fetch import Fetched, NotModified
from news.clock import Clock
from news.errors import FeedError, FeedUnreadable
from news.feed_links import feed_links, page_title
from news.parse import FeedDocument
from news.usual_addresses import usual_addresses

MOST_TRIED = 12
"""Addresses of one page that are tried: each costs its server a request."""


class Get(Protocol):
    """How what stands at an address is fetched."""

    async def __call__(self, url: str, *, now: datetime) -> Fetched | NotModified: ...


class Parse(Protocol):
    """How what was fetched becomes a document."""

    async def __call__(self, body: bytes, *, url: str, charset: str) -> FeedDocument: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """What finding needs. `pause` is left between two requests to one host."""

    get: Get
    parse: Parse
    clock: Clock
    pause: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed that was read: where it is by now, how it came, and what it says."""

    url: str
    fetched: Fetched
    document: FeedDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """A web page, the feeds that were found from there, and what was wrong at other addresses that it names.

    `tried` counts all addresses that were asked.
    """

    url: str
    title: str
    feeds: Sequence[FoundFeed]
    failed: Sequence[FeedError]
    tried: int


async def look(finder: Finder, url: str) -> FoundFeed | FoundPage:
    """What stands at `url`. Raises FeedError where nothing can be fetched, or it is neither feed nor page."""
    fetched = await _get(finder, url)
    try:
        return await _read(finder, fetched)
    except FeedUnreadable:
        if not _is_page(fetched):
            raise
    return await _from_page(finder, fetched)


async def _from_page(finder: Finder, page: Fetched) -> FoundPage:
    advertised = [link.url for link in feed_links(page.body, url=page.url)]
    candidates = list(dict.fromkeys([*advertised, *usual_addresses(page.url, page=page.body)]))[:MOST_TRIED]
    found: list[FoundFeed] = []
    failed: list[FeedError] = []
    for candidate in candidates:
        if found and candidate not in advertised:
            break  # what the page names itself is better than what we could guess
        await finder.clock.sleep(finder.pause.total_seconds())
        try:
            found.append(await _read(finder, await _get(finder, candidate)))
        except FeedError as error:
            failed.append(error)
    return FoundPage(
        url=page.url,
        title=page_title(page.body),
        feeds=found,
        failed=[error for error in failed if error.url in advertised],
        tried=len(found) + len(failed),
    )


async def _get(finder: Finder, url: str) -> Fetched:
    fetched = await finder.get(url, now=finder.clock.now())
    if isinstance(fetched, NotModified):
        raise FeedUnreadable(url, "answers 304 to a first request")
    return fetched


async def _read(finder: Finder, fetched: Fetched) -> FoundFeed:
    document = await finder.parse(fetched.body, url=fetched.url, charset=fetched.charset)
    return FoundFeed(url=fetched.moved_to or fetched.url, fetched=fetched, document=document)


def _is_page(fetched: Fetched) -> bool:
    return "html" in fetched.content_type or b"<html" in fetched.body[:2000].lower()
