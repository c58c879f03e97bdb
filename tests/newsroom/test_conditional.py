"""Conditional requests: who already has a feed is told so, and who does not gets it."""

from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime

from sandbox.clock import SandboxClock
from tests.newsroom.conftest import Reader


async def test_a_known_etag_is_answered_with_304_and_nothing_else(reader: Reader) -> None:
    [feed, *_] = reader.newsroom.feeds(reader.base_url)
    first = await reader.get(feed.url)
    again = await reader.get(feed.url, If_None_Match=first.headers["ETag"])
    assert (first.status, again.status, again.body) == (200, 304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


async def test_a_known_date_is_answered_with_304(reader: Reader) -> None:
    [feed, *_] = reader.newsroom.feeds(reader.base_url)
    first = await reader.get(feed.url)
    again = await reader.get(feed.url, If_Modified_Since=first.headers["Last-Modified"])
    assert again.status == 304


async def test_an_older_date_gets_the_feed(reader: Reader) -> None:
    [feed, *_] = reader.newsroom.feeds(reader.base_url)
    first = await reader.get(feed.url)
    earlier = parsedate_to_datetime(first.headers["Last-Modified"]) - timedelta(seconds=1)
    again = await reader.get(feed.url, If_Modified_Since=format_datetime(earlier, usegmt=True))
    assert (again.status, again.body) == (200, first.body)


async def test_an_unknown_etag_weighs_more_than_a_known_date(reader: Reader) -> None:
    [feed, *_] = reader.newsroom.feeds(reader.base_url)
    date = (await reader.get(feed.url)).headers["Last-Modified"]
    again = await reader.get(feed.url, If_None_Match='"another"', If_Modified_Since=date)
    assert again.status == 200


async def test_the_etag_changes_with_the_feed(reader: Reader, clock: SandboxClock) -> None:
    [feed, *_] = reader.newsroom.feeds(reader.base_url)
    first = await reader.get(feed.url)
    clock.move_by(timedelta(days=1))
    later = await reader.get(feed.url, If_None_Match=first.headers["ETag"])
    assert later.status == 200
    assert later.headers["ETag"] != first.headers["ETag"]
