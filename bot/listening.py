"""How updates arrive: we ask Telegram for them, or Telegram brings them to our own web server."""

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Bot
from telegram.error import TelegramError

from bot.intake import MOST_IN_HAND, Intake, Listener
from bot.menu import introduce
from bot.patience import Patience
from news.clock import Clock
from news.text import shorten

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member", "inline_query"]

LONG_POLL = 30
"""Seconds for which Telegram may keep us waiting for something to happen."""

LAST_MOMENTS = 6.0
"""Seconds that are left to updates in hand once we are stopping."""

LARGEST_UPDATE = 1 << 20
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


async def listen(application: Listener, *, clock: Clock, stopping: asyncio.Event) -> None:
    """Ask Telegram for updates until `stopping` is set. Raises TokenRefused, AnotherBotPolls."""
    patience = Patience(clock)
    poll = _Poll(application.bot, Intake(application), patience)

    async def begin_and_poll() -> None:
        await _begin(application, patience)
        # Telegram gives no updates to those who ask while they are brought elsewhere.
        await patience.insist(application.bot.delete_webhook)
        await poll.run()

    try:
        await _until(stopping, begin_and_poll())
    finally:
        await poll.finish()
        await _end(application)


async def serve_webhook(
    application: Listener,
    *,
    url: str,
    secret: str,
    host: str,
    port: int,
    clock: Clock,
    stopping: asyncio.Event,
) -> None:
    """Let Telegram bring updates to `url`, which leads to `host` and `port`, until `stopping` is set.

    The webhook stays set in the end: what happens meanwhile waits for us. Raises TokenRefused, and OSError
    where the port cannot be used.
    """
    patience = Patience(clock)
    intake = Intake(application)
    bot = application.bot

    async def begin_and_serve() -> None:
        await _begin(application, patience)
        async with _serving(_site(intake, path=urlsplit(url).path or "/", secret=secret), host, port):
            await patience.insist(
                lambda: bot.set_webhook(url, secret_token=secret or None, allowed_updates=ALLOWED_UPDATES)
            )
            await stopping.wait()

    try:
        await _until(stopping, begin_and_serve())
    finally:
        await intake.finish(within=LAST_MOMENTS)
        await _end(application)


class _Poll:
    """Asks for updates, never for more than there is room for, and confirms those that were taken."""

    def __init__(self, bot: Bot, intake: Intake, patience: Patience) -> None:
        self._bot = bot
        self._intake = intake
        self._patience = patience
        self._offset = 0

    async def run(self) -> None:
        while True:
            await self._intake.room()
            for update in await self._patience.insist(self._ask_patiently):
                await self._intake.take(update)
                self._offset = update["update_id"] + 1

    async def finish(self) -> None:
        """Let updates in hand end, and confirm them: else a restart would bring them again."""
        unfinished = await self._intake.finish(within=LAST_MOMENTS)
        if self._offset:
            self._offset = unfinished or self._offset
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(2):
                    await self._ask(timeout=0, limit=1)

    async def _ask_patiently(self) -> list[dict[str, Any]]:
        # After trouble, an answer at once tells sooner that Telegram is back.
        return await self._ask(timeout=0 if self._patience.tried else LONG_POLL, limit=MOST_IN_HAND)

    async def _ask(self, *, timeout: int, limit: int) -> list[dict[str, Any]]:
        wanted = {
            "offset": self._offset,
            "timeout": timeout,
            "limit": limit,
            "allowed_updates": ALLOWED_UPDATES,
        }
        # The library's own method reads all updates or none, so one that it cannot read would freeze the bot
        # for ever. Spelled like this, the raw way asks for getUpdates without advising that method.
        updates: list[dict[str, Any]] = await self._bot.do_api_request(
            "get_Updates", wanted, read_timeout=timeout + 10
        )
        return updates


async def _begin(application: Listener, patience: Patience) -> None:
    await patience.insist(application.initialize)
    try:
        await introduce(application.bot)
    except Exception as error:  # noqa: BLE001 - whatever it is, people are to be heard; menus of before still serve
        log.warning("the menus could not be set: %s", shorten(str(error), 200))


async def _end(application: Listener) -> None:
    await application.shutdown()
    await application.bot.shutdown()  # where Telegram never answered, there was no application to shut down


async def _until(stopping: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
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


@asynccontextmanager
async def _serving(site: web.Application, host: str, port: int) -> AsyncIterator[None]:
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield
    finally:
        await runner.cleanup()


def _site(intake: Intake, *, path: str, secret: str) -> web.Application:
    async def take(request: web.Request) -> web.Response:
        shown = request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode(errors="surrogateescape"), secret.encode()):
            return web.Response(status=401)
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if isinstance(update, dict):
            await intake.take(update)
        # Taken or unreadable: Telegram must not bring it again.
        return web.Response()

    async def be_well(request: web.Request) -> web.Response:
        return web.Response(text="ok")

    site = web.Application(client_max_size=LARGEST_UPDATE)
    site.router.add_post(path, take)
    site.router.add_get("/health", be_well)
    return site
