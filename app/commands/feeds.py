"""`kliping feeds`: the followed feeds."""

import json
from datetime import datetime

import click

from app.commands.running import settings_and_logs, with_database
from app.errors import SettingsError
from app.settings import Settings
from app.wiring import SystemClock, fetcher
from jobs.fetch import NotModified
from news.errors import FeedError
from news.feed import FIRST_INTERVAL, Feed, Source
from news.ids import FeedId
from news.link import web_link
from news.parse import FeedDocument, parse
from storage.database import Database
from storage.feeds import FollowedFeed, follow_feed, followed_feeds, forget_feed


@click.group()
def feeds() -> None:
    """List, add, remove and try feeds."""


@feeds.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_feeds(as_json: bool) -> None:
    """All followed feeds and how they are."""

    async def ask(db: Database, _: Settings) -> list[FollowedFeed]:
        async with db.reading() as tx:
            return await followed_feeds(tx)

    found = with_database(ask)
    for feed in found:
        print(json.dumps(_object(feed), ensure_ascii=False) if as_json else _line(feed))
    if not found and not as_json:
        print(
            "No feeds are followed yet: `kliping run` follows the feeds file, `kliping feeds add` one feed."
        )


@feeds.command()
@click.argument("outlet")
@click.argument("url")
@click.option("--region", default="", help="Code of the outlet's home region, such as 19 or 19.02.")
def add(outlet: str, url: str, region: str) -> None:
    """Follow the feed at URL as one of OUTLET's."""
    source = Source(outlet=outlet, url=_address(url), region=region)

    async def act(db: Database, _: Settings) -> bool:
        async with db.writing() as tx:
            return await follow_feed(tx, source, now=SystemClock().now())

    if not with_database(act):
        raise SettingsError(f"{source.url} is followed already")
    print(f"Following {source.url}.")


@feeds.command()
@click.argument("url")
def remove(url: str) -> None:
    """Follow the feed at URL no more; its articles stay."""

    async def act(db: Database, _: Settings) -> bool:
        async with db.writing() as tx:
            return await forget_feed(tx, url)

    if not with_database(act):
        raise SettingsError(f"{url} is not followed; `kliping feeds list` shows what is")
    print(f"No longer following {url}. If the feeds file lists it, remove it there too.")


@feeds.command("try")
@click.argument("url")
def try_feed(url: str) -> None:
    """Show what one poll of URL would bring; keeps nothing."""
    import asyncio

    settings = settings_and_logs()
    try:
        document = asyncio.run(_fetched(settings, _address(url)))
    except FeedError as error:
        raise SettingsError(str(error)) from error
    print(f"{document.title or '(no title)'}: {len(document.entries)} articles")
    for entry in document.entries:
        print(f"{entry.published_at or '(no date)':%Y-%m-%d %H:%M}  {entry.title}\n    {entry.url}")


async def _fetched(settings: Settings, url: str) -> FeedDocument:
    feed = Feed(id=FeedId(0), url=url, outlet="", interval=FIRST_INTERVAL, failures=0)
    async with fetcher(settings) as fetch:
        fetched = await fetch.fetch(feed, now=SystemClock().now())
    if isinstance(fetched, NotModified):
        raise SettingsError(f"{url} answers 304 to a first request")
    return parse(fetched.body, url=fetched.url)


def _address(url: str) -> str:
    address = web_link(url, base="")
    if address is None:
        raise SettingsError(f"{url!r} is no http(s) address")
    return address


def _line(feed: FollowedFeed) -> str:
    reason = f"  {feed.reason}" if feed.reason else ""
    return f"{feed.health.value:6}  {feed.items:6}  {feed.outlet}  {feed.url}{reason}"


def _object(feed: FollowedFeed) -> dict[str, object]:
    return {
        "url": feed.url,
        "outlet": feed.outlet,
        "region": feed.region,
        "health": feed.health.value,
        "reason": feed.reason,
        "last_polled_at": _iso(feed.last_polled_at),
        "next_poll_at": _iso(feed.next_poll_at),
        "items": feed.items,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
