"""The webhook: our own web server, to which Telegram brings updates; it hears 200 when they are kept."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from aiohttp import web

from bot.errors import NotKept
from bot.intake import Intake, Listener
from bot.listening import ALLOWED_UPDATES, begin, end, until
from bot.patience import Patience
from news.clock import Clock
from storage.database import Database
from storage.errors import DatabaseUnreachable

LARGEST_UPDATE = 1 << 20
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


async def serve_webhook(
    application: Listener,
    *,
    db: Database,
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
    bot = application.bot

    async def begin_and_serve() -> None:
        await begin(application, patience)
        async with Intake(application, db, clock=clock) as intake:
            site = _site(intake, db, path=urlsplit(url).path or "/", secret=secret)
            async with _serving(site, host, port):
                await patience.insist(
                    lambda: bot.set_webhook(url, secret_token=secret or None, allowed_updates=ALLOWED_UPDATES)
                )
                await stopping.wait()

    try:
        await until(stopping, begin_and_serve())
    finally:
        await end(application)


@asynccontextmanager
async def _serving(site: web.Application, host: str, port: int) -> AsyncIterator[None]:
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield
    finally:
        await runner.cleanup()


def _site(intake: Intake, db: Database, *, path: str, secret: str) -> web.Application:
    async def take(request: web.Request) -> web.Response:
        shown = request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode(errors="surrogateescape"), secret.encode()):
            return web.Response(status=401)
        try:
            await intake.keep([json.loads(await request.read())])
        except (ValueError, RecursionError):
            return web.Response(status=400)
        except NotKept:
            return web.Response(status=503)
        # Even what is no update: Telegram must not bring it again.
        return web.Response()

    async def be_well(_: web.Request) -> web.Response:
        try:
            await db.ping()
        except DatabaseUnreachable:
            return web.Response(status=503, text="no database")
        return web.Response(text="ok")

    site = web.Application(client_max_size=LARGEST_UPDATE)
    site.router.add_post(path, take)
    site.router.add_get("/health", be_well)
    return site
