"""A process whose event loop stands still in the way that it is told, before a watchdog in a hurry."""

import asyncio
import re
import sys
import threading

from app.logs import set_up_logs
from app.watchdog import ENDED_AFTER, watched

SECOND = 0.02


def wait_for_ever() -> None:
    threading.Event().wait()


def match_for_ever() -> None:
    re.fullmatch("(a+)+b", "a" * 200)


async def go_on() -> None:
    """For longer than it might stand still."""
    for _ in range(ENDED_AFTER + 20):
        await asyncio.sleep(SECOND)


async def main(how: str) -> None:
    set_up_logs(level="info", style="text")
    async with watched(second=SECOND):
        await asyncio.sleep(0)
        match how:
            case "waiting":
                wait_for_ever()
            case "matching":
                match_for_ever()
            case "going on":
                await go_on()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
