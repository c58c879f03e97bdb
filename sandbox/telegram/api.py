"""The Bot API over HTTP: reads a call, lets faults and limits have their say, answers, and notes it."""

import asyncio
import inspect
import secrets
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.telegram import schema
from sandbox.telegram.call import MOST_UPLOADED, Call, call_from_json, read_call
from sandbox.telegram.errors import TelegramError, request_too_large, unauthorized, unknown_method
from sandbox.telegram.faults import Fault, Faults, Kind
from sandbox.telegram.journal import Journal
from sandbox.telegram.limits import LIMITED, Limits
from sandbox.telegram.methods import BY_LOWER_NAME
from sandbox.telegram.methods.files import file_path
from sandbox.telegram.records import Json
from sandbox.telegram.rights import find_chat
from sandbox.telegram.world import World

LARGEST_REQUEST = MOST_UPLOADED + 1024 * 1024


class BotApi:
    def __init__(
        self,
        world: World,
        *,
        token: str,
        limits: Limits | None,
        latency: float = 0.0,
        journal: Journal | None = None,
    ) -> None:
        """Without `limits` the bot may send as fast as it can. A call takes `latency` seconds on its way."""
        self.world = world
        self.faults = Faults()
        self.journal = journal or Journal()
        self._token = token
        self._limits = limits
        self._latency = latency

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token:[^/]*}/{method:.*}", self.answer),
            web.get("/file/bot{token:[^/]*}/{path:.+}", self.send_file),
        ]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        call = Call(method=request.match_info["method"], parameters={})
        if self._latency:
            await asyncio.sleep(self._latency)
        try:
            self._check_token(request)
            call = await self._read(request)
            fault = self.faults.strike(call)
        except TelegramError as error:
            return self._respond(call, error.code, refusal(error))
        if fault is not None and not fault.kind.comes_after:
            return await self._fail(request, call, fault)
        status, answer = await self.attempt(call)
        if fault is None:
            return self._respond(call, status, answer)
        if fault.kind is Kind.LATE:
            self._note(call, status, answer, fault=fault)
            await self._say_nothing(fault)
            return _response(status, answer)
        return await self._fail(request, call, fault, done=status == 200)

    async def attempt(self, call: Call) -> tuple[int, Json]:
        """Status and body of the answer to a call of a method that the sandbox has."""
        try:
            schema.check(call.method, call.parameters, call.files)
            return 200, {"ok": True, "result": await self._carry_out(call)}
        except TelegramError as error:
            return error.code, refusal(error)

    async def carry_out_reply(self, body: Mapping[str, Any]) -> None:
        """The method call that the answer to a webhook may carry; nobody hears of its result."""
        call = call_from_json(str(body["method"]), body)
        if call.method.lower() in BY_LOWER_NAME:
            self._note(call, *await self.attempt(call))

    async def _carry_out(self, call: Call) -> Any:
        if self._limits is not None and call.method.lower() in LIMITED:
            paid = call.flag("allow_paid_broadcast")
            self._limits.count(find_chat(self.world, call.text("chat_id")), paid=paid)
        _, method = BY_LOWER_NAME[call.method.lower()]
        result = method(self.world, call)
        return await result if inspect.isawaitable(result) else result

    async def send_file(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        kept = self.world.files.get(path.rpartition("/")[2].partition(".")[0])
        if not self._is_token(request.match_info["token"]) or kept is None or file_path(kept[0]) != path:
            return web.json_response(refusal(unknown_method()), status=404)
        return web.Response(body=kept[1], content_type="application/octet-stream")

    def _check_token(self, request: web.Request) -> None:
        if not self._is_token(request.match_info["token"]):
            raise unauthorized()

    def _is_token(self, token: str) -> bool:
        return secrets.compare_digest(token.encode(), self._token.encode())

    @staticmethod
    async def _read(request: web.Request) -> Call:
        name = request.match_info["method"].lower()
        if name not in schema.methods():
            raise unknown_method()
        if name not in BY_LOWER_NAME:
            raise TelegramError(501, "Not Implemented: the sandbox does not stand in for this method")
        try:
            return await read_call(BY_LOWER_NAME[name][0], request)
        except web.HTTPRequestEntityTooLarge:
            raise request_too_large() from None

    async def _fail(
        self, request: web.Request, call: Call, fault: Fault, *, done: bool = False
    ) -> web.Response:
        """No answer: the connection is cut, at once or after a silence that the caller may give up first."""
        self._note(call, None, None, done=done, fault=fault)
        if fault.kind in (Kind.SILENCE, Kind.TIMEOUT_AFTER):
            await self._say_nothing(fault)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=502)

    async def _say_nothing(self, fault: Fault) -> None:
        await self.world.bell.wait_until(lambda: False, fault.seconds)

    def _respond(self, call: Call, status: int, answer: Json) -> web.Response:
        self._note(call, status, answer)
        return _response(status, answer)

    def _note(
        self,
        call: Call,
        status: int | None,
        answer: Json | None,
        *,
        done: bool = False,
        fault: Fault | None = None,
    ) -> None:
        self.journal.note(
            call,
            at=self.world.clock.now(),
            status=status,
            answer=answer,
            unknown=schema.unknown_parameters(call.method, call.parameters),
            done=done,
            fault=None if fault is None else fault.kind,
        )


def _response(status: int, answer: Json) -> web.Response:
    return web.json_response(answer, status=status, headers=_headers(answer))


def refusal(error: TelegramError) -> Json:
    answer: Json = {"ok": False, "error_code": error.code, "description": error.description}
    return answer | ({"parameters": dict(error.parameters)} if error.parameters else {})


def _headers(answer: Json) -> dict[str, str]:
    retry_after = answer.get("parameters", {}).get("retry_after")
    return {"Retry-After": str(retry_after)} if retry_after else {}
