"""The webhook: hands waiting updates to an address of this machine, again and again until it says 2xx."""

import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox.telegram.bell import Bell
from sandbox.telegram.records import Json
from sandbox.telegram.updates import UpdateQueue

FIRST_PAUSE = 0.25
LONGEST_PAUSE = 60.0
TIMEOUT = aiohttp.ClientTimeout(total=60)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # a header's name

Reply = Callable[[Mapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    url: str
    secret: str = ""
    max_connections: int = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    at: int
    text: str


class Webhook:
    """Delivers updates one by one, in order. The answer of the address may carry one method call."""

    def __init__(self, updates: UpdateQueue, bell: Bell) -> None:
        self.target: Target | None = None
        self.failure: Failure | None = None
        self._updates = updates
        self._bell = bell

    def set(self, target: Target | None) -> None:
        self.target = target
        self.failure = None
        self._bell.ring()

    async def deliver(self, now: Callable[[], float], reply: Reply) -> None:
        """Runs until cancelled; `now` dates failures, `reply` carries out what an answer asks for."""
        async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
            while True:
                await self._bell.wait_until(self._has_work, LONGEST_PAUSE)
                if self.target is not None and len(self._updates):
                    await self._deliver_first(session, self.target, now, reply)

    def _has_work(self) -> bool:
        return self.target is not None and len(self._updates) > 0

    async def _deliver_first(
        self, session: aiohttp.ClientSession, target: Target, now: Callable[[], float], reply: Reply
    ) -> None:
        [update] = self._updates.first(1)
        pause = FIRST_PAUSE
        while self.target == target:
            problem = await self._try(session, target, update, reply)
            if problem is None:
                self._updates.confirm_below(update["update_id"] + 1)
                return
            self.failure = Failure(at=int(now()), text=problem)
            await self._pause(target, pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _pause(self, target: Target, seconds: float) -> None:
        over_at = time.monotonic() + seconds
        await self._bell.wait_until(lambda: self.target != target or time.monotonic() >= over_at, seconds)

    async def _try(
        self, session: aiohttp.ClientSession, target: Target, update: Json, reply: Reply
    ) -> str | None:
        headers = {SECRET_HEADER: target.secret} if target.secret else {}
        try:
            async with session.post(
                target.url, json=update, headers=headers, allow_redirects=False
            ) as answer:
                if not 200 <= answer.status < 300:
                    return f"Wrong response from the webhook: {answer.status} {answer.reason}"
                body = await answer.read()
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientError:
            return "Connection refused"
        await self._carry_out(body, reply)
        return None

    @staticmethod
    async def _carry_out(body: bytes, reply: Reply) -> None:
        try:
            call = json.loads(body)
        except ValueError:
            return
        if isinstance(call, dict) and isinstance(call.get("method"), str):
            await reply(call)
