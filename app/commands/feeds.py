"""`kliping feeds`: the followed feeds, one at a time."""

from collections.abc import Sequence
from datetime import datetime

import click

from app.commands.feed_lists import export, find, import_
from app.commands.running import with_database
from app.errors import SettingsError
from app.finding import address_of, addresses_of, feed_at, followed_already
from app.finding import show as show_found
from app.json_lines import print_json
from app.settings import Settings, load_settings
from app.subscription_line import subscription_line
from app.wiring import SystemClock
from app.wording import count, minute
from news.feed import Source
from news.feed_address import shown
from news.poll import PollRecord
from news.subscription_lists import outlet_name, region_code
from news.websub import Subscription
from storage.database import Database, would_be_made
from storage.feed_edits import FeedEdit, change_feed
from storage.feeds import FollowedFeed, followed_feeds
from storage.following import follow_feed, forget_feed
from storage.known_feeds import KnownFeed, find_feed, find_followed
from storage.polls import last_polls
from storage.subscriptions import subscription_of

_FULL_TEXT = "Fetch each article's page too, as far as its robots.txt allows, to find it by all it says."


@click.group()
def feeds() -> None:
    """List, find, try, add and remove feeds; import and export lists of them."""


for command in (find, import_, export):
    feeds.add_command(command)


@feeds.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_feeds(as_json: bool) -> None:
    """All followed feeds and how they are."""
    found = with_database(_followed)
    for feed in found:
        if as_json:
            print_json(_object(feed))
        else:
            print(_line(feed))
    if not found and not as_json:
        print(
            "No feeds are followed yet: `kliping run` follows the feeds file, `kliping feeds add` one feed."
        )


@feeds.command()
@click.argument("url")
def show(url: str) -> None:
    """How the followed feed at URL is, and how its last polls went."""
    address = address_of(url)

    async def ask(
        db: Database, settings: Settings
    ) -> tuple[FollowedFeed, list[PollRecord], Subscription | None]:
        async with db.reading() as tx:
            known = await find_feed(tx, address)
            if known is None:
                raise _unknown(address)
            polls, subscription = await last_polls(tx, known.id), await subscription_of(tx, known.id)
            followed = await followed_feeds(tx, now=SystemClock().now())
        return next(feed for feed in followed if feed.id == known.id), polls, subscription

    feed, polls, subscription = with_database(ask)
    print(_line(feed))
    if feed.location:
        print(f"moved for good to {feed.location}")
    if feed.full_text:
        print("full text: the pages of its articles are fetched")
    print(f"next poll: {minute(feed.next_poll_at)}, newest article: {minute(feed.newest_at)}")
    if subscription:
        print(subscription_line(subscription, now=SystemClock().now()))
    for poll in polls:
        print(_poll_line(poll))


@feeds.command()
@click.argument("outlet")
@click.argument("url")
@click.option("--region", default="", help="The outlet's home region: its code, such as 19.02, or its name.")
@click.option("--unchecked", is_flag=True, help="Follow it without a look at what stands at URL.")
@click.option("--full-text", is_flag=True, help=_FULL_TEXT)
def add(outlet: str, url: str, region: str, unchecked: bool, full_text: bool) -> None:
    """Follow the feed at URL as one of OUTLET's."""
    address = address_of(url)
    source = Source(outlet=_outlet(outlet), url=address, region=_region(region), full_text=full_text)
    feed = None if unchecked else feed_at(address)
    addresses = [address] if feed is None else addresses_of(feed, asked=address)

    async def act(db: Database, _: Settings) -> None:
        async with db.writing() as tx:
            if known := await find_followed(tx, addresses):
                raise SettingsError(f"{address} is {followed_already(known, asked=address)}")
            await follow_feed(tx, source, now=SystemClock().now())

    with_database(act)
    brings = f" It lists {count(len(feed.document.entries), 'article')}." if feed else ""
    print(f"Following {source.url}.{brings}")


@feeds.command()
@click.argument("url")
@click.option("--outlet", help="The outlet whose feed it is from now on.")
@click.option(
    "--region", help="The outlet's home region: its code, such as 19.02, or its name; empty for none."
)
@click.option("--full-text/--no-full-text", default=None, help=_FULL_TEXT)
def change(url: str, outlet: str | None, region: str | None, full_text: bool | None) -> None:
    """Change what is known of the followed feed at URL; what is not named stays as it is."""
    address = address_of(url)
    edit = FeedEdit(
        outlet=None if outlet is None else _outlet(outlet),
        region=None if region is None else _region(region),
        full_text=full_text,
    )
    if edit == FeedEdit():
        raise SettingsError("nothing to change: name --outlet, --region, --full-text or --no-full-text")

    async def act(db: Database, _: Settings) -> KnownFeed | None:
        async with db.writing() as tx:
            return await change_feed(tx, address, edit, now=SystemClock().now())

    feed = with_database(act)
    if feed is None:
        raise _unknown(address)
    print(f"Changed {feed.url}.")


@feeds.command()
@click.argument("url")
def remove(url: str) -> None:
    """Follow the feed at URL no more, although lists have it, until it is added again; its articles stay."""
    address = address_of(url)

    async def act(db: Database, _: Settings) -> KnownFeed | None:
        async with db.writing() as tx:
            return await forget_feed(tx, address)

    feed = with_database(act)
    if feed is None:
        raise _unknown(address)
    print(
        f"No longer following {feed.url}, not even where a list has it; `kliping feeds add` brings it back."
    )


@feeds.command("try")
@click.argument("url")
def try_feed(url: str) -> None:
    """Show what one poll of URL would bring, with warnings; keeps nothing."""
    address = address_of(url)
    feed = feed_at(address)
    known = _known(addresses_of(feed, asked=address), asked=address)
    show_found(feed, asked=address, now=SystemClock().now(), known=known)


def _known(addresses: Sequence[str], *, asked: str) -> str:
    """Whether what was found is followed already, as a warning; empty where it is not."""

    async def ask(db: Database, _: Settings) -> KnownFeed | None:
        async with db.reading() as tx:
            return await find_followed(tx, addresses)

    # Whoever only tries a feed has nothing made for them.
    if would_be_made(load_settings().database_url):
        return ""
    try:
        known = with_database(ask)
    except SettingsError as error:
        # What stands at the address can be told all the same.
        return f"whether it is followed already cannot be told: {error}"
    return f"it is {followed_already(known, asked=asked)}" if known else ""


def _region(written: str) -> str:
    try:
        return region_code(written)
    except ValueError as error:
        raise SettingsError(f"{error}; `kliping feeds find REGION` shows codes") from None


def _outlet(written: str) -> str:
    name = outlet_name(written)
    if not name:
        raise SettingsError("the outlet's name is empty")
    return name


def _unknown(url: str) -> SettingsError:
    return SettingsError(f"{shown(url)} is not followed; `kliping feeds list` shows what is")


async def _followed(db: Database, _: Settings) -> list[FollowedFeed]:
    async with db.reading() as tx:
        return await followed_feeds(tx, now=SystemClock().now())


def _line(feed: FollowedFeed) -> str:
    reason = f"  {feed.reason}" if feed.reason else ""
    return f"{feed.health.value:6}  {feed.items:6}  {feed.outlet}  {feed.url}{reason}"


def _poll_line(poll: PollRecord) -> str:
    outcome = poll.reason or f"{poll.new} new of {poll.listed}"
    took = f"{poll.took.total_seconds():.1f} s"
    return f"{minute(poll.at)}  {poll.status or '---'}  {poll.size:9,} bytes  {took:>6}  {outcome}"


def _object(feed: FollowedFeed) -> dict[str, object]:
    return {
        "url": feed.url,
        "outlet": feed.outlet,
        "region": feed.region,
        "health": feed.health.value,
        "reason": feed.reason,
        "last_polled_at": _iso(feed.last_polled_at),
        "next_poll_at": _iso(feed.next_poll_at),
        "newest_at": _iso(feed.newest_at),
        "items": feed.items,
        "full_text": feed.full_text,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
