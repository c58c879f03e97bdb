"""GET /health: whether the process lives, its database answers, and updates are fetched."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from app.errors import SettingsError
from storage.database import Database
from storage.errors import DatabaseUnreachable


@asynccontextmanager
async def health_page(db: Database, port: int | None, *, trouble: Callable[[], str]) -> AsyncIterator[None]:
    """Serve it on `port` while the block runs; nothing where `port` is None. `trouble` says what is wrong
    with fetching updates, if anything."""
    if port is None:
        yield
        return

    async def health(_: web.Request) -> web.Response:
        try:
            await db.ping()
        except DatabaseUnreachable as error:
            return web.json_response({"status": "no database", "reason": error.reason}, status=503)
        if reason := trouble():
            return web.json_response({"status": "no updates", "reason": reason}, status=503)
        return web.json_response({"status": "ok"})

    application = web.Application()
    application.router.add_get("/health", health)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "0.0.0.0", port).start()  # noqa: S104 - containers ask from outside
    except OSError as error:
        await runner.cleanup()
        raise SettingsError(f"KLIPING_HEALTH_PORT: port {port} cannot be used: {error.strerror}") from error
    try:
        yield
    finally:
        await runner.cleanup()
