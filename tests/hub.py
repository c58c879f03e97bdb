"""A WebSub hub on this machine that does as a test wants, and a newspaper that names it."""

import hmac
import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from types import MappingProxyType

from aiohttp import ClientSession, web

CHALLENGE = "a-challenge/with?odd&signs"


@dataclass(kw_only=True)
class Hub:
    """Remembers what it was `asked`; answers with `status` and, for the first requests, as `failing` says.

    It verifies when a test says so, or with `verifies_at_once` before it answers a request.
    """

    http: ClientSession
    url: str = ""
    status: int = 202
    headers: dict[str, str] = field(default_factory=dict)
    verifies_at_once: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        self.paths.append(request.path)
        if request.path == "/moved":
            return web.Response(status=308, headers={"Location": "/"})
        if request.path == "/found":
            return web.Response(status=302, headers={"Location": "/"})
        self.asked.append({name: str(value) for name, value in (await request.post()).items()})
        if self.verifies_at_once:
            await self.verify()
        return web.Response(status=self.status, headers=self.headers)

    async def verify(
        self, number: int = -1, *, changed: Mapping[str, str] = MappingProxyType({})
    ) -> tuple[int, str]:
        """Verify a request that it was asked; answers with the status and text that came back."""
        asked = self.asked[number]
        said = {
            "hub.mode": "subscribe",
            "hub.topic": asked["hub.topic"],
            "hub.challenge": CHALLENGE,
            "hub.lease_seconds": asked["hub.lease_seconds"],
        }
        return await self._say(number, said | {f"hub.{name}": value for name, value in changed.items()})

    async def deny(self, number: int = -1, *, reason: str) -> int:
        said = {"hub.mode": "denied", "hub.topic": self.asked[number]["hub.topic"], "hub.reason": reason}
        return (await self._say(number, said))[0]

    async def push(
        self, body: bytes, number: int = -1, *, method: str = "sha256", secret: str | None = None
    ) -> int:
        """Push a document for a request that it was asked; answers with the status that came back."""
        asked = self.asked[number]
        signed = signature(body, asked["hub.secret"] if secret is None else secret, method)
        headers = {"Content-Type": "application/rss+xml", **({"X-Hub-Signature": signed} if method else {})}
        async with self.http.post(asked["hub.callback"], data=io.BytesIO(body), headers=headers) as response:
            return response.status

    async def _say(self, number: int, said: dict[str, str]) -> tuple[int, str]:
        async with self.http.get(self.asked[number]["hub.callback"], params=said) as response:
            return response.status, await response.text()


def signature(body: bytes, secret: str, method: str) -> str:
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}" if method else ""


@asynccontextmanager
async def standing_hub() -> AsyncIterator[Hub]:
    async with ClientSession() as http:
        hub = Hub(http=http)
        async with served(hub.answer) as hub.url:
            yield hub


@dataclass(kw_only=True)
class Newspaper:
    """Serves `listed` at every path, as RSS that names the hub in its head, or in HTTP's Link header."""

    hub: str = ""
    topic: str = ""
    header: str = ""
    url: str = ""
    status: int = 200
    listed: list[tuple[str, datetime]] = field(default_factory=list)
    polls: int = 0

    def publish(self, title: str, *, at: datetime) -> bytes:
        """Print the title on top of what is listed; answers with the whole feed."""
        self.listed.insert(0, (title, at))
        return self.printed()

    def printed(self) -> bytes:
        hub = f'<atom:link rel="hub" href="{self.hub}"/>' if self.hub else ""
        topic = f'<atom:link rel="self" href="{self.topic}"/>' if self.topic else ""
        items = "".join(
            f"<item><title>{title}</title><link>https://kabar.example/{title}</link>"
            f"<pubDate>{format_datetime(at)}</pubDate></item>"
            for title, at in self.listed
        )
        head = '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Kabar</title>'
        return f"{head}{hub}{topic}{items}</channel></rss>".encode()

    async def answer(self, _: web.Request) -> web.Response:
        self.polls += 1
        headers = {"Link": self.header} if self.header else {}
        return web.Response(body=self.printed(), status=self.status, headers=headers)


@asynccontextmanager
async def standing_newspaper(hub: str, *, now: datetime) -> AsyncIterator[Newspaper]:
    """A newspaper that published something a day ago."""
    paper = Newspaper(hub=hub, listed=[("lama", now - timedelta(days=1))])
    async with served(paper.answer) as paper.url:
        yield paper


@asynccontextmanager
async def served(answer: object) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)  # type: ignore[arg-type]
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield "http://{}:{}".format(*runner.addresses[0][:2])
    finally:
        await runner.cleanup()
