"""Delivering when the clock jumps, or the machine stands still: nothing is lost, and nothing doubled."""

import asyncio
from datetime import timedelta

from news.chat import Language
from news.delivery import LEASE, Delivery, Receipt, Sent
from storage.database import Database
from tests.clocks import MORNING, TestClock
from tests.jobs.test_deliver import Post, deliver_until_empty, sender
from tests.storage.given import given_messages


async def test_a_clock_that_is_set_forward_makes_no_doubt_of_what_is_on_its_way(
    db: Database, clock: TestClock
) -> None:
    await given_messages(db, "satu", chat_id=1)
    asked_for, answered, next_one = asyncio.Event(), asyncio.Event(), asyncio.Event()
    sent = []

    async def send(delivery: Delivery, *, language: Language) -> Receipt:
        sent.append((delivery.message.html, delivery.repeat))
        if delivery.message.html == "dua":
            next_one.set()
        else:
            asked_for.set()
            await answered.wait()
        return Sent(1)

    waiting = asyncio.create_task(sender(db, send, clock).deliver_due_messages())
    await asked_for.wait()
    clock.move(minutes=5)
    await given_messages(db, "dua", chat_id=2)
    await next_one.wait()
    answered.set()

    assert await waiting == 2
    assert sent == [("satu", False), ("dua", False)]


async def test_what_could_not_leave_in_time_is_not_sent_on_a_claim_that_may_be_over(db: Database) -> None:
    for chat_id in (1, 2):
        await given_messages(db, f"kepada {chat_id}", chat_id=chat_id)
    post, other = Post(), Post()

    class Standstill(TestClock):
        """The machine stands still when the second message is about to leave, and another sender goes on."""

        async def sleep(self, seconds: float) -> None:
            self.move(seconds=seconds)
            if 0.02 < seconds <= 0.03 and len(post.sent) == 1 and not other.sent:  # before it leaves
                self.move(seconds=LEASE.total_seconds() + 5)
                await deliver_until_empty(db, other, TestClock(self.at))

    await sender(db, post, Standstill(), most=0.8).deliver_due_messages()

    assert (post.sent, other.sent) == ([(1, "kepada 1")], [(2, "kepada 2")])


async def test_what_could_not_leave_in_time_leaves_later_without_a_doubt(db: Database) -> None:
    for chat_id in (1, 2):
        await given_messages(db, f"kepada {chat_id}", chat_id=chat_id)
    post = Post()

    class Standstill(TestClock):
        stood = False

        async def sleep(self, seconds: float) -> None:
            self.move(seconds=seconds)
            if 0.02 < seconds <= 0.03 and len(post.sent) == 1 and not self.stood:
                self.stood = True
                self.move(seconds=LEASE.total_seconds())

    clock = Standstill()
    sending = sender(db, post, clock, most=0.8)
    for _ in range(3):
        await sending.deliver_due_messages()
        clock.move(seconds=5)

    assert post.repeats == [False, False]


async def test_a_clock_that_is_set_back_an_hour_holds_up_nothing_that_is_due(
    db: Database, clock: TestClock
) -> None:
    post = Post()
    sending = sender(db, post, clock, most=1)
    await given_messages(db, "satu", chat_id=1)
    await sending.deliver_due_messages()
    clock.move(hours=-1)
    await given_messages(db, "dua", chat_id=2, slot=clock.now())

    assert await sending.deliver_due_messages() == 1
    assert MORNING - clock.now() > timedelta(minutes=59)
    assert post.sent == [(1, "satu"), (2, "dua")]
