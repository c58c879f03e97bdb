"""The outbox of a run: filled with what the plan holds, looked at on the way, and read in the end."""

import re
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from app.wiring import SystemClock
from benchmarks.chaos.plan import Place, Plan
from benchmarks.chaos.takeover import Look
from news.chat import Chat, ChatType
from news.delivery import DeliveryState
from news.digest import Digest
from news.ids import ChatId
from news.message import Message
from storage.chats import save_chat, save_next_slots
from storage.database import Database
from storage.deliveries import save_messages
from storage.digests import save_digests
from storage.tables import deliveries

_NUMBER = re.compile(r"#(\d+)")
_TYPES = {
    Place.PRIVATE: ChatType.PRIVATE,
    Place.GROUP: ChatType.GROUP,
    Place.FORUM: ChatType.SUPERGROUP,
    Place.CHANNEL: ChatType.CHANNEL,
}
_OPEN = (DeliveryState.PENDING, DeliveryState.SENDING)


async def fill(db: Database, plan: Plan, places: Sequence[tuple[int, int | None]]) -> None:
    """Write all digests; `places` are the ids of the chats, and their threads."""
    now = SystemClock().now()
    chats = [
        Chat(id=ChatId(id_), type=_TYPES[place], title=f"Warga {id_}")
        for (id_, _), place in zip(places, plan.places, strict=True)
    ]
    async with db.writing() as tx:
        for chat in chats:
            await save_chat(tx, chat, now=now)
        # Nothing else is composed meanwhile.
        await save_next_slots(tx, {chat.id: (now + timedelta(days=9), now) for chat in chats})
        written = [
            Digest(chat=chats[chat], slot=now + timedelta(seconds=number), sections=())
            for number, (chat, _) in enumerate(plan.digests)
        ]
        ids = await save_digests(tx, written, now=now)
        outbox = [
            (chats[chat].id, id_, [_message(number, places[chat][1]) for number in numbers])
            for id_, (chat, numbers) in zip(ids, plan.digests, strict=True)
        ]
        await save_messages(tx, outbox, now=now)


def _message(number: int, thread: int | None) -> Message:
    return Message(html=f"<b>Kabar pagi #{number}</b>\nRapat lintas sektor digelar.", thread=thread)


async def look(db: Database) -> tuple[Look, bool]:
    """What is to be seen now, and whether anything waits at all."""
    async with db.reading() as tx:
        open_ = deliveries.c.state.in_([state.value for state in _OPEN])
        chosen = deliveries.c.id, deliveries.c.ready_at, deliveries.c.doubts, deliveries.c.state
        rows = (await tx.execute(select(*chosen).where(open_))).all()
    sending = {row.id: row.ready_at for row in rows if row.state == DeliveryState.SENDING}
    repeats = frozenset(row.id for row in rows if row.doubts)
    return Look(at=SystemClock().now(), leased=sending, repeats=repeats), bool(rows)


async def ends(db: Database) -> dict[int, tuple[DeliveryState, str]]:
    """Where each message stands, and why, by the number in its text."""
    async with db.reading() as tx:
        rows = (await tx.execute(select(deliveries.c.html, deliveries.c.state, deliveries.c.reason))).all()
    return {
        int(found[1]): (DeliveryState(state), reason)
        for html, state, reason in rows
        if (found := _NUMBER.search(html))
    }
