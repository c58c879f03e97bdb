"""The script endpoints: the world, its clock, and what changed when."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.server import Sandbox
from sandbox.telegram.bell import Bell
from sandbox.telegram.call import Call
from sandbox.telegram.journal import KEPT, Journal
from sandbox.telegram.records import Content
from sandbox.telegram.updates import KEPT as UPDATES_KEPT
from sandbox.telegram.updates import UpdateQueue
from sandbox.telegram.world import FILES_KEPT, MESSAGES_KEPT
from tests.sandbox.conftest import BEGINNING
from tests.sandbox.driver import BUDI, CHANNEL, FORUM, GROUP, SARI, TOKEN, Driver

PATIENCE = 10


async def test_the_world_begins_with_people_a_group_a_forum_and_a_channel(driver: Driver) -> None:
    state = await driver.read("state")
    assert [(person["first_name"], person["language_code"]) for person in state["people"]] == [
        ("Sari", "id"),
        ("Budi", "id"),
        ("Emily", "en"),
    ]
    chats = {chat["id"]: chat for chat in state["chats"]}
    assert [chats[chat]["type"] for chat in (SARI, GROUP, FORUM, CHANNEL)] == [
        "private",
        "group",
        "supergroup",
        "channel",
    ]
    bots = {chat: next(m["status"] for m in chats[chat]["members"] if m["id"] == 42) for chat in chats}
    assert (bots[GROUP], bots[FORUM], bots[CHANNEL]) == ("member", "member", "administrator")
    assert [thread["name"] for thread in chats[FORUM]["threads"]] == [
        "General",
        "Pemilu",
        "Kesbangpol",
        "Bencana",
    ]
    assert datetime.fromisoformat(state["clock"]) - BEGINNING < timedelta(minutes=1)


async def test_messages_carry_the_sandboxs_time(started: Driver) -> None:
    await started.script("clock", to="2026-11-24T07:00:00+07:00")
    sent = await started.send(SARI)
    assert 0 <= sent["date"] - datetime(2026, 11, 24, tzinfo=UTC).timestamp() < 60


async def test_the_clock_does_not_move_back(driver: Driver) -> None:
    moved = await driver.script("clock", by=3600)
    assert datetime.fromisoformat(moved["clock"]) >= BEGINNING + timedelta(hours=1)
    for body in ({"by": -1}, {"to": BEGINNING.isoformat()}, {"to": "besok"}, {}):
        assert "error" in await driver.script("clock", status=400, **body)


async def test_the_clock_answers_when_what_was_due_has_been_done() -> None:
    done: list[datetime] = []
    clock = SandboxClock(BEGINNING)

    async def move_clock(to: datetime) -> None:
        clock.move_to(to)
        done.append(clock.now())

    sandbox = Sandbox(token=TOKEN, clock=clock, move_clock=move_clock)
    async with sandbox, aiohttp.ClientSession() as http:
        await Driver(sandbox, http).script("clock", by=86_400)
    assert [moment.date() for moment in done] == [(BEGINNING + timedelta(days=1)).date()]


async def test_reading_a_chat_waits_for_something_new(started: Driver) -> None:
    reading = asyncio.create_task(started.read(f"chats/{SARI}/messages", after=1, wait=PATIENCE))
    await started.read("state")
    sent = await started.send(SARI)
    assert [message["message_id"] for message in (await reading)["messages"]] == [sent["message_id"]]


async def test_edits_are_listed_by_version(started: Driver) -> None:
    sent = await started.send(SARI, "satu")
    version = (await started.read("state"))["version"]
    await started.send(SARI, "dua")
    await started.result("editMessageText", chat_id=SARI, message_id=sent["message_id"], text="tiga")
    listed = (await started.read(f"chats/{SARI}/messages", since_version=version))["messages"]
    assert sorted(message["text"] for message in listed) == ["dua", "tiga"]


async def test_every_change_is_an_event(driver: Driver) -> None:
    async with driver.http.get(f"{driver.sandbox.url}/sandbox/events") as events:
        assert events.content_type == "text/event-stream"
        first = json.loads((await events.content.readline()).removeprefix(b"data: "))
        await events.content.readline()
        await driver.write(SARI, "Halo")
        second = json.loads((await events.content.readline()).removeprefix(b"data: "))
    assert second["version"] > first["version"]


async def test_new_people_and_chats_can_be_made(driver: Driver) -> None:
    person = (await driver.script("chats", type="private", first_name="Tono", language_code="id"))["id"]
    await driver.write(person, "/start")
    await driver.send(person)
    forum = (await driver.script("chats", type="supergroup", title="Forum", is_forum=True, creator=BUDI))[
        "id"
    ]
    await driver.member(forum, "bot", "join")
    assert "message_thread_id" not in await driver.send(forum)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("chats/999/messages", {"from": SARI, "text": "x"}),
        (f"chats/{SARI}/messages", {"from": 999, "text": "x"}),
        (f"chats/{SARI}/messages", {"text": "x"}),
        (f"chats/{SARI}/messages", {"from": SARI, "text": " "}),
        (f"chats/{CHANNEL}/messages", {"from": BUDI, "text": "x"}),
        (f"chats/{FORUM}/messages", {"from": BUDI, "text": "x", "thread": 99}),
        (f"chats/{SARI}/members", {"user": "bot", "action": "promote"}),
        (f"chats/{GROUP}/members", {"user": "bot", "action": "dance"}),
        ("chats", {"type": "club"}),
    ],
)
async def test_what_a_script_gets_wrong_is_said_in_one_line(
    driver: Driver, path: str, body: dict[str, object]
) -> None:
    answer = await driver.script(path, status=400, **body)
    assert answer["error"]
    assert "\n" not in answer["error"]


async def test_the_chat_page_is_served(driver: Driver) -> None:
    for path, kind in (("/", "text/html"), ("/style.css", "text/css")):
        async with driver.http.get(driver.sandbox.url + path) as response:
            assert (response.status, response.content_type) == (200, kind)


async def test_a_port_in_use_is_an_os_error(driver: Driver) -> None:
    port = int(driver.sandbox.url.rpartition(":")[2])
    second = Sandbox(token=TOKEN, clock=SandboxClock())
    with pytest.raises(OSError, match="address already in use"):
        await second.start(port)


async def test_a_newsroom_is_served_beside_telegram() -> None:
    class Newsroom:
        def routes(self) -> list[web.RouteDef]:
            async def feed(request: web.Request) -> web.Response:
                return web.Response(text="<rss/>")

            return [web.get("/newsroom/contoh", feed)]

    sandbox = Sandbox(token=TOKEN, clock=SandboxClock(), newsroom=Newsroom())
    async with (
        sandbox,
        aiohttp.ClientSession() as http,
        http.get(f"{sandbox.url}/newsroom/contoh") as response,
    ):
        assert await response.text() == "<rss/>"


async def test_a_sandbox_stops_at_once_though_a_poll_waits() -> None:
    loop = asyncio.get_running_loop()
    async with aiohttp.ClientSession() as http:
        sandbox = Sandbox(token=TOKEN, clock=SandboxClock())
        await sandbox.start()
        driver = Driver(sandbox, http)
        poll = asyncio.create_task(driver.updates(timeout=PATIENCE))
        await driver.read("state")
        before = loop.time()
        await sandbox.stop()
        assert await poll == []
    assert loop.time() - before < PATIENCE / 2


async def test_nothing_grows_without_bound(started: Driver) -> None:
    journal, queue = Journal(), UpdateQueue(Bell())
    for _ in range(KEPT + 10):
        journal.note(Call(method="getMe", parameters={}), at=BEGINNING, status=200, answer={}, unknown=[])
    for number in range(UPDATES_KEPT + 10):
        queue.add("message", number)
    chat = started.sandbox.world.chats[SARI]
    for _ in range(MESSAGES_KEPT + 10):
        started.sandbox.world.post(chat, Content(text="x"), sender_id=SARI)
    for _ in range(FILES_KEPT + 10):
        started.sandbox.world.keep_file("x.txt", "text/plain", b"x")
    assert len(started.sandbox.world.files) == FILES_KEPT
    assert len(journal.after(0)) == KEPT
    assert len(queue) == UPDATES_KEPT
    assert len(chat.messages) == MESSAGES_KEPT
