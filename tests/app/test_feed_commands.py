"""`kliping feeds` as an operator meets it: one feed once, by any form of its address."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from tests.app.processes import Ended, kliping

_FEED = """<rss version="2.0"><channel><title>Kabar</title><item><title>Banjir surut</title>
<link>http://kabar.example/1</link><pubDate>Mon, 23 Nov 2026 00:00:00 GMT</pubDate></item></channel></rss>"""


async def _answer(request: web.Request) -> web.Response:
    if request.path == "/old":
        raise web.HTTPFound("/feed")
    return web.Response(text=_FEED, content_type="application/rss+xml")


@pytest.fixture
async def outlet() -> AsyncIterator[str]:
    """The address of an outlet on this machine whose feed has moved from /old to /feed."""
    application = web.Application()
    application.router.add_get("/{path:.*}", _answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield "http://{}:{}".format(*runner.addresses[0][:2])
    await runner.cleanup()


def refused(ended: Ended) -> str:
    assert ended.status == 2, ended
    return ended.err.splitlines()[-1]


def files_in(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


async def test_a_feed_is_added_once_by_any_form_of_its_address(tmp_path: Path, outlet: str) -> None:
    added = await kliping(
        "feeds", "add", "Kabar", f"{outlet}/feed#x", "--region", "Babel", folder=tmp_path
    )  # fmt: skip
    assert added.out == f"Following {outlet}/feed. It lists 1 article.\n"

    again = await kliping("feeds", "add", "Lain", f"{outlet}/old", folder=tmp_path)
    assert f"/old is followed already at {outlet}/feed, as one of Kabar's" in refused(again)
    tried = await kliping("feeds", "try", f"{outlet}/old", folder=tmp_path)
    assert f"warning: it is followed already at {outlet}/feed, as one of Kabar's" in tried.out
    slash = await kliping("feeds", "add", "Lain", f"{outlet}/feed/", "--unchecked", folder=tmp_path)
    assert f"is followed already at {outlet}/feed" in refused(slash)

    shown = await kliping("feeds", "show", f"{outlet.upper()}/feed/", folder=tmp_path)
    assert "next poll: 20" in shown.out
    assert " UTC, newest article: never" in shown.out
    listed = json.loads((await kliping("feeds", "list", "--json", folder=tmp_path)).out)
    assert (listed["url"], listed["region"]) == (f"{outlet}/feed", "19")


async def test_trying_a_feed_that_is_not_followed_says_nothing_of_it(tmp_path: Path, outlet: str) -> None:
    tried = await kliping("feeds", "try", f"{outlet}/feed", folder=tmp_path)
    assert (tried.status, "followed already" in tried.out) == (0, False)


async def test_trying_a_feed_makes_no_database(tmp_path: Path, outlet: str) -> None:
    tried = await kliping("feeds", "try", f"{outlet}/feed", folder=tmp_path)

    assert (tried.status, "Banjir surut" in tried.out) == (0, True)
    assert files_in(tmp_path) == []


async def test_a_feed_can_be_tried_without_the_database(tmp_path: Path, outlet: str) -> None:
    tried = await kliping(
        "feeds", "try", f"{outlet}/feed", folder=tmp_path, database_url="sqlite:///no/such/folder/a.db"
    )
    assert tried.status == 0
    assert "warning: whether it is followed already cannot be told: KLIPING_DATABASE_URL" in tried.out
    assert "Banjir surut" in tried.out


async def test_a_feed_that_was_removed_is_not_brought_back_by_a_list(tmp_path: Path) -> None:
    (tmp_path / "feeds.csv").write_text("outlet,url\nKabar,http://127.0.0.1:1/rss\n,x\n")
    imported = await kliping("feeds", "import", "feeds.csv", folder=tmp_path)
    assert imported.out == "Following 1 new feed; 0 were followed already, 1 line is wrong.\n"
    assert (await kliping("feeds", "remove", "http://127.0.0.1:1/rss/", folder=tmp_path)).status == 0
    again = await kliping("feeds", "import", "feeds.csv", folder=tmp_path)
    assert "0 new feeds; 0 were followed already, 1 was removed by `kliping feeds remove`" in again.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", " ", "http://127.0.0.1:1/rss", "--unchecked"), "the outlet's name is empty"),
        (("change", "http://127.0.0.1:1/rss", "--outlet", ""), "the outlet's name is empty"),
        (
            ("add", "Kabar", "http://127.0.0.1:1/rss", "--region", "Atlantis"),
            "'Atlantis' is not known",
        ),
        (("add", "Kabar", "http://tono:rahasia@127.0.0.1:1/rss"), "holds a name or a password"),
        (("try", "http://tono:rahasia@127.0.0.1:1/rss"), "holds a name or a password"),
        (("find", "127.0.0.1:1/x"), "https://127.0.0.1:1/x"),
    ],
)
async def test_what_is_wrong_is_said_at_once_and_names_no_password(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    line = refused(await kliping("feeds", *arguments, folder=tmp_path))
    assert said in line
    assert "rahasia" not in line
    assert "KLIPING_ALLOWED_NETWORKS" not in line


async def test_only_an_address_that_is_refused_makes_the_hint(tmp_path: Path) -> None:
    ended = await kliping("feeds", "try", "http://127.0.0.1:1/rss", folder=tmp_path, allowed_networks="")
    assert "KLIPING_ALLOWED_NETWORKS may allow a network of your own" in refused(ended)
