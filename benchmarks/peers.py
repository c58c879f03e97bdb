"""Peers that do a part of the work: a bare loop of requests, and a parser alone."""

import asyncio
from io import BytesIO

import feedparser
from aiohttp import ClientSession, TCPConnector

from benchmarks.contest import Task
from benchmarks.feeds_server import urls
from benchmarks.loopback import Loopback
from jobs.fetch import REQUESTS_AT_ONCE
from jobs.poll import FEEDS_AT_ONCE


class Bare:
    """Asks for the same feeds under the same names, as many at once and as conditionally; no database."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._runner = asyncio.Runner()
        self._urls = urls(task.feeds, task.port)
        self._etags: dict[str, str] = {}
        self.bodies: list[bytes] = []

    def set_up(self) -> int:
        self._runner.run(self._open())
        return 0 if self._task.is_fresh else self.work()

    def prepare(self) -> None:
        if self._task.is_fresh:
            self._etags.clear()

    def work(self) -> int:
        return self._runner.run(self._ask_all())

    def tear_down(self) -> None:
        self._runner.run(self._session.close())
        self._runner.close()

    async def _open(self) -> None:
        connector = TCPConnector(
            limit=REQUESTS_AT_ONCE, limit_per_host=1, keepalive_timeout=5, resolver=Loopback()
        )
        self._session = ClientSession(connector=connector)

    async def _ask_all(self) -> int:
        room = asyncio.Semaphore(FEEDS_AT_ONCE)
        self.bodies = list(filter(None, await asyncio.gather(*(self._ask(url, room) for url in self._urls))))
        return len(self.bodies)

    async def _ask(self, url: str, room: asyncio.Semaphore) -> bytes:
        known = self._etags.get(url)
        headers = {"If-None-Match": known} if known else {}
        async with room, self._session.get(url, headers=headers) as response:
            self._etags[url] = response.headers["ETag"]
            return await response.read()


class Feedparser:
    """Parses the same documents, which it has in memory, with the options of our reference parser."""

    def __init__(self, task: Task) -> None:
        self._bare = Bare(task)

    def set_up(self) -> int:
        return self._bare.set_up()

    def prepare(self) -> None:
        self._bare.prepare()
        self._bare.work()

    def work(self) -> int:
        return sum(len(_parsed(body).entries) for body in self._bare.bodies)

    def tear_down(self) -> None:
        self._bare.tear_down()


def _parsed(body: bytes) -> feedparser.FeedParserDict:
    return feedparser.parse(BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
