"""A process that answers people until all is done, and is killed with SIGKILL before its n-th statement.

It reads its runs as `tests.crash.worker` does.
"""

import asyncio
from datetime import datetime

from app.conversing import converse
from app.settings import Settings
from bot.pulse import Pulse
from storage.database import Database
from storage.updates import count_waiting
from tests.clocks import TestClock
from tests.crash.worker import count_down, serve
from tests.storage.given import asked


async def work(
    database_url: str, api_url: str, token: str, *, at: datetime, kill_before: int, last: int
) -> None:
    """Answer until the update `last` and all before it are done."""
    db = Database.at(database_url)
    count_down(db, kill_before)
    settings = Settings(token=token, database_url=database_url, api_url=api_url)
    stopping, clock = asyncio.Event(), TestClock(at)
    looking = asyncio.create_task(_stop_when_done(Database.at(database_url), last, stopping))
    await converse(db, settings, clock=clock, stopping=stopping, pulse=Pulse(clock))
    await looking
    await db.close()


async def _stop_when_done(db: Database, last: int, stopping: asyncio.Event) -> None:
    done = f"SELECT id FROM updates WHERE id = {last}"
    while not await asked(db, done) or await _waiting(db):  # noqa: ASYNC110 - a database tells nobody
        await asyncio.sleep(0.01)
    stopping.set()
    await db.close()


async def _waiting(db: Database) -> int:
    async with db.reading() as tx:
        return await count_waiting(tx)


if __name__ == "__main__":
    serve(work)
