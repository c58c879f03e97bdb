"""The script endpoints: acting as people, reading chats, moving the clock, causing trouble."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from aiohttp import web

from sandbox.telegram.api import BotApi
from sandbox.telegram.faults import fault_from_json
from sandbox.telegram.genesis import open_forum
from sandbox.telegram.inline import ask_inline, send_card
from sandbox.telegram.listing import message_shown, state
from sandbox.telegram.membership import change_status, set_blocked, upgrade
from sandbox.telegram.people import Impossible, press, write
from sandbox.telegram.records import Chat, ChatType, Json, Message, Person, Status
from sandbox.telegram.world import World

PATIENCE = 10.0
"""Seconds to wait for the bot's answer to a pressed button or an inline query."""

LONGEST_WAIT = 60.0

MoveClock = Callable[[datetime], Awaitable[None]]
"""Moves the world's clock to an instant, doing on the way whatever becomes due."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

NEW_STATUS = {
    "join": Status.MEMBER,
    "leave": Status.LEFT,
    "promote": Status.ADMINISTRATOR,
    "demote": Status.MEMBER,
    "restrict": Status.RESTRICTED,
    "kick": Status.KICKED,
}


class Script:
    def __init__(self, world: World, api: BotApi, *, move_clock: MoveClock | None) -> None:
        self.world = world
        self._api = api
        self._move_clock = move_clock or self._jump

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/sandbox/state", self.show_state),
            web.get("/sandbox/events", self.stream_changes),
            web.get("/sandbox/requests", _worded(self.list_requests)),
            web.get("/sandbox/files/{file}", _worded(self.send_file)),
            web.get("/sandbox/chats/{chat}/messages", _worded(self.list_messages)),
            web.post("/sandbox/chats/{chat}/messages", _worded(self.write)),
            web.post("/sandbox/chats/{chat}/press", _worded(self.press)),
            web.post("/sandbox/chats/{chat}/cards", _worded(self.send_card)),
            web.post("/sandbox/chats/{chat}/members", _worded(self.change_member)),
            web.post("/sandbox/chats", _worded(self.add_chat)),
            web.post("/sandbox/inline", _worded(self.ask_inline)),
            web.post("/sandbox/clock", _worded(self.move_clock)),
            web.post("/sandbox/faults", _worded(self.replace_faults)),
        ]

    async def show_state(self, request: web.Request) -> web.Response:
        return web.json_response(state(self.world))

    async def list_messages(self, request: web.Request) -> web.Response:
        chat = self._chat(request)
        after, since = int(request.query.get("after", 0)), int(request.query.get("since_version", 0))
        wait = min(float(request.query.get("wait", 0)), LONGEST_WAIT)

        def wanted() -> list[Message]:
            messages = chat.messages.values()
            return [message for message in messages if message.id > after and message.version > since]

        await self.world.bell.wait_until(lambda: bool(wanted()), wait)
        shown = [message_shown(self.world, message) for message in wanted()]
        deleted = [number for number, version in chat.deleted.items() if version > since]
        return web.json_response({"messages": shown, "deleted": deleted, "version": self.world.version})

    async def write(self, request: web.Request) -> web.Response:
        body = await _body(request)
        message = write(
            self.world,
            self._chat(request),
            self._person(body["from"]),
            str(body["text"]),
            thread_id=body.get("thread"),
            reply_to=body.get("reply_to"),
        )
        return web.json_response({"message_id": message.id})

    async def press(self, request: web.Request) -> web.Response:
        body = await _body(request)
        outcome = await press(
            self.world,
            self._chat(request),
            self._person(body["from"]),
            int(body["message_id"]),
            str(body["button"]),
            shared=body.get("chat"),
            timeout=float(body.get("wait", PATIENCE)),
        )
        return web.json_response(outcome)

    async def ask_inline(self, request: web.Request) -> web.Response:
        body = await _body(request)
        patience = float(body.get("wait", PATIENCE))
        offset = str(body.get("offset", ""))
        person = self._person(body["from"])
        return web.json_response(await ask_inline(self.world, person, str(body["query"]), offset, patience))

    async def send_card(self, request: web.Request) -> web.Response:
        body = await _body(request)
        message = send_card(
            self.world,
            self._chat(request),
            self._person(body["from"]),
            query_id=str(body["query_id"]),
            result_id=str(body["result"]),
            thread_id=body.get("thread"),
        )
        return web.json_response({"message_id": message.id})

    async def add_chat(self, request: web.Request) -> web.Response:
        body = await _body(request)
        kind = ChatType(str(body["type"]))
        if kind is ChatType.PRIVATE:
            name, language = str(body.get("first_name", "Tamu")), body.get("language_code")
            return web.json_response({"id": self.world.add_person(name, language_code=language).id})
        creator = self._person(body.get("creator", self._first_person()))
        members = {creator.id: Status.CREATOR}
        title = str(body.get("title", "Tanpa judul"))
        if body.get("is_forum"):
            chat = open_forum(self.world, title, creator, members, [])
        else:
            chat = self.world.add_chat(kind, title, members=members)
        return web.json_response({"id": chat.id})

    async def change_member(self, request: web.Request) -> web.Response:
        body = await _body(request)
        chat, action = self._chat(request), str(body["action"])
        whom = self.world.bot if body.get("user", "bot") == "bot" else self._person(body["user"])
        by = self._person(body["by"]) if "by" in body else self._owner(chat, whom)
        match action:
            case "block" | "unblock" if chat.is_private:
                set_blocked(self.world, chat, blocked=action == "block")
            case "upgrade" if chat.type is ChatType.GROUP:
                return web.json_response({"ok": True, "id": upgrade(self.world, chat, by).id})
            case _ if action in NEW_STATUS and not chat.is_private:
                change_status(self.world, chat, by=by, whom=whom, to=NEW_STATUS[action])
            case _:
                raise Impossible(f"{action!r} is not possible in a {chat.type} chat")
        return web.json_response({"ok": True})

    async def move_clock(self, request: web.Request) -> web.Response:
        """Answers when what was due has been done, whether or not the caller still waits."""
        body = await _body(request)
        now = self.world.clock.now()
        if "to" in body:
            moment = datetime.fromisoformat(str(body["to"]))
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        else:
            moment = now + timedelta(seconds=float(body["by"]))
        if moment < now:
            raise ValueError(f"the clock does not go back; it shows {now.isoformat()}")
        await asyncio.shield(asyncio.ensure_future(self._move_clock(moment)))
        self.world.change()
        return web.json_response({"clock": self.world.clock.now().isoformat()})

    async def _jump(self, moment: datetime) -> None:
        self.world.clock.move_to(moment)

    async def replace_faults(self, request: web.Request) -> web.Response:
        body = await _body(request)
        faults = [fault_from_json(raw) for raw in body["faults"]]
        self._api.faults.replace(faults, seed=int(body.get("seed", 0)))
        return web.json_response({"ok": True})

    async def list_requests(self, request: web.Request) -> web.Response:
        return web.json_response({"requests": self._api.journal.after(int(request.query.get("after", 0)))})

    async def send_file(self, request: web.Request) -> web.Response:
        kept = self.world.files.get(request.match_info["file"])
        if kept is None:
            raise Impossible("there is no such file")
        file, content = kept
        kind = file.mime if file.is_photo else "application/octet-stream"
        return web.Response(body=content, headers={"Content-Type": kind, "X-Content-Type-Options": "nosniff"})

    async def stream_changes(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: the number of the newest change, whenever there is one."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        )
        await response.prepare(request)
        told = -1
        while not self.world.bell.ended:
            if told == self.world.version:
                await response.write(b": still here\n\n")
            else:
                told = self.world.version
                await response.write(f'data: {{"version": {told}}}\n\n'.encode())
            await self.world.bell.wait_until(partial(self._changed_since, told), PATIENCE)
        return response

    def _changed_since(self, version: int) -> bool:
        return self.world.version != version

    def _chat(self, request: web.Request) -> Chat:
        chat = self.world.chats.get(int(request.match_info["chat"]))
        if chat is None:
            raise Impossible(f"there is no chat {request.match_info['chat']}")
        return chat

    def _person(self, person_id: Any) -> Person:
        person = self.world.people.get(int(person_id))
        if person is None or person.is_bot:
            raise Impossible(f"there is no person {person_id}")
        return person

    def _first_person(self) -> int:
        return next(person.id for person in self.world.people.values() if not person.is_bot)

    def _owner(self, chat: Chat, whom: Person) -> Person:
        """Whoever may change members: the creator, or else the person themself."""
        owner = next((key for key, status in chat.members.items() if status is Status.CREATOR), whom.id)
        return self.world.people[owner]


def _worded(handle: Handler) -> Handler:
    """Words what a script got wrong in one line."""

    async def handle_worded(request: web.Request) -> web.StreamResponse:
        try:
            return await handle(request)
        except Impossible as error:
            return web.json_response({"error": str(error)}, status=400)
        except KeyError as error:
            return web.json_response({"error": f"{error.args[0]} is missing"}, status=400)
        except (TypeError, ValueError, OverflowError) as error:
            return web.json_response({"error": str(error)}, status=400)

    return handle_worded


async def _body(request: web.Request) -> Json:
    body = json.loads(await request.read() or b"{}")
    if not isinstance(body, dict):
        raise ValueError("a JSON object is expected")
    return body
