"""Feeds whose servers answer as a test wants, polled for real."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from jobs.fetch import Fetched, NotModified
from jobs.keep import Poll
from jobs.poll import Fetch, Poller, Read, poll_due_feeds
from jobs.reading import Readers
from news.edition import Edition, edition
from news.errors import FetchError
from news.failure import Failure
from news.feed import Feed
from news.parse import parse
from storage.database import Database
from storage.feeds import FollowedFeed, followed_feeds
from storage.following import follow_feed
from tests.clocks import TestClock
from tests.make import make_source
from tests.storage.given import asked

_RSS = """<rss version="2.0"><channel><title>Kabar</title>{}</channel></rss>"""
_ITEM = "<item><title>{0}</title><link>https://kabar.example/{0}</link><guid>{1}</guid></item>"

Answer = bytes | Exception | None | Fetched | NotModified | Callable[[], Awaitable[Fetched]]
"""What a server says; None is "not modified"."""

SERVER_ERROR = FetchError("a", "HTTP 500", failure=Failure.REFUSED, status=500)


def rss(*titles: str) -> bytes:
    """A feed that numbers its guids by place, as some do."""
    return _RSS.format("".join(_ITEM.format(title, number) for number, title in enumerate(titles))).encode()


def serving(**answers: Answer) -> Fetch:
    """Answers by the last part of the feed's address, or of where it has moved to."""

    async def fetch(feed: Feed, *, now: datetime) -> Fetched | NotModified:

        match answers[feed.address.rsplit("/", 1)[-1]]:
            case None:
                return NotModified()
            case Exception() as error:
                raise error
            case Fetched() | NotModified() as answer:
                return answer
            case bytes() as body:
                return fetched(body)
            case later:
                return await later()

    return fetch


def fetched(body: bytes, *, etag: str | None = None, moved_to: str = "", minutes: float = 0) -> Fetched:
    """A feed as its server sends it, with an ETag made of its length unless it is told another."""
    return Fetched(
        body=body,
        url="https://kabar.example/a",
        etag=f'"{len(body)}"' if etag is None else etag,
        moved_to=moved_to,
        fresh_for=timedelta(minutes=minutes),
    )


async def never() -> Fetched:
    """What a server that hangs answers."""
    await asyncio.Event().wait()
    raise AssertionError


async def read_here(body: bytes, *, feed: Feed, url: str, charset: str, now: datetime) -> Edition:
    document = parse(body, url=url, charset=charset, seen=feed.validators.marks)
    return edition(document, outlet=feed.outlet, home=feed.region, now=now)


async def following(
    db: Database, *names: str, clock: TestClock, outlet: str = "Kabar", host: str = ""
) -> None:
    """Feeds that are due at once, each on a host of its own unless `host` says otherwise."""
    async with db.writing() as tx:
        for name in names:
            url = f"https://{host or name}.example/{name}"
            await follow_feed(tx, make_source(url=url, outlet=outlet), now=clock.now())


async def polled(
    db: Database, fetch: Fetch, *, clock: TestClock, read: Read | None = None,
    stopping: Callable[[], bool] = lambda: False, tell: Callable[[Poll], None] = lambda poll: None,
) -> list[Poll]:  # fmt: skip
    """Poll what is due, and answer with how each poll ended."""
    polls: list[Poll] = []

    def hear(poll: Poll) -> None:
        polls.append(poll)
        tell(poll)

    async with Readers(processes=1) as readers:
        poller = Poller(db=db, fetch=fetch, read=read or readers.read, clock=clock)
        assert await poll_due_feeds(poller, stopping=stopping, tell=hear) == len(polls)
    return polls


async def titles(db: Database) -> Sequence[str]:
    """Those of all items, in the order in which they came."""
    return [title for (title,) in await asked(db, "SELECT title FROM items ORDER BY id")]


async def followed(db: Database, *, clock: TestClock) -> list[FollowedFeed]:
    async with db.reading() as tx:
        return await followed_feeds(tx, now=clock.now())


def other_tasks() -> set[asyncio.Task[object]]:
    """What is under way beside the test itself."""
    return asyncio.all_tasks() - {task for task in [asyncio.current_task()] if task}
