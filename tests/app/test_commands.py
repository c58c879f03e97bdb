"""The command line as an operator meets it: what works, and one line with exit status 2 for what does not."""

import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from socket import socket

import pytest

from app.demo import DEMO_TOKEN
from sandbox.clock import SandboxClock
from sandbox.newsroom import Newsroom
from sandbox.server import Sandbox
from tests.app.processes import Ended, kliping, kliping_from_nothing
from tests.sandbox.judge import judged_sandbox

_ARTICLE = """<rss version="2.0"><channel><title>Kabar</title><item><title>Pemilu di Belitung</title>
<link>http://kabar.example/1</link><description>KPU Belitung siap.</description></item></channel></rss>"""


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    """Telegram, and a newsroom with a feed, a web page and an empty file."""
    folder = tmp_path / "newsroom"
    folder.mkdir()
    (folder / "kabar.xml").write_text(_ARTICLE)
    (folder / "beranda.html").write_text("<!doctype html><html><body>Beranda</body></html>")
    (folder / "kosong.xml").write_text("\n")
    async with judged_sandbox(
        token=DEMO_TOKEN, clock=SandboxClock(), newsroom=Newsroom.folder(folder)
    ) as sandbox:
        yield sandbox


def one_line(ended: Ended) -> str:
    """What was wrong, in the one line that says so."""
    assert ended.status == 2, ended
    assert ended.err.count("\n") == 1, ended.err
    assert ended.err.startswith("kliping: ")
    return ended.err


async def test_without_a_token_it_says_where_to_get_one(tmp_path: Path) -> None:
    said = one_line(await kliping("run", folder=tmp_path))
    assert "KLIPING_TOKEN is missing" in said
    assert "@BotFather" in said


async def test_a_malformed_token_is_named_and_not_repeated(tmp_path: Path) -> None:
    said = one_line(await kliping("run", folder=tmp_path, token="not-a-token"))
    assert "KLIPING_TOKEN holds something else" in said
    assert "not-a-token" not in said


async def test_a_token_that_telegram_refuses_ends_the_bot(tmp_path: Path, sandbox: Sandbox) -> None:
    wrong = "77:" + "x" * 35
    feeds = tmp_path / "feeds.csv"
    feeds.write_text("outlet,url,region\n")
    ended = await kliping("run", folder=tmp_path, token=wrong, api_url=sandbox.url, feeds_file=feeds)
    assert ended.status == 2
    assert "KLIPING_TOKEN: Telegram refuses it" in ended.err.splitlines()[-1]
    assert wrong not in ended.err


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("sqlite:///no/such/folder/kliping.db", "unable to open database file"),
        ("postgresql://nobody@127.0.0.1:1/none", "onnection"),
    ],
)
async def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path, url: str, reason: str) -> None:
    said = one_line(await kliping("feeds", "list", folder=tmp_path, database_url=url))
    assert "KLIPING_DATABASE_URL: the database cannot be opened" in said
    assert reason in said


async def test_an_older_database_asks_for_a_migration(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "old.db") as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.execute("INSERT INTO alembic_version VALUES ('0001')")
    connection.close()
    said = one_line(
        await kliping("feeds", "list", folder=tmp_path, database_url=f"sqlite:///{tmp_path}/old.db")
    )
    assert "run `kliping migrate`" in said


async def test_a_newer_database_asks_for_a_newer_program(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "new.db") as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    connection.close()
    for command in (("feeds", "list"), ("migrate",)):
        said = one_line(await kliping(*command, folder=tmp_path, database_url=f"sqlite:///{tmp_path}/new.db"))
        assert "made by a newer Kliping: update this program" in said


async def test_a_new_postgresql_asks_for_a_migration_and_gets_it(
    tmp_path: Path, blank_postgres_url: str
) -> None:
    said = one_line(await kliping("feeds", "list", folder=tmp_path, database_url=blank_postgres_url))
    assert "run `kliping migrate` once" in said
    migrated = await kliping("migrate", folder=tmp_path, database_url=blank_postgres_url)
    assert "The schema has come from nothing to" in migrated.out
    again = await kliping("migrate", folder=tmp_path, database_url=blank_postgres_url)
    assert "up to date" in again.out
    assert (await kliping("feeds", "list", folder=tmp_path, database_url=blank_postgres_url)).status == 0


async def test_roles_apart_on_sqlite_are_refused(tmp_path: Path) -> None:
    said = one_line(await kliping("run", "poller", folder=tmp_path))
    assert "serves one process" in said


async def test_a_wrong_line_in_the_feeds_file_is_named(tmp_path: Path, sandbox: Sandbox) -> None:
    feeds = tmp_path / "feeds.csv"
    feeds.write_text("outlet,url,region\nKabar,www.kabar.example/rss,\n")
    said = one_line(
        await kliping("run", folder=tmp_path, token=DEMO_TOKEN, api_url=sandbox.url, feeds_file=feeds)
    )
    assert "feeds.csv, line 2: 'www.kabar.example/rss' is no http(s) address" in said


async def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = await kliping("demo", "--port", str(port), folder=tmp_path)
    assert ended.status == 2
    assert f"port {port} cannot be used" in ended.err
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize("setting", ["health_port", "webhook_port"])
async def test_a_port_of_ours_in_use_is_named(tmp_path: Path, sandbox: Sandbox, setting: str) -> None:
    feeds = tmp_path / "feeds.csv"
    feeds.write_text("outlet,url,region\n")
    webhook = (
        {"webhook_url": "http://127.0.0.1/hook", "webhook_secret": "x"} if setting == "webhook_port" else {}
    )
    with socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        ports = {setting: taken.getsockname()[1]}
        ended = await kliping(
            "run",
            folder=tmp_path,
            token=DEMO_TOKEN,
            api_url=sandbox.url,
            feeds_file=feeds,
            **webhook,
            **ports,
        )
    assert ended.status == 2
    assert f"KLIPING_{setting.upper()}: port" in ended.err.splitlines()[-1]


async def test_check_tells_what_is_in_order_and_hides_secrets(tmp_path: Path, sandbox: Sandbox) -> None:
    ended = await kliping_from_nothing("check", folder=tmp_path, token=DEMO_TOKEN, api_url=sandbox.url)
    assert ended.status == 0, ended
    assert DEMO_TOKEN not in ended.out
    assert "KLIPING_TOKEN=(hidden)" in ended.out
    assert "telegram: @kliping_sandbox_bot answers" in ended.out
    assert "KLIPING_ALLOWED_NETWORKS=127.0.0.0/8\n" in ended.out
    assert "KLIPING_RETENTION_DAYS=365\n" in ended.out
    assert "warning contact: KLIPING_CONTACT is empty" in ended.out


async def test_check_warns_when_the_bots_inline_mode_is_off(tmp_path: Path, sandbox: Sandbox) -> None:
    sandbox.world.profile.inline_mode = False
    ended = await kliping_from_nothing("check", folder=tmp_path, token=DEMO_TOKEN, api_url=sandbox.url)
    assert ended.status == 0, ended
    assert (
        "warning telegram: @kliping_sandbox_bot answers, but its inline mode is off: send /set" in ended.out
    )


async def test_check_warns_when_a_third_of_the_feeds_fail(tmp_path: Path, sandbox: Sandbox) -> None:
    for number in range(3):
        url = f"http://127.0.0.1:1/{number}"
        await kliping("feeds", "add", "Kabar", url, "--unchecked", folder=tmp_path)
    with sqlite3.connect(tmp_path / "kliping.db") as connection:
        connection.execute("UPDATE feeds SET strikes = 9 WHERE url LIKE '%/0'")
    connection.close()
    ended = await kliping("check", folder=tmp_path, token=DEMO_TOKEN, api_url=sandbox.url)
    assert ended.status == 0
    assert "warning feeds: " in ended.out
    assert "(2 ok, 1 broken)" in ended.out


async def test_check_fails_when_telegram_does_not_answer(tmp_path: Path) -> None:
    ended = await kliping("check", folder=tmp_path, token=DEMO_TOKEN, api_url="http://127.0.0.1:1")
    assert ended.status == 2
    assert "wrong   telegram: KLIPING_API_URL: http://127.0.0.1:1 does not answer" in ended.out


async def test_poll_says_what_each_feed_brought_and_what_is_no_feed(tmp_path: Path, sandbox: Sandbox) -> None:
    feeds = tmp_path / "feeds.csv"
    names = ("kabar.xml", "beranda.html", "kosong.xml")
    rows = [f"{name},{sandbox.url}/newsroom/{name}," for name in names]
    feeds.write_text("\n".join(["outlet,url,region", *rows]))
    polled = await kliping("poll", folder=tmp_path, feeds_file=feeds)
    assert polled.status == 0, polled
    assert "kabar.xml  1 new of 1" in polled.out
    assert "beranda.html  a web page, not a feed" in polled.out
    assert "kosong.xml  empty document" in polled.out
    assert "3 feeds polled, 1 new article." in polled.out
    assert "No feed is due." in (await kliping("poll", folder=tmp_path, feeds_file=feeds)).out

    found = await kliping("search", "--json", "pemilu belitung", folder=tmp_path)
    hit = json.loads(found.out)
    assert hit["url"] == "http://kabar.example/1"
    assert (hit["score"] > 0, hit["missing"], hit["story"]) == (True, [], 1)
    meant = await kliping("search", "pemilu belitong", folder=tmp_path)
    assert meant.out.splitlines()[-1] == "Did you mean: pemilu belitung?"
    asked = await kliping("search", "kapan pemilu belitung selesai", folder=tmp_path)
    assert asked.out.startswith("Not every word is found together; some of these lack: selesai\n")
    assert "Pemilu di Belitung" in asked.out
    story = json.loads((await kliping("stories", "--json", folder=tmp_path)).out)
    assert [item["title"] for item in story["items"]] == ["Pemilu di Belitung"]
    digest = await kliping("digest", "--topic", "pemilu", folder=tmp_path)
    assert "1. Pemilu di Belitung" in digest.out


async def test_a_query_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    said = one_line(await kliping("search", "(pemilu", folder=tmp_path))
    assert "expected closing-parenthesis" in said


async def test_feeds_are_added_listed_tried_and_removed(tmp_path: Path, sandbox: Sandbox) -> None:
    url = f"{sandbox.url}/newsroom/kabar.xml"
    assert "1 article" in (await kliping("feeds", "try", url, folder=tmp_path)).out
    page = await kliping("feeds", "try", f"{sandbox.url}/newsroom/beranda.html", folder=tmp_path)
    assert "a web page, not a feed" in one_line(page)
    assert (await kliping("feeds", "add", "Kabar", url, folder=tmp_path)).status == 0
    assert "is followed already" in one_line(await kliping("feeds", "add", "Kabar", url, folder=tmp_path))
    listed = json.loads((await kliping("feeds", "list", "--json", folder=tmp_path)).out)
    assert (listed["url"], listed["outlet"], listed["health"]) == (url, "Kabar", "ok")
    assert (await kliping("feeds", "remove", url, folder=tmp_path)).status == 0
    assert "is not followed" in one_line(await kliping("feeds", "remove", url, folder=tmp_path))


async def test_help_names_every_command(tmp_path: Path) -> None:
    said = (await kliping_from_nothing("--help", folder=tmp_path)).out
    for command in (
        "run",
        "demo",
        "check",
        "migrate",
        "feeds",
        "poll",
        "index",
        "search",
        "stories",
        "digest",
        "read",
        "match",
    ):
        assert f"  {command} " in said


async def test_a_command_that_is_none_is_named(tmp_path: Path) -> None:
    ended = await kliping("rum", folder=tmp_path)
    assert ended.status == 2
    assert "No such command 'rum'" in ended.err
