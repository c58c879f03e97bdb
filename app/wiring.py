"""Puts the parts together: the only place that knows which room's function serves another room's need."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version

from app.errors import SettingsError
from app.feeds_file import read_feeds_file
from app.settings import Settings
from jobs.clockwork import Beat
from jobs.fetch import Fetcher
from jobs.find import Finder
from jobs.full_text import PageFetcher, fetch_due_pages
from jobs.group import Grouper, group_all
from jobs.guard import Guard
from jobs.poll import Poller, poll_due_feeds
from jobs.prune import Pruner
from jobs.reading import Readers
from jobs.robots import Robots
from jobs.vocabulary import count_words
from news.clock import Clock
from storage.database import Database
from storage.errors import DatabaseUnreachable, SchemaMismatch
from storage.following import follow_feeds
from storage.schema import check_schema, is_empty, is_newer, migrate


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the one place where time comes in

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@asynccontextmanager
async def opened_database(settings: Settings) -> AsyncIterator[Database]:
    """The database, which must be reachable and of this version's schema; a new one is made ready."""
    async with reached_database(settings) as db:
        try:
            if db.is_sqlite and await is_empty(db):
                await migrate(db)
            await check_schema(db)
        except SchemaMismatch as error:
            raise SettingsError(schema_advice(error)) from error
        yield db


@asynccontextmanager
async def reached_database(settings: Settings) -> AsyncIterator[Database]:
    """The database, which must be reachable. Raises SettingsError."""
    try:
        db = Database.at(settings.database_url)
        await db.ping()
    except DatabaseUnreachable as error:
        raise SettingsError(f"KLIPING_DATABASE_URL: the database cannot be opened: {error.reason}") from error
    try:
        yield db
    finally:
        await db.close()


async def follow_feeds_file(db: Database, settings: Settings, *, now: datetime) -> int:
    """Follow what the feeds file lists; returns how many feeds were new."""
    return await follow_feeds(db, read_feeds_file(settings.feeds_file), now=now)


def fetcher(settings: Settings) -> Fetcher:
    """Fetches under a name that tells outlets who we are and how to reach the operator."""
    contact = f"; +{settings.contact}" if settings.contact else ""
    return Fetcher(
        user_agent=f"Kliping/{version('kliping')} (news digest bot{contact})",
        guard=Guard(allowed=settings.allowed_networks),
    )


@asynccontextmanager
async def opened_poller(db: Database, settings: Settings, *, clock: Clock) -> AsyncIterator[Poller]:
    """What polling needs, while the block runs."""
    async with fetcher(settings) as fetch, Readers() as readers:
        yield Poller(
            db=db, fetch=fetch.fetch, read=readers.read, clock=clock,
            pause=settings.host_pause,
        )  # fmt: skip


@asynccontextmanager
async def opened_grouper(db: Database, *, clock: Clock) -> AsyncIterator[Grouper]:
    """What grouping needs, while the block runs; then others may group at once."""
    grouper = Grouper(db, clock=clock)
    try:
        yield grouper
    finally:
        await grouper.stop()


@asynccontextmanager
async def opened_page_fetcher(
    db: Database, settings: Settings, *, clock: Clock
) -> AsyncIterator[PageFetcher]:
    """What fetching articles' pages needs, while the block runs."""
    # A reader of its own, so that feeds never wait for pages; it starts when the first page is read.
    async with fetcher(settings) as fetch, Readers(processes=1) as readers:
        robots = Robots(get=fetch.get, run=readers.run, clock=clock, pause=settings.host_pause)
        yield PageFetcher(
            db=db, get=fetch.get, run=readers.run, robots=robots, clock=clock, pause=settings.host_pause
        )


@asynccontextmanager
async def opened_finder(settings: Settings, *, clock: Clock) -> AsyncIterator[Finder]:
    """What finding feeds needs, while the block runs."""
    async with fetcher(settings) as fetch, Readers() as readers:
        yield Finder(get=fetch.get, parse=readers.parse, clock=clock, pause=settings.host_pause)


def poller_beats(
    poller: Poller, grouper: Grouper, settings: Settings, *, stopping: asyncio.Event
) -> list[Beat]:
    db, clock = poller.db, poller.clock

    async def poll() -> int:
        return await poll_due_feeds(poller, stopping=stopping.is_set)

    pruner = Pruner(db, retention=settings.retention_days, clock=clock)

    return [
        Beat(name="poll", seconds=1, run=poll),
        Beat(name="group", seconds=2, run=partial(group_all, grouper, stopping=stopping.is_set)),
        Beat(name="words", seconds=10, run=partial(count_words, db, clock=clock, stopping=stopping.is_set)),
        Beat(name="prune", seconds=600, run=partial(pruner.prune, stopping=stopping.is_set)),
    ]


def page_beats(pages: PageFetcher, *, stopping: asyncio.Event) -> list[Beat]:
    async def fetch() -> int:
        return await fetch_due_pages(pages, stopping=stopping.is_set)

    return [Beat(name="pages", seconds=2, run=fetch)]


def schema_advice(error: SchemaMismatch) -> str:
    if is_newer(error):
        return f"the database has schema {error.found}, made by a newer Kliping: update this program"
    if not error.found:
        return "the database has no tables yet: run `kliping migrate` once"
    return (
        f"the database has schema {error.found}, this version needs {error.wanted}: "
        "make a backup, then run `kliping migrate`"
    )
