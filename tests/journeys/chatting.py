"""Acting as a person in a chat, through the sandbox's script endpoints."""

from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession

WAIT = 20
"""Seconds until an answer that does not come counts as missing."""


@dataclass(kw_only=True)
class Person:
    """Somebody in front of the chat page. `seen` is the world's version up to which the chat was read."""

    http: ClientSession
    id: int
    chat: int
    bot: int
    seen: int = 0
    last: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)

    async def writes(self, text: str, **more: object) -> str:
        """Write into the chat; answers with the text of what the bot writes next."""
        await self._post(f"chats/{self.chat}/messages", {"from": self.id, "text": text, **more})
        return await self.reads()

    async def writes_after_catching_up(self, text: str) -> str:
        """Like `writes`, passing over what the bot has written already."""
        await self.catches_up()
        return await self.writes(text)

    async def presses(self, button: str, *, on: dict[str, Any] | None = None) -> str:
        """Press a button of the bot's last message; answers with the text of what changes or comes next."""
        message = on or self.last
        body = {"from": self.id, "message_id": message["message_id"], "button": button}
        self.answer = await self._post(f"chats/{self.chat}/press", body)
        return await self.reads()

    async def types(self, query: str, *, offset: str = "") -> dict[str, Any]:
        """Write `@bot query` without sending it; what the bot offers."""
        return await self._post("inline", {"from": self.id, "query": query, "offset": offset})

    async def sends_card(self, offered: dict[str, Any], result: dict[str, Any], *, to: int) -> dict[str, Any]:
        """Send what was offered into a chat; the message as it stands there."""
        body = {"from": self.id, "query_id": offered["query_id"], "result": result["id"]}
        sent = await self._post(f"chats/{to}/cards", body)
        listed = await (await self.http.get(f"/sandbox/chats/{to}/messages")).json()
        return next(each for each in listed["messages"] if each["message_id"] == sent["message_id"])

    async def reads(self) -> str:
        """The bot's next new or changed message, as text; it becomes the last one."""
        while True:
            path = f"/sandbox/chats/{self.chat}/messages?since_version={self.seen}&wait={WAIT}"
            listed = await (await self.http.get(path)).json()
            assert listed["messages"], "the bot says nothing"
            message = min(listed["messages"], key=lambda message: message["version"])
            self.seen = message["version"]
            if message["from"] == self.bot:
                self.last = message
                return str(message["text"])

    @property
    def buttons(self) -> list[str]:
        """The buttons of the last message, row after row."""
        return [button for row in self.last["buttons"] for button in row]

    def button(self, part: str) -> str:
        """The whole text of the last message's button that contains `part`."""
        return next(button for button in self.buttons if part in button)

    async def everything(self) -> list[dict[str, Any]]:
        """All messages in the chat."""
        listed = await (await self.http.get(f"/sandbox/chats/{self.chat}/messages")).json()
        return list(listed["messages"])

    async def catches_up(self) -> None:
        """Read everything that has been written so far."""
        self.seen = (await (await self.http.get("/sandbox/state")).json())["version"]

    async def moves_clock(self, to: str) -> None:
        await self._post("clock", {"to": to})

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self.http.post(f"/sandbox/{path}", json=body) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == 200, answer
            return answer


async def people(http: ClientSession) -> dict[str, Person]:
    """Everybody in the sandbox by name, each in the private chat with the bot."""
    state = await (await http.get("/sandbox/state")).json()
    bot = state["bot"]["id"]
    return {
        person["first_name"]: Person(http=http, id=person["id"], chat=person["id"], bot=bot)
        for person in state["people"]
    }
