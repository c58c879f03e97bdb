"""A process whose event loop stands still in the way that it is told, before a watchdog in a hurry."""

import asyncio
import re
import sys
import threading

from app.logs import set_up_logs
from app.watchdog import watched


def wait_for_ever() -> None:
    threading.Event().wait()


def match_for_ever() -> None:
    re.fullmatch("(a+)+b", "a" * 200)


def go_on() -> None:
    """It does not stand still."""


async def main(how: str) -> None:
    set_up_logs(level="info", style="text")
    async with watched(second=0.02):
        await asyncio.sleep(0)
        {"waiting": wait_for_ever, "matching": match_for_ever, "going on": go_on}[how]()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
