"""Whoever writes to Telegram waits for a departure, of those that all processes share."""

import asyncio
from datetime import datetime, timedelta

import pytest

from jobs.deliver import Sender
from jobs.pace import Pacer
from news.chat import Language
from news.delivery import Delivery, Receipt, Sent
from news.ids import ChatId
from storage.chats import take_due_chats
from storage.database import Database
from storage.paces import look_at_pace
from tests.clocks import MORNING, TestClock
from tests.conftest import OpenDatabase
from tests.make import GROUP, PERSON, make_chat
from tests.storage.given import given_chat, given_messages

DISTANCE = 0.104
"""Seconds between two replies, of ten a second."""


async def waited(db: Database, clock: TestClock, *chats: int) -> list[float]:
    """How long replies into these chats wait for their departures, which are taken at the same time."""
    pacer, waits = Pacer(db, most=10, clock=clock), []
    for chat_id in chats:
        begun, clock.slept = clock.now(), []
        await pacer.wait((await given_chat(db, make_chat(id=chat_id))).id)
        waits.append(sum(clock.slept))
        clock.at = begun
    return waits


async def test_replies_leave_one_after_the_other(db: Database, clock: TestClock) -> None:
    assert await waited(db, clock, 1, 2, 3) == pytest.approx([0, DISTANCE, 2 * DISTANCE], abs=1e-5)


async def test_two_processes_share_one_pace(
    database_url: str, open_database: OpenDatabase, clock: TestClock
) -> None:
    one, other = open_database(database_url), open_database(database_url)

    waits = [*await waited(one, clock, 1), *await waited(other, clock, 2)]

    assert waits == pytest.approx([0, DISTANCE], abs=1e-5)


async def test_a_refusal_of_two_chats_halts_all(db: Database, clock: TestClock) -> None:
    await given_chat(db, make_chat(id=GROUP))
    await given_chat(db)
    pacer = Pacer(db, most=10, clock=clock)
    for chat_id in (PERSON, GROUP):
        await pacer.refused(chat_id, timedelta(seconds=7))

    assert await waited(db, clock, 5) == [7]


async def test_nobody_waits_for_a_departure_for_ever(db: Database, clock: TestClock) -> None:
    await given_chat(db, make_chat(id=GROUP))
    await given_chat(db)
    pacer = Pacer(db, most=10, clock=clock)
    for chat_id in (PERSON, GROUP):
        await pacer.refused(chat_id, timedelta(hours=7))

    assert await waited(db, clock, 5) == [30]


async def test_a_reply_goes_before_the_digests_and_its_chats_digest_waits(
    db: Database, clock: TestClock
) -> None:
    for chat_id in (PERSON, GROUP, 9):
        await given_messages(db, "halo", chat_id=chat_id)
    left = []

    async def send(delivery: Delivery, *, language: Language) -> Receipt:
        left.append((delivery.chat_id, clock.now() - MORNING))
        return Sent(1)

    assert await waited(db, clock, PERSON) == [0]
    await Sender(db, send, most=10, clock=clock).deliver_due_messages()

    assert [chat_id for chat_id, _ in left] == [GROUP, 9]
    assert left[0][1] >= timedelta(seconds=DISTANCE)


async def test_a_reply_to_a_chat_that_was_just_forgotten_leaves_all_the_same(
    db: Database, clock: TestClock
) -> None:
    await Pacer(db, most=10, clock=clock).wait(ChatId(404))

    assert clock.slept == []


async def test_a_crowd_of_replies_leaves_digests_about_a_third(db: Database) -> None:
    for number in range(1, 31):
        await given_messages(db, "halo", chat_id=number)

    class Crowded(TestClock):
        """Whenever it has moved on, two seconds of replies wait again."""

        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds)
            await crowd(self.now())

    async def crowd(now: datetime) -> None:
        ahead = TestClock(now)
        while ahead.now() < now + timedelta(seconds=2):
            await Pacer(db, most=10, clock=ahead).wait(PERSON)

    async def send(delivery: Delivery, *, language: Language) -> Receipt:
        return Sent(1)

    clock = Crowded()
    await crowd(clock.now())
    async with asyncio.timeout(20):
        assert await Sender(db, send, most=10, clock=clock).deliver_due_messages() == 30

    assert 0.25 < 30 / 10 / (clock.now() - MORNING).total_seconds() < 0.5


async def test_digests_that_are_paid_for_take_nothing_from_the_pace_of_replies(
    db: Database, clock: TestClock
) -> None:
    for number in range(1, 31):
        await given_messages(db, "halo", chat_id=number)

    async def send(delivery: Delivery, *, language: Language) -> Receipt:
        return Sent(1)

    assert await Sender(db, send, most=1000, clock=clock, paid=True).deliver_due_messages() == 30

    clock.at = MORNING
    assert await waited(db, clock, 1, 2, 3) == pytest.approx([0, DISTANCE, 2 * DISTANCE], abs=1e-5)


async def test_who_replies_does_not_wait_for_the_composer(
    postgres_url: str, open_database: OpenDatabase, clock: TestClock
) -> None:
    one, other = open_database(postgres_url), open_database(postgres_url)
    await given_chat(one, make_chat(id=GROUP))
    async with one.writing() as tx, asyncio.timeout(5):
        assert await take_due_chats(tx, now=MORNING + timedelta(days=1), limit=9)
        await Pacer(other, most=10, clock=clock).wait(GROUP)


@pytest.mark.parametrize(("chat_id", "pause"), [(PERSON, 1), (GROUP, 4)])
async def test_a_chat_is_answered_five_times_at_once_and_then_at_its_own_pace(
    db: Database, clock: TestClock, chat_id: ChatId, pause: int
) -> None:
    await given_chat(db, make_chat(id=chat_id))
    pacer = Pacer(db, most=1000, clock=clock)
    at = []
    for _ in range(7):
        await pacer.wait(chat_id)
        at.append((clock.now() - MORNING).total_seconds())

    assert at == pytest.approx([0, 0, 0, 0, 0, pause, 2 * pause], abs=0.02)


async def test_who_writes_a_lot_holds_up_nobody_else(db: Database, clock: TestClock) -> None:
    await given_chat(db)
    pacer = Pacer(db, most=10, clock=clock)
    for _ in range(7):
        await pacer.wait(PERSON)

    assert await waited(db, clock, 1) == pytest.approx([DISTANCE], abs=1e-5)


async def test_who_misses_a_departure_takes_another(db: Database) -> None:
    class Busy(TestClock):
        """Wakes whoever sleeps for the first time a second late."""

        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds if self.slept else seconds + 1)

    clock = Busy()
    await given_chat(db)
    pacer = Pacer(db, most=10, clock=clock)
    await pacer.wait(PERSON)
    await pacer.wait(PERSON)

    async with db.reading() as tx:
        assert (await look_at_pace(tx)).next_at >= clock.now() > MORNING + timedelta(seconds=1)
