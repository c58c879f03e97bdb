"""People of the sandbox, who write and press and read what the bot answers."""

import asyncio
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession

SARI, BUDI, EMILY = 1001, 1002, 1003
GROUP, FORUM, CHANNEL = -501, -1_000_000_000_502, -1_000_000_000_503
OWNER = SARI
"""The one administrator of the group and the forum."""

WAIT = 10
"""Seconds until an answer that does not come counts as missing."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A message of the bot as it stands in the chat."""

    id: int
    text: str
    html: str
    buttons: tuple[str, ...]
    reply_to: int | None
    thread: int | None

    def button(self, part: str) -> str:
        """The whole text of the button that contains `part`."""
        return next(button for button in self.buttons if part in button)


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """What came over the chat after a button was pressed, and the message as it is now."""

    note: str
    alert: bool
    message: Shown


@dataclass(frozen=True, kw_only=True)
class Card:
    """One of the cards that the bot offers."""

    id: str
    title: str
    description: str


@dataclass(frozen=True, kw_only=True)
class Offered:
    """The cards that an inline query brought, and the button above them; `button` is empty without one."""

    query_id: str
    cards: tuple[Card, ...]
    next_offset: str
    button: str

    @property
    def titles(self) -> list[str]:
        return [card.title for card in self.cards]


class Person:
    """Somebody in one chat; `at` makes them look at another."""

    def __init__(self, http: ClientSession, person: int, chat: int) -> None:
        self._http = http
        self.id = person
        self.chat = chat

    def at(self, chat: int) -> "Person":
        return Person(self._http, self.id, chat)

    async def writes(self, text: str, **more: object) -> Shown:
        """Write into the chat; the bot's first answer."""
        return (await self.reads(after=await self.says(text, **more)))[0]

    async def says(self, text: str, **more: object) -> int:
        """Write into the chat without waiting; the id of what was written."""
        said = await self._post(f"chats/{self.chat}/messages", {"from": self.id, "text": text, **more})
        return int(said["message_id"])

    async def presses(self, button: str, on: Shown) -> Pressed:
        """Press the button that contains `button`."""
        return await self._pressed(on, await self._press(button, on))

    async def presses_twice(self, button: str, on: Shown) -> tuple[Pressed, Pressed]:
        """Press it again before the bot has answered."""
        first, second = await asyncio.gather(self._press(button, on), self._press(button, on))
        return await self._pressed(on, first), await self._pressed(on, second)

    async def _press(self, button: str, on: Shown) -> dict[str, Any]:
        body = {"from": self.id, "message_id": on.id, "button": on.button(button)}
        return await self._post(f"chats/{self.chat}/press", body)

    async def _pressed(self, on: Shown, pressed: dict[str, Any]) -> Pressed:
        assert pressed["answer"] is not None, "the press was not answered"
        shown = next((message for message in await self.reads() if message.id == on.id), on)
        answer = pressed["answer"]
        return Pressed(note=answer["text"] or "", alert=bool(answer["show_alert"]), message=shown)

    async def reads(self, *, after: int = 0) -> list[Shown]:
        """What the bot has written in the chat after the message with that id; waits for something."""
        path = f"/sandbox/chats/{self.chat}/messages?after={after}&wait={WAIT}"
        listed = (await (await self._http.get(path)).json())["messages"]
        assert listed, "the bot says nothing"
        shown = [_shown(raw) for raw in listed if _is_the_bots(raw)]
        return shown or await self.reads(after=listed[-1]["message_id"])

    async def reads_next(self, last: Shown) -> Shown:
        """What the bot writes after its message `last`."""
        return (await self.reads(after=last.id))[0]

    async def types(self, query: str, *, offset: str = "") -> Offered:
        """Write `@bot query` without sending it; with an offset, go on to the cards behind it."""
        body = {"from": self.id, "query": query, "offset": offset, "wait": WAIT}
        answer = await self._post("inline", body)
        assert "timed_out" not in answer, "the inline query was not answered"
        return Offered(
            query_id=answer["query_id"],
            cards=tuple(_card(raw) for raw in answer["results"]),
            next_offset=answer["next_offset"],
            button=(answer["button"] or {}).get("text", ""),
        )

    async def sends(self, card: Card, offered: Offered) -> dict[str, Any]:
        """Send the card into the chat; the message as it stands there."""
        body = {"from": self.id, "query_id": offered.query_id, "result": card.id}
        sent = await self._post(f"chats/{self.chat}/cards", body)
        listed = (await (await self._http.get(f"/sandbox/chats/{self.chat}/messages")).json())["messages"]
        message: dict[str, Any] = next(each for each in listed if each["message_id"] == sent["message_id"])
        return message

    async def threads(self) -> dict[str, int]:
        """The forum's threads: their ids by their names."""
        state = await (await self._http.get("/sandbox/state")).json()
        forum = next(chat for chat in state["chats"] if chat["id"] == self.chat)
        return {thread["name"]: thread["id"] for thread in forum["threads"]}

    async def blocks_bot(self) -> None:
        await self._member("bot", "block")

    async def _member(self, user: object, action: str) -> dict[str, Any]:
        return await self._post(f"chats/{self.chat}/members", {"user": user, "action": action, "by": self.id})

    async def kicks_bot(self) -> None:
        await self._member("bot", "kick")

    async def adds_bot(self) -> None:
        await self._member("bot", "join")

    async def makes_channel(self, title: str) -> "Person":
        """A new channel, with the bot as its administrator."""
        made = await self._post("chats", {"type": "channel", "title": title, "creator": self.id})
        channel = self.at(int(made["id"]))
        await channel._member("bot", "promote")
        return channel

    async def promotes(self, person: "Person") -> None:
        await self._member(person.id, "promote")

    async def upgrades_group(self) -> int:
        """Make the group a supergroup; its new id."""
        return int((await self._member("bot", "upgrade"))["id"])

    async def makes_group(self, title: str) -> "Person":
        """A new group, without the bot."""
        made = await self._post("chats", {"type": "group", "title": title, "creator": self.id})
        return self.at(int(made["id"]))

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self._http.post(f"/sandbox/{path}", json=body) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == 200, answer
            return answer


def _card(raw: dict[str, Any]) -> Card:
    return Card(id=raw["id"], title=raw["title"], description=raw["description"])


def _is_the_bots(raw: dict[str, Any]) -> bool:
    return raw["from"] not in (SARI, BUDI, EMILY, None) and not raw["service"]


def _shown(raw: dict[str, Any]) -> Shown:
    return Shown(
        id=raw["message_id"],
        text=raw["text"],
        html=raw["html"],
        buttons=tuple(text for row in raw["buttons"] for text in row),
        reply_to=raw["reply_to"],
        thread=raw["thread"],
    )
