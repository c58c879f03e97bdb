"""An application that hears everything, for tests of how updates arrive."""

import asyncio

from telegram import Update
from telegram.ext import ApplicationBuilder, TypeHandler

from bot.intake import Listener
from bot.listening import listen
from bot.pulse import Pulse
from bot.request import Transport
from storage.database import Database
from tests.bot.conftest import TOKEN
from tests.bot.telegram_answers import SENT
from tests.clocks import TestClock

SOMEBODY = 7001


class Hearing:
    """An application that hears everything, and answers nothing before it may."""

    def __init__(self, url: str, db: Database, *, token: str = TOKEN) -> None:
        self.db = db
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
        text = update.inline_query.query if update.inline_query else text
        await self.begun.put(text)
        await self.may_go_on.wait()
        self.ended.append(text)

    async def listen(self, clock: TestClock, stopping: asyncio.Event) -> None:
        pulse = self.pulse = Pulse(clock)
        await listen(self.application, db=self.db, clock=clock, stopping=stopping, pulse=pulse)

    async def next(self) -> str:
        async with asyncio.timeout(10):
            return await self.begun.get()


def written(number: int, text: str, *, chat: int = SOMEBODY) -> dict[str, object]:
    """The update that somebody has written `text` in a chat."""
    return {"update_id": number, "message": SENT | {"text": text, "chat": {"id": chat, "type": "private"}}}


def typed(number: int, query: str, *, person: int = SOMEBODY) -> dict[str, object]:
    """The update that somebody types `query` behind our name."""
    sender = {"id": person, "first_name": "Ratna", "is_bot": False}
    return {"update_id": number, "inline_query": {"id": "1", "from": sender, "query": query, "offset": ""}}
