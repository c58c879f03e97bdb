"""Slots that come twice, and chats that were just written to: open faults that a clock set back shows."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from jobs.compose import Composer
from jobs.deliver import Sender
from news.chat import Language
from news.delivery import Delivery, Receipt, Sent
from news.digest import Digest
from news.ids import ChatId
from news.message import Message
from storage.chats import save_schedule
from storage.database import Database
from tests.clocks import MORNING, TestClock
from tests.make import GROUP, PERSON, make_chat
from tests.storage.given import asked, given_chat, given_messages, given_topic

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def one_message(digest: Digest) -> Sequence[Message]:
    return [Message(html="Kliping")]


async def digests(db: Database) -> list[tuple[int, int]]:
    return await asked(db, "SELECT chat_id, count(*) FROM digests GROUP BY chat_id ORDER BY chat_id")


@pytest.mark.parametrize("behind", [SECOND, 3600 * SECOND], ids=["a second", "an hour"])
async def test_who_sets_the_schedule_by_a_clock_behind_the_composers_holds_up_nobodys_digest(
    db: Database, clock: TestClock, behind: timedelta
) -> None:
    """A turn that began a second before the slot, and waited for the composer, is such a one too."""
    for chat_id in (PERSON, GROUP):
        await given_chat(db, make_chat(id=chat_id), at=MORNING - timedelta(hours=20))
        await given_topic(db, chat_id=ChatId(chat_id))
    composer = Composer(db, one_message, clock=clock)
    await composer.compose_due_digests()
    async with db.writing() as tx:
        await save_schedule(tx, make_chat(), now=MORNING - behind)

    for clock.at in (MORNING + 5 * SECOND, MORNING + DAY):
        await composer.compose_due_digests()

    assert await digests(db) == [(GROUP, 2), (PERSON, 2)]


async def test_a_group_that_was_just_written_to_does_not_wait_until_the_clock_is_there_again(
    db: Database, clock: TestClock
) -> None:
    sent = []

    async def send(delivery: Delivery, *, language: Language) -> Receipt:
        sent.append(delivery.message.html)
        return Sent(1)

    await given_messages(db, "satu", chat_id=GROUP)
    sender = Sender(db, send, most=1000, clock=clock)
    await sender.deliver_due_messages()
    clock.move(hours=-1)
    await given_messages(db, "dua", chat_id=GROUP, slot=clock.now())

    clock.move(minutes=1)
    await sender.deliver_due_messages()

    assert sent == ["satu", "dua"]
