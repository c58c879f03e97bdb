"""No message of ours shows a preview of its links, whatever it answers."""

import json

from aiohttp import ClientSession

from bot.application import Conversation
from bot.courier import Courier
from bot.mishaps import confess
from bot.texts import Texts
from news.chat import Language
from news.delivery import Sent
from storage.database import Database
from tests.bot.people import Person
from tests.make import make_delivery, make_entry
from tests.storage.given import given_stories

SAYING = ("sendMessage", "editMessageText")


async def test_every_message_is_sent_and_changed_without_previews(
    sari: Person, http: ClientSession, application: Conversation, sqlite_db: Database
) -> None:
    await given_stories(
        sqlite_db, *(make_entry(title=f"Banjir {number:02} surut") for number in range(1, 13))
    )
    for text in (
        "/start",
        "/langganan banjir",
        "/topik",
        "/jadwal",
        "/bahasa",
        "/media",
        "/bantuan",
        "banjir",
    ):
        await sari.writes(text)
    await sari.presses("Banjir", await sari.writes("/ringkasan"))
    await sari.presses("Berikutnya", await sari.writes("/cari banjir"))
    courier = Courier(application.bot)
    assert isinstance(
        await courier.send(make_delivery(chat_id=sari.chat), language=Language.INDONESIAN), Sent
    )
    assert await courier.tell(make_delivery(chat_id=sari.chat).chat_id, "https://kabar.example")
    await confess(application.bot, sari.chat, Texts(Language.INDONESIAN), "C0DE")

    said = await _said(http)

    assert {method for method, _ in said} == set(SAYING)
    assert [options for _, options in said] == [{"is_disabled": True}] * len(said)


async def _said(http: ClientSession) -> list[tuple[str, object]]:
    listed = (await (await http.get("/sandbox/requests")).json())["requests"]
    return [
        (request["method"], json.loads(request["parameters"].get("link_preview_options", "null")))
        for request in listed
        if request["method"] in SAYING
    ]
