"""Several senders on one PostgreSQL share the work."""

import asyncio

from jobs.deliver import Sender
from jobs.runway import Send
from news.chat import Language
from news.delivery import Delivery, DeliveryState, Receipt, Sent
from tests.clocks import TestClock
from tests.conftest import OpenDatabase
from tests.storage.given import given_messages
from tests.storage.outbox import states

CHATS = range(1, 31)


async def test_three_senders_share_the_work_and_send_all_of_it_once_and_in_order(
    postgres_url: str, open_database: OpenDatabase, clock: TestClock
) -> None:
    databases = [open_database(postgres_url) for _ in range(3)]
    for chat_id in CHATS:
        await given_messages(databases[0], "satu", "dua", chat_id=chat_id)
    sent: dict[int, list[tuple[str, bool]]] = {}
    busy, all_busy = set[int](), asyncio.Event()

    def by(sender: int) -> Send:
        async def send(delivery: Delivery, *, language: Language) -> Receipt:
            busy.add(sender)
            if len(busy) == len(databases):
                all_busy.set()
            await all_busy.wait()  # nobody is done before each of them has something to do
            sent.setdefault(delivery.chat_id, []).append((delivery.message.html, delivery.repeat))
            return Sent(1)

        return send

    senders = [Sender(db, by(number), most=30, clock=clock) for number, db in enumerate(databases)]
    async with asyncio.timeout(20):
        for _ in range(3):
            await asyncio.gather(*(sender.deliver_due_messages() for sender in senders))
            clock.move(seconds=1)

    assert await states(databases[0]) == {DeliveryState.SENT: 2 * len(CHATS)}
    assert sent == {chat_id: [("satu", False), ("dua", False)] for chat_id in CHATS}
