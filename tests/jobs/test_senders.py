"""Several senders on one PostgreSQL share the work."""

import asyncio

from jobs.deliver import Sender
from news.chat import Language
from news.delivery import Delivery, DeliveryState, Receipt, Sent
from tests.clocks import TestClock
from tests.conftest import OpenDatabase
from tests.storage.given import given_messages
from tests.storage.outbox import states

CHATS = range(1, 31)


async def test_three_senders_at_once_send_all_of_it_once_and_in_order(
    postgres_url: str, open_database: OpenDatabase, clock: TestClock
) -> None:
    databases = [open_database(postgres_url) for _ in range(3)]
    for chat_id in CHATS:
        await given_messages(databases[0], "satu", "dua", chat_id=chat_id)
    sent: dict[int, list[tuple[str, bool]]] = {}

    async def send(delivery: Delivery, *, language: Language) -> Receipt:
        sent.setdefault(delivery.chat_id, []).append((delivery.message.html, delivery.repeat))
        return Sent(1)

    senders = [Sender(db, send, most=30, clock=clock) for db in databases]
    for _ in range(3):
        await asyncio.gather(*(sender.deliver_due_messages() for sender in senders))
        clock.move(seconds=1)

    assert await states(databases[0]) == {DeliveryState.SENT: 2 * len(CHATS)}
    assert sent == {chat_id: [("satu", False), ("dua", False)] for chat_id in CHATS}
