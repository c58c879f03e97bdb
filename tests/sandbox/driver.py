"""Both ends of a conversation over real HTTP: the bot's calls, and the people's doings by script."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox.server import Sandbox

TOKEN = "42:sandbox"
SARI, BUDI, EMILY = 1001, 1002, 1003
GROUP, FORUM, CHANNEL = -501, -1_000_000_000_502, -1_000_000_000_503

PATIENCE = 10
"""Seconds until an update that does not come counts as missing."""

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    body: Json

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def refusal(self) -> str:
        assert not self.body["ok"], self.body
        assert self.body["error_code"] == self.status
        return str(self.body["description"])


class Driver:
    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.http = http

    async def call(self, method: str, token: str = TOKEN, **parameters: Any) -> Answer:
        async with self.http.post(f"{self.sandbox.url}/bot{token}/{method}", json=parameters) as response:
            return Answer(status=response.status, body=await response.json())

    async def result(self, method: str, **parameters: Any) -> Any:
        return (await self.call(method, **parameters)).result

    async def refusal(self, method: str, **parameters: Any) -> str:
        return (await self.call(method, **parameters)).refusal

    async def send(self, chat_id: int | str, text: str = "Halo", **parameters: Any) -> Json:
        message: Json = await self.result("sendMessage", chat_id=chat_id, text=text, **parameters)
        return message

    async def updates(self, **parameters: Any) -> list[Json]:
        updates: list[Json] = await self.result("getUpdates", **parameters)
        return updates

    async def next_update(self) -> Json:
        """The one update that comes next."""
        [update] = await self.updates(timeout=PATIENCE)
        return update

    async def script(self, path: str, status: int = 200, **body: Any) -> Json:
        async with self.http.post(f"{self.sandbox.url}/sandbox/{path}", json=body) as response:
            answer: Json = await response.json()
            assert response.status == status, answer
            return answer

    async def read(self, path: str, **query: Any) -> Json:
        async with self.http.get(f"{self.sandbox.url}/sandbox/{path}", params=query) as response:
            answer: Json = await response.json()
            assert response.status == 200, answer
            return answer

    async def shown(self, chat: int) -> list[Json]:
        messages: list[Json] = (await self.read(f"chats/{chat}/messages"))["messages"]
        return messages

    async def write(self, person: int, text: str, chat: int | None = None, **more: Any) -> int:
        where = person if chat is None else chat
        answer = await self.script(f"chats/{where}/messages", **{"from": person, "text": text, **more})
        return int(answer["message_id"])

    async def member(self, chat: int, user: int | str, action: str) -> Json:
        return await self.script(f"chats/{chat}/members", user=user, action=action)

    async def forget_updates(self) -> None:
        """Confirms everything that waits."""
        state = await self.read("state")
        await self.updates(offset=state["last_update_id"] + 1)

    def press(
        self, person: int, chat: int, message_id: int, button: str, **more: Any
    ) -> "asyncio.Task[Json]":
        """Presses in the background: the press waits until the bot has answered."""
        body: Mapping[str, Any] = {"from": person, "message_id": message_id, "button": button, **more}
        return asyncio.create_task(self.script(f"chats/{chat}/press", **body))


def keyboard(*buttons: Json) -> Json:
    return {"inline_keyboard": [list(buttons)]}
