"""Where hubs call us: GET verifies what we asked for, POST brings what is new, and all else is not found."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from app.errors import SettingsError
from jobs.fetch import MOST_BYTES
from jobs.headers import content_type
from jobs.inbox import PUSH_PAUSE, Full, Inbox, Push, Room, TooMany
from jobs.websub import PATH, answer_hub
from news.clock import Clock
from news.websub import HubRequest
from storage.database import Database

PATIENCE = 30.0
"""Seconds for a whole body, however slowly it drips in."""

RETRY_AFTER = "60"

_LONGEST_LINE = 8190
_CHUNK = 64 * 1024
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,100}")
_AS_TEXT = {"X-Content-Type-Options": "nosniff"}

log = logging.getLogger(__name__)


@asynccontextmanager
async def websub_page(
    db: Database,
    inbox: Inbox,
    *,
    clock: Clock,
    port: int,
    host: str = "0.0.0.0",  # noqa: S104 - hubs, or the proxy before us, come from outside
) -> AsyncIterator[int]:
    """Serve it while the block runs, at the port that is handed out; 0 is any. Raises SettingsError."""
    page = _Page(db, inbox, clock)
    application = web.Application(client_max_size=MOST_BYTES)
    application.router.add_get(f"{PATH}{{token}}", page.verify, allow_head=False)
    application.router.add_post(f"{PATH}{{token}}", page.take)
    runner = web.AppRunner(
        application, access_log=None, max_line_size=_LONGEST_LINE, max_field_size=_LONGEST_LINE,
        shutdown_timeout=5.0,
    )  # fmt: skip
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise SettingsError(f"KLIPING_WEBSUB_PORT: port {port} cannot be used: {error.strerror}") from error
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


class _Page:
    def __init__(self, db: Database, inbox: Inbox, clock: Clock) -> None:
        self._db, self._inbox, self._clock = db, inbox, clock

    async def verify(self, request: web.Request) -> web.Response:
        said = HubRequest(
            mode=_said(request, "mode"),
            topic=_said(request, "topic"),
            challenge=_said(request, "challenge"),
            lease_seconds=_said(request, "lease_seconds"),
            reason=_said(request, "reason"),
        )
        answer = await answer_hub(self._db, _token(request), said, now=self._clock.now())
        if answer is None:
            raise web.HTTPNotFound
        return web.Response(text=answer, headers=_AS_TEXT)

    async def take(self, request: web.Request) -> web.Response:
        token = _token(request)
        if not await self._inbox.knows(token):
            # A hub may take this for the end of the subscription, and should.
            raise web.HTTPGone
        try:
            async with self._inbox.room(token) as room, asyncio.timeout(PATIENCE):
                body = await _body(request, room)
                signature = request.headers.get("X-Hub-Signature", "")
                charset = content_type(request.headers)[1]
                room.fill(Push(token=token, body=body, signature=signature, charset=charset))
        except Full:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": RETRY_AFTER}) from None
        except TooMany:
            wait = str(int(PUSH_PAUSE.total_seconds()))
            raise web.HTTPTooManyRequests(headers={"Retry-After": wait}) from None
        except web.RequestPayloadError:
            raise web.HTTPBadRequest from None
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        return web.Response(status=202)


async def _body(request: web.Request, room: Room) -> bytes:
    if (request.content_length or 0) > MOST_BYTES:
        raise web.HTTPRequestEntityTooLarge(MOST_BYTES, request.content_length or 0)
    body = bytearray()
    async for chunk in request.content.iter_chunked(_CHUNK):
        room.take(len(chunk))
        body += chunk
        if len(body) > MOST_BYTES:
            raise web.HTTPRequestEntityTooLarge(MOST_BYTES, len(body))
    return bytes(body)


def _token(request: web.Request) -> str:
    token = request.match_info["token"]
    if not _TOKEN.fullmatch(token):
        raise web.HTTPNotFound
    return token


def _said(request: web.Request, name: str) -> str:
    return request.query.get(f"hub.{name}", "")
