"""How the bot hears: long polls and webhooks."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.sandbox.driver import SARI, Driver, Json

PATIENCE = 10


async def test_updates_come_again_until_they_are_confirmed(driver: Driver) -> None:
    for text in ("satu", "dua", "tiga"):
        await driver.write(SARI, text)
    first = await driver.updates(limit=2)
    assert [update["message"]["text"] for update in first] == ["satu", "dua"]
    assert await driver.updates(limit=2) == first
    rest = await driver.updates(offset=first[-1]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["tiga"]
    assert await driver.updates(offset=-1) == rest


async def test_a_long_poll_answers_when_something_happens(driver: Driver) -> None:
    poll = asyncio.create_task(driver.updates(timeout=PATIENCE))
    await driver.read("state")
    await driver.write(SARI, "Halo")
    [update] = await poll
    assert update["message"]["from"]["first_name"] == "Sari"


async def test_a_second_poll_ends_the_first_with_a_conflict(driver: Driver) -> None:
    first = asyncio.create_task(driver.call("getUpdates", timeout=PATIENCE))
    await driver.read("state")
    second = asyncio.create_task(driver.call("getUpdates", timeout=PATIENCE))
    answer = await first
    assert (answer.status, answer.refusal) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    await driver.write(SARI, "Halo")
    assert len((await second).result) == 1


async def test_kinds_that_are_not_wanted_are_not_sent(driver: Driver) -> None:
    await driver.updates(allowed_updates=["callback_query"])
    await driver.write(SARI, "Halo")
    assert await driver.updates() == []
    await driver.updates(allowed_updates=[])
    await driver.write(SARI, "Halo")
    assert len(await driver.updates()) == 1


@dataclass
class Hook:
    """A webhook that refuses the first calls and may answer with a call of its own."""

    refuse: int = 0
    reply: Json | None = None
    seen: "asyncio.Queue[tuple[Json, str]]" = field(default_factory=asyncio.Queue)

    async def take(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self.seen.put_nowait((await request.json(), secret))
        if self.refuse > 0:
            self.refuse -= 1
            return web.Response(status=500)
        return web.json_response(self.reply) if self.reply else web.Response()

    async def next(self) -> tuple[Json, str]:
        async with asyncio.timeout(PATIENCE):
            return await self.seen.get()


@pytest.fixture
def hook() -> Hook:
    return Hook()


@pytest.fixture
async def address(hook: Hook) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_post("/hook", hook.take)
    async with TestServer(application) as server:
        yield str(server.make_url("/hook"))


async def test_a_webhook_gets_updates_with_its_secret(driver: Driver, hook: Hook, address: str) -> None:
    assert await driver.result("setWebhook", url=address, secret_token="rahasia")
    await driver.write(SARI, "Halo")
    await driver.write(SARI, "Lagi")
    first, second = await hook.next(), await hook.next()
    assert [(update["message"]["text"], secret) for update, secret in (first, second)] == [
        ("Halo", "rahasia"),
        ("Lagi", "rahasia"),
    ]
    refusal = await driver.refusal("getUpdates")
    assert refusal == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )


async def test_a_webhook_that_fails_gets_the_update_again(driver: Driver, hook: Hook, address: str) -> None:
    hook.refuse = 2
    await driver.result("setWebhook", url=address)
    await driver.write(SARI, "Halo")
    first, second = await hook.next(), await hook.next()
    info = await driver.result("getWebhookInfo")
    assert first == second == await hook.next()
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    assert (info["url"], info["pending_update_count"]) == (address, 1)


async def test_the_answer_of_a_webhook_may_be_a_call(driver: Driver, hook: Hook, address: str) -> None:
    hook.reply = {"method": "sendMessage", "chat_id": SARI, "text": "Jawaban"}
    await driver.result("setWebhook", url=address)
    await driver.write(SARI, "Halo")
    listed = await driver.read(f"chats/{SARI}/messages", after=1, wait=PATIENCE)
    assert [message["text"] for message in listed["messages"]] == ["Jawaban"]


async def test_without_a_webhook_polls_work_again(driver: Driver, address: str) -> None:
    await driver.result("setWebhook", url=address)
    assert await driver.result("deleteWebhook", drop_pending_updates=True)
    assert (await driver.result("getWebhookInfo"))["url"] == ""
    assert await driver.updates() == []


async def test_setting_a_webhook_ends_a_waiting_poll(driver: Driver, address: str) -> None:
    poll = asyncio.create_task(driver.call("getUpdates", timeout=PATIENCE))
    await driver.read("state")
    await driver.result("setWebhook", url=address)
    assert (await poll).refusal == "Conflict: terminated by setWebhook request"


@pytest.mark.parametrize("url", ["https://contoh.id/hook", "ftp://127.0.0.1/x", "http://[", "hook"])
async def test_a_webhook_elsewhere_is_refused(driver: Driver, url: str) -> None:
    assert (await driver.refusal("setWebhook", url=url)).startswith("Bad Request: bad webhook: ")
