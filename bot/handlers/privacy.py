"""What is stored about a chat: sent to it as a file, and deleted for good."""

import json
from collections.abc import Mapping
from typing import Any

from bot.dates import local_date
from bot.texts import Texts
from bot.turn import Turn
from news.message import Button, Message
from storage.privacy import count_stored, forget_all, stored_about


async def send_stored(turn: Turn) -> None:
    """Send all that is stored about the chat as a file of JSON."""
    await turn.require_administrator()
    await turn.typing()
    async with turn.desk.db.reading() as tx:
        stored = await stored_about(tx, turn.chat.id)
    today = local_date(turn.now, zone=turn.chat.schedule.zone)
    forget = Button(text=turn.texts.plain("button-forget"), data="forget")
    caption = Message(html=turn.texts.html("stored"), buttons=((forget,),))
    await turn.send_file(f"kliping-{today:%Y-%m-%d}.json", _file(turn.texts, stored), caption)


async def ask_before_forgetting(turn: Turn) -> None:
    """Say what would go."""
    await turn.require_administrator()
    async with turn.desk.db.reading() as tx:
        counts = await count_stored(tx, turn.chat.id)
    # A file cannot turn into a question: that comes as a message of its own.
    await turn.reply(_confirmation(turn.texts, counts))


async def forget_chat_for_good(turn: Turn) -> None:
    """Delete all that is stored about the chat; the message whose button was pressed says so."""
    await turn.require_administrator()
    async with turn.desk.db.writing() as tx:
        await forget_all(tx, turn.chat.id)
    await turn.show(Message(html=turn.texts.html("forgotten")))


def _confirmation(texts: Texts, counts: Mapping[str, int]) -> Message:
    html = texts.html(
        "forget-ask", topics=counts["topics"], digests=counts["digests"], messages=counts["messages"]
    )
    yes = Button(text=texts.plain("button-yes-forget"), data="forgetall")
    no = Button(text=texts.plain("button-keep"), data="topics")
    return Message(html=html, buttons=((yes, no),))


def _file(texts: Texts, stored: Mapping[str, Any]) -> bytes:
    return json.dumps({"about": texts.plain("stored-about"), **stored}, ensure_ascii=False, indent=2).encode()
