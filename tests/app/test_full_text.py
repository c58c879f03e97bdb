"""Full text as an operator meets it: turned on for a feed, its articles are found by all they say."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from app.demo import DEMO_TOKEN
from sandbox.clock import SandboxClock
from sandbox.newsroom import Newsroom
from tests.app.processes import Ended, kliping, running
from tests.news.pages import HEADLINE, article_page
from tests.sandbox.judge import judged_sandbox

FEED = "https://kabar.example/rss"


class Outlet:
    """An outlet on this machine whose feed has headlines only.

    Of its pages the second is asked for when the first has been kept: `kept` is set then.
    """

    def __init__(self) -> None:
        self.kept = asyncio.Event()
        self._pages: set[str] = set()
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        if request.path == "/robots.txt":
            raise web.HTTPNotFound
        if request.path == "/rss":
            items = "".join(
                f"<item><title>{HEADLINE} {number}</title><link>{self.url}/baca/{number}</link></item>"
                for number in range(2)
            )
            return web.Response(text=f"<rss version='2.0'><channel>{items}</channel></rss>")
        self._pages.add(request.path)
        if len(self._pages) == 2:
            self.kept.set()
        return web.Response(text=article_page(), content_type="text/html")


@pytest.fixture
async def outlet() -> AsyncIterator[Outlet]:
    outlet, application = Outlet(), web.Application()
    application.router.add_get("/{path:.*}", outlet.answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    outlet.url = "http://{}:{}".format(*runner.addresses[0][:2])
    yield outlet
    await runner.cleanup()


async def listed(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((await kliping("feeds", "list", "--json", folder=folder)).out)
    return found


def refused(ended: Ended) -> str:
    assert ended.status == 2, ended
    return ended.err


async def test_full_text_is_turned_on_and_off_for_a_feed(tmp_path: Path) -> None:
    await kliping("feeds", "add", "Kabar", FEED, "--unchecked", folder=tmp_path)
    assert (await listed(tmp_path))["full_text"] is False

    await kliping("feeds", "change", FEED, "--full-text", "--region", "19.02", folder=tmp_path)
    assert "full text" in (await kliping("feeds", "show", FEED, folder=tmp_path)).out
    assert "full_text" in (await kliping("feeds", "export", "--csv", folder=tmp_path)).out

    await kliping("feeds", "change", FEED, "--no-full-text", "--outlet", "Kabar Baru", folder=tmp_path)
    feed = await listed(tmp_path)
    assert (feed["full_text"], feed["outlet"]) == (False, "Kabar Baru")
    assert "full text" not in (await kliping("feeds", "show", FEED, folder=tmp_path)).out


async def test_a_feed_is_added_with_full_text(tmp_path: Path) -> None:
    await kliping("feeds", "add", "Kabar", FEED, "--unchecked", "--full-text", folder=tmp_path)

    assert (await listed(tmp_path))["full_text"] is True


async def test_what_cannot_be_changed_is_said(tmp_path: Path) -> None:
    assert "is not followed" in refused(
        await kliping("feeds", "change", FEED, "--full-text", folder=tmp_path)
    )
    assert "nothing to change" in refused(await kliping("feeds", "change", FEED, folder=tmp_path))
    assert "the region '99' is not known" in refused(
        await kliping("feeds", "change", FEED, "--region", "99", folder=tmp_path)
    )


async def test_an_article_is_found_by_all_it_says(tmp_path: Path, outlet: Outlet) -> None:
    (tmp_path / "newsroom").mkdir()
    feeds = tmp_path / "feeds.csv"
    feeds.write_text(f"outlet,url,full_text\nKabar,{outlet.url}/rss,yes\n")
    newsroom = Newsroom.folder(tmp_path / "newsroom")
    async with judged_sandbox(token=DEMO_TOKEN, clock=SandboxClock(), newsroom=newsroom) as sandbox:
        settings = {"feeds_file": feeds, "allowed_networks": "127.0.0.1", "host_pause": 0}
        named = {"token": DEMO_TOKEN, "api_url": sandbox.url}
        async with running("run", folder=tmp_path, **named, **settings), asyncio.timeout(30):
            await outlet.kept.wait()
        # Whatever has not been grouped yet is grouped now, as the search asks for stories.
        await kliping("poll", folder=tmp_path, **settings)

    found = (await kliping("search", '"kapal nelayan"', "--limit", "1", "--json", folder=tmp_path)).out
    assert json.loads(found)["title"].startswith(HEADLINE)
    assert "nelayan" not in found
