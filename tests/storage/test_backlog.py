"""The backlog: what waits in the outbox, and how the messages of a day have ended."""

from dataclasses import replace
from datetime import timedelta

from news.backlog import Backlog
from news.delivery import DeliveryState, Refused, Sent, Unknown
from news.ids import ChatId
from storage.backlog import ends_since, look_at_backlog
from storage.database import Database
from storage.paces import save_pace, take_pace
from tests.clocks import MORNING
from tests.make import GROUP, PERSON
from tests.storage.given import given_messages
from tests.storage.outbox import claimed, end

HOUR = timedelta(hours=1)


async def backlog(db: Database, *, after: timedelta = HOUR) -> Backlog:
    async with db.reading() as tx:
        return await look_at_backlog(tx, most=30, now=MORNING + after)


async def test_what_waits_is_counted_by_when_it_may_leave(db: Database) -> None:
    await given_messages(db, "satu", "dua", chat_id=PERSON)
    await given_messages(db, "tiga", chat_id=GROUP)
    await given_messages(db, "empat", chat_id=7005, slot=MORNING + 2 * HOUR)
    await claimed(db)
    await end(db, await claimed(db), Unknown("no answer"))

    found = await backlog(db)

    assert (found.due, found.later, found.under_way, found.in_doubt) == (2, 1, 1, 1)
    assert found.waiting_since == MORNING


async def test_chats_whose_digests_are_not_written_yet_are_counted(db: Database) -> None:
    await given_messages(db, "satu", chat_id=PERSON)
    await given_messages(db, "dua", chat_id=GROUP)

    assert (await backlog(db)).undigested == 0
    assert (await backlog(db, after=timedelta(days=1))).undigested == 2


async def test_an_empty_outbox_is_done_now(db: Database) -> None:
    found = await backlog(db)

    assert found.waiting_since is None
    assert found.done_at(now=MORNING + HOUR) == MORNING + HOUR


async def test_the_rate_is_the_one_that_was_learned(db: Database) -> None:
    async with db.writing() as tx:
        slow = replace(await take_pace(tx), rate=10.0, refused_at=MORNING, refused_chat=ChatId(PERSON))
        await save_pace(tx, replace(slow, halted_until=MORNING + HOUR))

    found = await backlog(db, after=timedelta())

    assert (found.rate, found.halted_until) == (10.0, MORNING + HOUR)


async def test_what_has_ended_is_counted_by_how_and_why(db: Database) -> None:
    await given_messages(db, "satu", chat_id=PERSON)
    await given_messages(db, "dua", chat_id=GROUP)
    await given_messages(db, "tiga", chat_id=7005)
    await given_messages(db, "menunggu", chat_id=7006)
    await end(db, await claimed(db), Sent(1))
    await end(db, await claimed(db), Sent(2))
    await end(db, await claimed(db), Refused("text is too long"))

    async with db.reading() as tx:
        assert await ends_since(tx, MORNING - HOUR, limit=9) == [
            (DeliveryState.SENT, "", 2),
            (DeliveryState.FAILED, "text is too long", 1),
        ]
        assert await ends_since(tx, MORNING, limit=9) == []
