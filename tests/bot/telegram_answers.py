"""A Bot API that answers every call with what the test says, and remembers what was asked."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from telegram import Bot

from bot.request import Transport
from tests.sandbox.judge import misfits

TOKEN = "42:answers"

SENT = {"message_id": 31, "date": 1_795_392_000, "chat": {"id": 7001, "type": "private"}, "text": "·"}
ME = {"id": 42, "is_bot": True, "first_name": "Kliping", "username": "kliping_bot"}


def result(value: object) -> "Answer":
    """What Telegram says when all is well."""
    return Answer(body=json.dumps({"ok": True, "result": value}))


def refusal(status: int, description: str, **parameters: object) -> "Answer":
    """What Telegram says when it does not do something."""
    body: dict[str, object] = {"ok": False, "error_code": status, "description": description}
    return Answer(status=status, body=json.dumps(body | ({"parameters": parameters} if parameters else {})))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What comes back; without a body the connection is cut once the request has been read."""

    status: int = 200
    body: str | None = None


@dataclass(kw_only=True)
class AnsweringTelegram:
    """`answers` are used up in order; the last one stays. A method in `by_method` has its own."""

    answers: list[Answer]
    by_method: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[Mapping[str, Any]] = field(default_factory=list)
    misfits: list[str] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        asked, method = await request.json(), request.path.rpartition("/")[2]
        self.asked.append(asked)
        self.misfits += misfits(
            method, {name: _as_text(value) for name, value in asked.items()}, uploaded=set()
        )
        answers = self.by_method.get(method, self.answers)
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer.body is None:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        return web.Response(status=answer.status, text=answer.body, content_type="application/json")


def _as_text(value: object) -> str:
    """A parameter as Telegram reads it."""
    return value if isinstance(value, str) else json.dumps(value)


@asynccontextmanager
async def answering(*answers: Answer) -> AsyncIterator[tuple[Bot, AnsweringTelegram]]:
    """The library's own bot, over our own transport, to a server that gives these answers, whatever it is
    asked; but in the end all that was asked must have fitted the Bot API."""
    telegram = AnsweringTelegram(answers=list(answers))
    site = web.Application()
    site.router.add_route("*", "/{path:.*}", telegram.answer)
    runner = web.AppRunner(site, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    telegram.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with bot_at(telegram.url) as bot:
            yield bot, telegram
    finally:
        await runner.cleanup()
    assert telegram.misfits == []


@asynccontextmanager
async def bot_at(url: str, token: str = TOKEN) -> AsyncIterator[Bot]:
    """A bot that has asked nothing yet."""
    async with Transport() as transport:
        yield Bot(token, base_url=f"{url}/bot", request=transport)
