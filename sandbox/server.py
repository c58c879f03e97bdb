"""The sandbox as one server on this machine: Telegram, the chat page, the script endpoints, the newsroom."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, Self

from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.telegram.api import LARGEST_REQUEST, BotApi
from sandbox.telegram.genesis import new_world
from sandbox.telegram.journal import Journal
from sandbox.telegram.limits import Limits
from sandbox.telegram.script import MoveClock, Script

HOST = "127.0.0.1"
PAGE = Path(__file__).with_name("page")
GRACE = 1.0
"""Seconds that running requests get when the sandbox stops; those that wait for news end at once."""


class Newsroom(Protocol):
    def routes(self) -> Iterable[web.RouteDef]: ...


class Sandbox:
    def __init__(
        self,
        *,
        token: str,
        clock: SandboxClock,
        newsroom: Newsroom | None = None,
        limits: bool = True,
        latency: float = 0.0,
        journal: Journal | None = None,
        move_clock: MoveClock | None = None,
    ) -> None:
        """`move_clock` moves `clock` for whoever asks for it; without one it jumps. `latency` is how many
        seconds a call of the bot takes on its way."""
        self.url = ""
        self.world = new_world(clock=clock, token=token)
        counted = Limits() if limits else None
        self._api = BotApi(self.world, token=token, limits=counted, latency=latency, journal=journal)
        script = Script(self.world, self._api, move_clock=move_clock)
        self._runner = web.AppRunner(
            _application([*self._api.routes(), *script.routes(), *(newsroom.routes() if newsroom else ())]),
            access_log=None,
            handler_cancellation=True,
            shutdown_timeout=GRACE,
        )
        self._delivery: asyncio.Task[None] | None = None

    async def start(self, port: int = 0) -> None:
        """Raises OSError when the port is in use."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, HOST, port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        _, bound = self._runner.addresses[0][:2]
        self.url = f"http://{HOST}:{bound}"
        self._delivery = asyncio.create_task(
            self.world.webhook.deliver(lambda: self.world.clock.now().timestamp(), self._api.carry_out_reply)
        )

    async def stop(self) -> None:
        self.world.bell.end()
        if self._delivery is not None:
            self._delivery.cancel()
            await asyncio.gather(self._delivery, return_exceptions=True)
        await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.stop()


def _application(routes: Iterable[web.RouteDef]) -> web.Application:
    application = web.Application(client_max_size=LARGEST_REQUEST)
    application.add_routes(routes)
    if PAGE.is_dir():
        application.router.add_get("/", _show_page)
        application.router.add_static("/", PAGE)
    return application


async def _show_page(request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})
