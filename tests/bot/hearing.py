"""An application that hears everything, for tests of how updates arrive."""

import asyncio

from telegram import Update
from telegram.ext import ApplicationBuilder, TypeHandler

from bot.intake import Listener
from bot.request import Transport
from tests.bot.conftest import TOKEN


class Hearing:
    """An application that hears everything, and answers nothing before it may."""

    def __init__(self, url: str, *, token: str = TOKEN) -> None:
        self.begun: asyncio.Queue[str] = asyncio.Queue()
        self.ended: list[str] = []
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.application: Listener = (
            ApplicationBuilder()
            .token(token)
            .base_url(f"{url}/bot")
            .request(Transport())
            .get_updates_request(Transport())
            .updater(None)
            .job_queue(None)
            .build()
        )
        self.application.add_handler(TypeHandler(Update, self._hear))

    async def _hear(self, update: Update, _: object) -> None:
        said = update.effective_message
        text = said.text if said and said.text else "?"
        await self.begun.put(text)
        await self.may_go_on.wait()
        self.ended.append(text)

    async def next(self) -> str:
        async with asyncio.timeout(10):
            return await self.begun.get()
