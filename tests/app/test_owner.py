"""The operator's chat hears about errors."""

import logging

from aiohttp import ClientSession

from app.demo import DEMO_TOKEN
from app.owner import telling_owner
from app.settings import Settings
from app.wiring import SystemClock
from sandbox.clock import SandboxClock
from tests.sandbox.judge import judged_sandbox

OWNER = 1001
TOKEN = "123456789:" + "Ab_-" * 9


async def test_errors_are_told_to_the_owner_without_tokens_and_nothing_else_is() -> None:
    log = logging.getLogger("bot.test_owner")
    async with (
        judged_sandbox(token=DEMO_TOKEN, clock=SandboxClock()) as sandbox,
        ClientSession(sandbox.url) as http,
    ):
        await http.post(f"/sandbox/chats/{OWNER}/messages", json={"from": OWNER, "text": "/start"})
        settings = Settings(token=DEMO_TOKEN, api_url=sandbox.url, owner_chat=OWNER)
        async with telling_owner(settings, clock=SystemClock()):
            log.warning("only a warning")
            log.error("an answer failed, code %s (/bot%s/sendMessage)", "ABC123", TOKEN)
            listed = await (await http.get(f"/sandbox/chats/{OWNER}/messages?after=1&wait=20")).json()
        log.error("after the end")
    (told,) = [message["text"] for message in listed["messages"] if message["from"] != OWNER]
    assert told == "⚠️ bot.test_owner: an answer failed, code ABC123 (/bot<token>/sendMessage)"


async def test_without_an_owner_nothing_is_told() -> None:
    handlers = list(logging.getLogger().handlers)
    async with telling_owner(Settings(token=DEMO_TOKEN), clock=SystemClock()):
        assert logging.getLogger().handlers == handlers
