"""A process in the role of the sender, as `kliping run sender` starts it, on SQLite as well.

`python -m benchmarks.chaos.sender DATABASE_URL API_URL MESSAGES_A_SECOND`
"""

import asyncio
import logging
import sys

from app.roles import Role, run_roles
from app.settings import Settings
from app.wiring import SystemClock, opened_database
from benchmarks.telegram import TOKEN

FREE = 30.0


async def send(database_url: str, api_url: str, most: float) -> None:
    """Until SIGTERM."""
    settings = Settings(
        token=TOKEN,
        database_url=database_url,
        api_url=api_url,
        send_rate=min(most, FREE),
        paid_rate=most if most > FREE else None,
    )
    async with opened_database(settings) as db:
        await run_roles(db, settings, [Role.SENDER], clock=SystemClock())


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    asyncio.run(send(sys.argv[1], sys.argv[2], float(sys.argv[3])))
