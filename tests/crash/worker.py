"""A process that polls, groups, composes and delivers, and is killed with SIGKILL before its n-th statement.

Reads one run a line from standard input, forks, works in the child, and prints how the child ended: -9 when
it was killed. Forking an interpreter that has loaded everything makes hundreds of crashes affordable.
"""

import asyncio
import gc
import json
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from sqlalchemy import event

from app.demo import DEMO_TOKEN
from app.roles import Role, clockwork
from app.settings import Settings
from bot.connection import own_account
from bot.errors import TelegramSilent
from bot.texts import Texts
from news.address import read_networks
from news.chat import Language
from news.item import draft
from storage.database import Database
from tests.clocks import MORNING, TestClock
from tests.make import make_entry


async def work(database_url: str, api_url: str, token: str, *, at: datetime, kill_before: int) -> None:
    """One round of every beat at the instant `at`."""
    db = Database.at(database_url)
    count_down(db, kill_before)
    settings = Settings(
        token=token,
        database_url=database_url,
        api_url=api_url,
        # The newspapers are this machine, and one host.
        allowed_networks=read_networks("127.0.0.0/8"),
        host_pause=timedelta(),
    )
    roles = (Role.POLLER, Role.SENDER)
    clock = TestClock(at)
    async with clockwork(db, settings, roles, clock=clock, stopping=asyncio.Event()) as beating:
        while await beating.run_all():
            clock.at += timedelta(seconds=5)
    await db.close()


def count_down(db: Database, kill_before: int) -> None:
    """Kill this process before its n-th statement, counted from here; 0 for never."""
    left = kill_before

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(db._engine.sync_engine, "before_cursor_execute", count)
    event.listen(db._engine.sync_engine, "commit", count)


def load() -> None:
    """Load what every child would load anew: for reading, saying, either database, and Telegram."""
    draft(make_entry(lead="KPU (Komisi Pemilihan Umum) di Belitung."), outlet="Kabar", now=MORNING)
    for language in Language:
        Texts(language)
    for url in ("sqlite:///none.db", "postgresql://nobody@127.0.0.1:1/none"):
        Database.at(url)
    with suppress(TelegramSilent):
        asyncio.run(own_account(token=DEMO_TOKEN, base_url="http://127.0.0.1:1"))
    for late in ("app.sending", "bot.notices", "storage.troubles"):
        import_module(late)


def serve(work: Callable[..., Coroutine[Any, Any, None]]) -> None:
    """Let a child do `work` for each line of standard input, and print how it ended."""
    load()
    gc.freeze()  # or every child would copy all of it, only to look for garbage there
    for line in sys.stdin:
        run = json.loads(line)
        child = os.fork()
        if not child:
            run["at"] = datetime.fromisoformat(run["at"])
            asyncio.run(work(**run))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve(work)
