"""What stands at an address that the operator names, or why it cannot be told."""

import asyncio
from datetime import datetime

import click

from app.commands.running import settings_and_logs
from app.errors import SettingsError
from app.trial import show_feed, show_page, unusable
from app.wiring import SystemClock, opened_finder
from jobs.find import FoundFeed, FoundPage, look
from news.errors import FeedError
from news.feed_address import feed_address
from storage.known_feeds import KnownFeed


def address_of(written: str) -> str:
    """The address as it is kept. Raises SettingsError for one that no feed has."""
    try:
        return feed_address(written)
    except ValueError as error:
        raise SettingsError(str(error)) from None


def found_at(address: str) -> FoundFeed | FoundPage:
    """The feed or the web page that stands there. Raises SettingsError."""
    settings = settings_and_logs()

    async def run() -> FoundFeed | FoundPage:
        async with opened_finder(settings, clock=SystemClock()) as finder:
            return await look(finder, address)

    try:
        return asyncio.run(run())
    except FeedError as error:
        raise unusable(error) from error


def feed_at(address: str) -> FoundFeed:
    """The feed that stands there. Shows a web page with its feeds, and raises SettingsError."""
    found = found_at(address)
    if isinstance(found, FoundPage):
        show(found, asked=address, now=SystemClock().now())
        advice = "; take one of its feeds" if found.feeds else ""
        raise SettingsError(f"{address} is a web page, not a feed{advice}")
    return found


def addresses_of(feed: FoundFeed, *, asked: str) -> list[str]:
    """Where the feed is: what is followed at the address that answers in the end would be polled twice."""
    return [asked, feed.fetched.url, feed.url]


def followed_already(known: KnownFeed, *, asked: str) -> str:
    """That it is, where, and whose it is."""
    at = "" if known.url == asked else f" at {known.url}"
    return f"followed already{at}, as one of {known.outlet}'s"


def show(found: FoundFeed | FoundPage, *, asked: str, now: datetime, known: str = "") -> None:
    """Print what was found under the address that was asked for, and what is `known` of it already."""
    if isinstance(found, FoundPage):
        lines = show_page(found)
    else:
        lines = show_feed(found, asked=asked, now=now, known=known)
    click.echo("\n".join(lines).encode("utf-8", "replace"))
