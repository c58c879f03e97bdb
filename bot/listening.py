"""How updates arrive when we ask Telegram for them; how listening begins and ends, whoever brings them."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.errors import NotKept
from bot.intake import Intake, Listener
from bot.menu import introduce
from bot.patience import Patience
from bot.pulse import Pulse
from news.clock import Clock
from news.text import shorten
from storage.database import Database

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member", "inline_query"]

LONG_POLL = 30
"""Seconds for which Telegram may keep us waiting for something to happen."""

AT_ONCE = 100
"""Updates that one answer may bring: as many as Telegram gives."""


async def listen(
    application: Listener, *, db: Database, clock: Clock, stopping: asyncio.Event, pulse: Pulse
) -> None:
    """Ask Telegram for updates until `stopping` is set; the pulse beats with every answer.

    Raises TokenRefused, AnotherBotPolls.
    """
    patience = Patience(clock)

    async def begin_and_poll() -> None:
        await begin(application, patience)
        # Telegram gives no updates to those who ask while they are brought elsewhere.
        await patience.insist(application.bot.delete_webhook)
        async with Intake(application, db, clock=clock) as intake:
            await _Poll(application.bot, intake, patience, pulse).run()

    pulse.beat()
    try:
        await until(stopping, begin_and_poll())
    finally:
        await end(application)


class _Poll:
    """Asks for updates, and confirms those that are kept by asking for the next."""

    def __init__(self, bot: Bot, intake: Intake, patience: Patience, pulse: Pulse) -> None:
        self._bot, self._intake, self._patience, self._pulse = bot, intake, patience, pulse
        self._offset = 0

    async def run(self) -> None:
        while True:
            updates = await self._patience.insist(self._ask)
            if updates:
                await self._keep(updates)
                self._offset = max(map(_number, updates)) + 1
            self._pulse.beat()

    async def _keep(self, updates: Sequence[object]) -> None:
        while True:
            try:
                return await self._intake.keep(updates)
            except NotKept:
                await self._intake.answering()

    async def _ask(self) -> list[object]:
        # After trouble, an answer at once tells sooner that Telegram is back.
        timeout = 0 if self._patience.tried else LONG_POLL
        wanted = {
            "offset": self._offset,
            "timeout": timeout,
            "limit": AT_ONCE,
            "allowed_updates": ALLOWED_UPDATES,
        }
        # The library's own method reads all updates or none, so one that it cannot read would freeze the bot
        # for ever. Spelled like this, the raw way asks for getUpdates without advising that method.
        updates: list[object] = await self._bot.do_api_request(
            "get_Updates", wanted, read_timeout=timeout + 10
        )
        if updates and max(map(_number, updates)) < 0:  # it could not be confirmed, and would come for ever
            raise TelegramError("updates without numbers")
        return updates


def _number(update: object) -> int:
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) else -1


async def begin(application: Listener, patience: Patience) -> None:
    """Ends when Telegram knows us and people find our menus. Raises TokenRefused."""
    await patience.insist(application.initialize)
    try:
        await introduce(application.bot)
    except Exception as error:  # noqa: BLE001 - whatever it is, people are to be heard; menus of before still serve
        log.warning("the menus could not be set: %s", shorten(str(error), 200))


async def end(application: Listener) -> None:
    """Close what listening has opened."""
    await application.shutdown()
    await application.bot.shutdown()  # where Telegram never answered, there was no application to shut down


async def until(stopping: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Cancel `work` as soon as `stopping` is set; what it raises before is raised."""
    working, stopped = asyncio.create_task(work), asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
    finally:
        working.cancel()
        stopped.cancel()
        await asyncio.gather(working, stopped, return_exceptions=True)
