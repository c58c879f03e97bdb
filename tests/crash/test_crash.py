"""Killed before every single statement of a round, then started again."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from aiohttp import ClientSession

from app.demo import DEMO_TOKEN
from news.chat import Chat, ChatType
from news.feed import Source
from news.ids import ChatId
from news.schedule import Schedule
from sandbox.newsroom import Newsroom
from sandbox.server import Sandbox
from storage.chats import save_chat
from storage.database import Database
from storage.following import follow_feed
from storage.topics import add_topic
from tests.clocks import MORNING
from tests.conftest import Fresh
from tests.crash.runs import Run, running
from tests.sandbox.judge import judged_sandbox

EVENING = MORNING - timedelta(hours=14)
RESTART = MORNING + timedelta(minutes=10)
"""After every lease that the killed process may have held has run out."""

_ARTICLE = """<item><title>{title}</title><link>http://kabar.example/{number}</link></item>"""
_TITLES = {
    1: "Gudang kotak suara pemilu di Demak kebanjiran",
    2: "Calon petahana Kudus menolak debat pemilu",
    3: "Ribuan surat suara pemilu tertukar di Jepara",
    4: "Saksi pemilu di Rembang belum menerima honor",
    5: "Pelajar Blora simulasikan pemilu dengan tablet",
}

_STORY = re.compile(r"^\d+\. (.+)$", re.MULTILINE)


@pytest.fixture
async def run() -> AsyncIterator[Run]:
    async with running("tests.crash.worker") as run:
        yield run


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """Two outlets with three articles each on the elections, one of them in both."""
    folder = tmp_path / "feeds"
    folder.mkdir()
    for outlet, numbers in (("satu", (1, 2, 3)), ("dua", (3, 4, 5))):
        articles = "".join(_ARTICLE.format(title=_TITLES[number], number=number) for number in numbers)
        feed = f"<rss version='2.0'><channel><title>{outlet}</title>{articles}</channel></rss>"
        (folder / f"{outlet}.xml").write_text(feed)
    return Newsroom.folder(folder)


@pytest.fixture
async def sandbox(newsroom: Newsroom) -> AsyncIterator[Sandbox]:
    async with judged_sandbox(token=DEMO_TOKEN, newsroom=newsroom, limits=False) as sandbox:
        yield sandbox


async def a_chat_with_topics(url: str, sandbox: Sandbox, feeds: list[Source]) -> ChatId:
    """A new person, due for a digest in the MORNING, with every feed due as well."""
    db = Database.at(url)
    async with ClientSession(sandbox.url) as http:
        made = await http.post("/sandbox/chats", json={"type": "private", "first_name": "Wati"})
        chat_id = ChatId((await made.json())["id"])
        begin = {"from": chat_id, "text": "/start"}
        await http.post(f"/sandbox/chats/{chat_id}/messages", json=begin)
    schedule = Schedule()
    async with db.writing() as tx:
        chat = Chat(id=chat_id, type=ChatType.PRIVATE, title="Wati", schedule=schedule)
        await save_chat(tx, chat, now=EVENING)
        for name in ("pemilu", "kpu"):
            await add_topic(tx, chat_id, name=name, query=name, thread=None, now=EVENING)
        for feed in feeds:
            await follow_feed(tx, feed, now=EVENING)
    await db.close()
    return chat_id


async def told(sandbox: Sandbox, chat_id: ChatId) -> tuple[list[str], list[str]]:
    """The story lines of the bot's messages in the chat: of those that came first, and of marked repeats."""
    async with ClientSession(sandbox.url) as http:
        listed = await (await http.get(f"/sandbox/chats/{chat_id}/messages")).json()
    first: list[str] = []
    repeated: list[str] = []
    for message in listed["messages"]:
        if message["from"] != chat_id:
            stories = _STORY.findall(message["text"])
            (repeated if message["text"].startswith("🔁") else first).extend(stories)
    return first, repeated


async def test_killed_before_any_statement_on_sqlite(
    fresh_sqlite: Fresh, sandbox: Sandbox, newsroom: Newsroom, run: Run
) -> None:
    kills, doubted = await kill_and_count(fresh_sqlite, sandbox, newsroom, run, step=1)
    assert kills > 40, "the round has become suspiciously short"
    assert doubted >= 1, "no kill fell between sending and noting it: the test looks at the wrong place"


async def test_killed_before_every_fifth_statement_on_postgresql(
    fresh_postgres: Fresh, sandbox: Sandbox, newsroom: Newsroom, run: Run
) -> None:
    kills, _ = await kill_and_count(fresh_postgres, sandbox, newsroom, run, step=5)
    assert kills > 8, "the round has become suspiciously short"


async def kill_and_count(
    fresh: Fresh, sandbox: Sandbox, newsroom: Newsroom, run: Run, *, step: int
) -> tuple[int, int]:
    """Kill a round before every `step`-th statement, and start it again: nothing may be lost, and nothing
    come twice but what says so. Returns how many rounds were killed, and in how many was a doubt."""
    feeds = [Source(url=feed.url, outlet=feed.name) for feed in newsroom.feeds(sandbox.url)]
    expected: list[str] = []
    doubted = 0
    for kills in count():
        kill_before = 1 + kills * step
        with fresh() as url:
            chat_id = await a_chat_with_topics(url, sandbox, feeds)
            at = {"database_url": url, "api_url": sandbox.url, "token": DEMO_TOKEN}
            killed = await run(**at, at=MORNING.isoformat(), kill_before=kill_before) == -9
            assert await run(**at, at=RESTART.isoformat(), kill_before=0) == 0
        first, repeated = await told(sandbox, chat_id)
        expected = expected or first
        assert len(expected) == 5
        assert len(first) == len(set(first)), f"told twice without a mark, killed before {kill_before}"
        assert sorted({*first, *repeated}) == sorted(expected), f"lost, killed before {kill_before}"
        doubted += bool(repeated)
        if not killed:
            break
    return kills, doubted
