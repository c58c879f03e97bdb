"""A process that begins to poll what is due at the database it is given, prints what it asks, and hangs."""

import asyncio
import sys
from datetime import datetime

from jobs.fetch import NotModified
from jobs.poll import Poller, poll_due_feeds
from jobs.reading import Readers
from news.feed import Feed
from storage.database import Database
from tests.clocks import TestClock


async def hang(feed: Feed, *, now: datetime) -> NotModified:
    sys.stdout.write(f"{feed.url}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()
    return NotModified()


async def main(database_url: str) -> None:
    db = Database.at(database_url)
    async with Readers() as readers:
        await poll_due_feeds(Poller(db=db, fetch=hang, read=readers.read, clock=TestClock()))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
