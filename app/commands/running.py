"""How a command runs: its settings, its logs, its event loop, its database."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from app.logs import set_up_logs
from app.settings import Settings, load_settings
from app.wiring import opened_database
from storage.database import Database

T = TypeVar("T")


def settings_and_logs() -> Settings:
    """The operator's settings; logging follows them."""
    settings = load_settings()
    set_up_logs(level=settings.log_level, style=settings.log_format)
    return settings


def with_database(act: Callable[[Database, Settings], Awaitable[T]]) -> T:
    """Run `act` on the operator's database."""
    settings = settings_and_logs()

    async def run() -> T:
        async with opened_database(settings) as db:
            return await act(db, settings)

    return asyncio.run(run())
