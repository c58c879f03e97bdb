"""How the bot hears people when Telegram brings what they write."""

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO

import pytest
from aiohttp import ClientSession

from bot.errors import TokenRefused
from bot.webhook import LARGEST_UPDATE, serve_webhook
from sandbox.server import Sandbox
from storage.database import Database
from tests.bot.conftest import TOKEN
from tests.bot.hearing import Hearing, written
from tests.bot.people import SARI
from tests.clocks import TestClock
from tests.sandbox.driver import Driver, Json

SECRET = "rahasia-dapur"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATE = json.dumps(written(1, "halo")).encode()


@dataclass(kw_only=True)
class Served:
    """A bot whose webhook stands at `url`."""

    listener: Hearing
    url: str
    http: ClientSession
    stopping: asyncio.Event
    task: asyncio.Task[None]

    async def bring(self, body: bytes, *, secret: str = SECRET) -> int:
        async with self.http.post(self.url, data=BytesIO(body), headers={HEADER: secret}) as response:
            return response.status


@pytest.fixture
async def served(sandbox: Sandbox, driver: Driver, sqlite_db: Database) -> AsyncIterator[Served]:
    listener, stopping = Hearing(sandbox.url, sqlite_db), asyncio.Event()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/telegram/hook"
    task = asyncio.create_task(
        serve_webhook(
            listener.application,
            db=sqlite_db,
            url=url,
            secret=SECRET,
            host="127.0.0.1",
            port=port,
            clock=TestClock(),
            stopping=stopping,
        )
    )
    await driver.write(SARI, "siap?")
    assert await listener.next() == "siap?"
    async with ClientSession() as http:
        yield Served(listener=listener, url=url, http=http, stopping=stopping, task=task)
    stopping.set()
    await task


@pytest.fixture
async def driver(sandbox: Sandbox, http: ClientSession) -> Driver:
    return Driver(sandbox, http)


async def test_telegram_brings_what_people_write(served: Served, driver: Driver) -> None:
    for text in ("satu", "dua"):
        await driver.write(SARI, text)

    assert [await served.listener.next(), await served.listener.next()] == ["satu", "dua"]


async def test_telegram_brings_what_people_type_in_other_chats(served: Served, driver: Driver) -> None:
    asking: Json = {"from": SARI, "query": "banjir", "wait": 0}
    await driver.script("inline", **asking)

    assert await served.listener.next() == "banjir"


async def test_only_telegram_knows_the_secret(served: Served) -> None:
    assert await served.bring(UPDATE) == 200
    assert await served.bring(UPDATE, secret="tebakan") == 401
    assert await served.bring(UPDATE, secret="") == 401
    assert await served.bring(UPDATE, secret="rahasia-dapür") == 401

    assert await served.listener.next() == "halo"
    assert served.listener.begun.empty()


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe\xfd", b"[" * 200_000])
async def test_what_is_no_json_is_refused(served: Served, body: bytes) -> None:
    assert await served.bring(body) == 400


@pytest.mark.parametrize("body", [b"[]", b"7", b"null", b"{}", b'{"update_id": 2, "message": 5}'])
async def test_what_is_no_update_is_taken_and_passed_over(served: Served, body: bytes) -> None:
    assert await served.bring(body) == 200
    assert await served.bring(UPDATE) == 200

    assert await served.listener.next() == "halo"


async def test_an_update_of_a_megabyte_is_refused(served: Served) -> None:
    assert await served.bring(b" " * (LARGEST_UPDATE + 1)) == 413


async def test_nothing_else_stands_there(served: Served) -> None:
    async with served.http.get(served.url, headers={HEADER: SECRET}) as response:
        assert (response.status, response.headers["Allow"]) == (405, "POST")
    async with served.http.post(f"{served.url}/more", data=UPDATE, headers={HEADER: SECRET}) as response:
        assert response.status == 404


async def test_while_the_database_is_away_telegram_is_to_bring_it_again(
    served: Served, sqlite_db: Database
) -> None:
    async with sqlite_db.writing() as tx:
        await tx.exec_driver_sql("ALTER TABLE updates RENAME TO updates_away")
    assert [await served.bring(UPDATE), await served.bring(UPDATE)] == [503, 503]
    async with sqlite_db.writing() as tx:
        await tx.exec_driver_sql("ALTER TABLE updates_away RENAME TO updates")
    assert [await served.bring(UPDATE), await served.bring(UPDATE)] == [200, 200]

    assert await served.listener.next() == "halo"
    assert served.listener.begun.empty()


async def test_requests_that_come_together_are_all_answered_and_handled_once(served: Served) -> None:
    updates = [json.dumps(written(number, str(number), chat=number)).encode() for number in range(1, 41)]
    answers = await asyncio.gather(*(served.bring(update) for update in updates * 2))
    heard = {await served.listener.next() for _ in updates}

    assert answers == [200] * 80
    assert heard == {str(number) for number in range(1, 41)}
    assert served.listener.begun.empty()


async def test_it_says_that_it_is_well(served: Served) -> None:
    async with served.http.get(served.url.replace("/telegram/hook", "/health")) as response:
        assert (response.status, await response.text()) == (200, "ok")


async def test_the_webhook_stays_set_and_what_is_in_hand_ends(served: Served, driver: Driver) -> None:
    served.listener.may_go_on.clear()
    await driver.write(SARI, "terakhir")
    await served.listener.next()
    served.stopping.set()
    served.listener.may_go_on.set()
    await served.task

    assert served.listener.ended[-1] == "terakhir"
    info = (await driver.call("getWebhookInfo", TOKEN)).result
    assert info["url"] == served.url
    assert info["allowed_updates"] == ["callback_query", "inline_query", "message", "my_chat_member"]


async def test_a_refused_token_ends_serving(
    sandbox: Sandbox, sqlite_db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(TokenRefused):
        await serve_webhook(
            Hearing(sandbox.url, sqlite_db, token="43:wrong").application,
            db=sqlite_db,
            url="http://127.0.0.1:1/",
            secret=SECRET,
            host="127.0.0.1",
            port=0,
            clock=TestClock(),
            stopping=asyncio.Event(),
        )

    assert [record for record in caplog.records if record.levelno > logging.WARNING] == []
