"""The transport of the bot library: what arrives at Telegram, and what is known where no answer comes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import NetworkError, TimedOut

from bot.errors import NotDone
from bot.request import Transport
from tests.bot.telegram_answers import SENT, TOKEN, answering, result

Serve = Callable[[web.Request], Awaitable[web.Response]]


@asynccontextmanager
async def serving(serve: Serve) -> AsyncIterator[str]:
    """A server that answers with `serve`; its address."""
    site = web.Application()
    site.router.add_route("*", "/{path:.*}", serve)
    runner = web.AppRunner(site, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/bot{TOKEN}/sendMessage"
    finally:
        await runner.cleanup()


@dataclass(frozen=True, kw_only=True)
class Hesitating:
    """A server that has been asked, and answers when it may."""

    url: str
    asked: asyncio.Event
    may_answer: asyncio.Event


@asynccontextmanager
async def hesitating() -> AsyncIterator[Hesitating]:
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def hesitate(request: web.Request) -> web.Response:
        asked.set()
        await may_answer.wait()
        return web.Response(text="{}")

    async with serving(hesitate) as url:
        try:
            yield Hesitating(url=url, asked=asked, may_answer=may_answer)
        finally:
            may_answer.set()


async def test_a_file_arrives_whole_under_its_name_with_what_belongs_to_it() -> None:
    name, content = "data “Kesbangpol” çalışma.json", b"{\x00\xff}" * 9_999
    arrived: dict[str, object] = {}

    async def take(request: web.Request) -> web.Response:
        form = await request.post()
        file = form["document"]
        assert isinstance(file, web.FileField)
        arrived.update(name=file.filename, content=file.file.read(), caption=form["caption"])
        return web.Response(text=result(SENT).body, content_type="application/json")

    async with serving(take) as url, Transport() as transport:
        bot = Bot(TOKEN, base_url=url.partition(TOKEN)[0], request=transport)
        await bot.send_document(7001, InputFile(content, filename=name), caption="Data & <isi> – çalışma")

    assert arrived == {"name": name, "content": content, "caption": "Data & <isi> – çalışma"}


async def test_what_is_said_arrives_letter_by_letter() -> None:
    text = "Rakor 50% & <b>“Forkopimda”</b> + 1 = \u2067RTL\u2069 🗞 \n\x00"
    async with answering(result(SENT)) as (bot, telegram):
        await bot.send_message(7001, text)

    assert [asked["text"] for asked in telegram.asked] == [text]


async def test_one_connection_serves_one_call_after_another_also_after_a_new_beginning() -> None:
    connections = []

    async def serve(request: web.Request) -> web.Response:
        connections.append(request.transport)
        return web.Response(text="{}")

    async with serving(serve) as url:
        transport = Transport()
        for _ in range(2):
            await transport.do_request(url, "POST")
            await transport.do_request(url, "POST")
            await transport.shutdown()

    assert len(set(map(id, connections[:2]))) == 1
    assert len(set(map(id, connections))) == 2


async def test_without_an_answer_in_time_nobody_knows_whether_it_was_done() -> None:
    async with hesitating() as server, Transport() as transport:
        with pytest.raises(TimedOut):
            await transport.do_request(server.url, "POST", read_timeout=0.05)


async def test_what_waited_in_vain_for_a_connection_was_surely_not_sent() -> None:
    async with hesitating() as server, Transport(connections=1) as transport:
        first = asyncio.create_task(transport.do_request(server.url, "POST"))
        await server.asked.wait()
        with pytest.raises(NotDone, match="not reached: ConnectionTimeoutError"):
            await transport.do_request(server.url, "POST", pool_timeout=0.02, connect_timeout=0.02)
        server.may_answer.set()
        assert await first == (200, b"{}")


async def test_half_an_answer_leaves_doubt_and_a_detour_is_not_followed() -> None:
    async def answer_half(request: web.Request) -> web.Response:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b'{"ok": tr')
        assert request.transport
        request.transport.close()
        return web.Response()

    async def lead_away(request: web.Request) -> web.Response:
        raise web.HTTPFound("/elsewhere")

    async with serving(answer_half) as url, Transport() as transport:
        with pytest.raises(NetworkError, match="ClientPayloadError") as caught:
            await transport.do_request(url, "POST")
    assert not isinstance(caught.value, NotDone)
    async with serving(lead_away) as url, Transport() as transport:
        assert (await transport.do_request(url, "POST"))[0] == 302
