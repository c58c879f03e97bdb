"""Delivering: every message reaches its chat in order, whatever happens to the others."""

import asyncio
from datetime import timedelta

from jobs.deliver import Sender
from jobs.runway import Send
from news.chat import Language
from news.delivery import (
    LEASE,
    Delivery,
    Moved,
    Receipt,
    Refused,
    Sent,
    SlowDown,
    Trouble,
    Unknown,
    Unreachable,
)
from news.ids import ChatId
from storage.chats import find_chat, move_chat
from storage.database import Database
from storage.deliveries import next_delivery_due_at
from tests.clocks import MORNING, TestClock
from tests.make import GROUP, PERSON, SUPERGROUP, make_chat
from tests.storage.given import asked, given_chat, given_messages


class Post:
    """Answers sendings as planned by text, `Sent` otherwise, and remembers what was sent to whom."""

    def __init__(self, **planned: Receipt) -> None:
        self._planned = planned
        self.sent: list[tuple[int, str]] = []
        self.repeats: list[bool] = []

    async def __call__(self, delivery: Delivery, *, language: Language) -> Receipt:
        text = delivery.message.html
        if text in self._planned:
            return self._planned.pop(text)
        self.sent.append((delivery.chat_id, text))
        self.repeats.append(delivery.repeat)
        return Sent(len(self.sent))


def sender(db: Database, send: Send, clock: TestClock, *, most: float = 1000) -> Sender:
    return Sender(db, send, most=most, clock=clock)


async def deliver(db: Database, send: Send, clock: TestClock) -> int:
    return await sender(db, send, clock).deliver_due_messages()


async def deliver_until_empty(db: Database, post: Post, clock: TestClock) -> None:
    sending = sender(db, post, clock)
    for _ in range(100):
        await sending.deliver_due_messages()
        clock.move(seconds=5)


async def test_messages_leave_in_order_one_a_second_into_a_chat(db: Database, clock: TestClock) -> None:
    await given_messages(db, "satu", "dua", chat_id=PERSON)
    await given_messages(db, "halo", chat_id=GROUP)
    post = Post()
    await deliver(db, post, clock)
    assert sorted(post.sent) == [(GROUP, "halo"), (PERSON, "satu")]
    assert await deliver(db, post, clock) == 0
    clock.move(seconds=1)
    await deliver(db, post, clock)
    assert post.sent[-1] == (PERSON, "dua")


async def test_the_rate_holds_from_the_first_second_on(db: Database, clock: TestClock) -> None:
    for number in range(1, 11):
        await given_messages(db, "halo", chat_id=number)
    begun = clock.now()
    await sender(db, Post(), clock, most=10).deliver_due_messages()
    assert clock.now() - begun >= timedelta(seconds=0.9)


async def test_flood_control_delays_the_message_and_no_other_chat(db: Database, clock: TestClock) -> None:
    await given_messages(db, "satu", chat_id=PERSON)
    await given_messages(db, "halo", chat_id=GROUP)
    post = Post(satu=SlowDown(timedelta(seconds=30)))
    await deliver(db, post, clock)
    assert post.sent == [(GROUP, "halo")]
    clock.move(seconds=31)
    await deliver(db, post, clock)
    assert post.sent[-1] == (PERSON, "satu")
    assert await asked(db, "SELECT sum(attempts) FROM deliveries") == [(0,)]


async def test_two_chats_under_flood_control_halt_all_until_it_is_over(
    db: Database, clock: TestClock
) -> None:
    for chat_id in (1, 2, 3):
        await given_messages(db, str(chat_id), chat_id=chat_id)
    sent_at = []

    async def send(delivery: Delivery, *, language: Language) -> Receipt:
        if delivery.chat_id < 3 and clock.now() < MORNING + timedelta(seconds=20):
            return SlowDown(timedelta(seconds=20))
        sent_at.append(clock.now() - MORNING)
        return Sent(1)

    # One after the other, as slowly as that.
    assert await sender(db, send, clock, most=0.5).deliver_due_messages() == 3

    assert min(sent_at) >= timedelta(seconds=20)
    assert await asked(db, "SELECT sum(attempts) FROM deliveries") == [(0,)]


async def test_who_waits_long_for_an_answer_keeps_the_claim(db: Database, clock: TestClock) -> None:
    await given_messages(db, "satu", chat_id=PERSON)
    asked_for, answered, other = asyncio.Event(), asyncio.Event(), Post()

    async def send(delivery: Delivery, *, language: Language) -> Receipt:
        asked_for.set()
        await answered.wait()
        return Sent(1)

    waiting = asyncio.create_task(sender(db, send, clock).deliver_due_messages())
    await asked_for.wait()
    while clock.now() < MORNING + 2 * LEASE:
        await deliver(db, other, clock)

    assert await deliver(db, other, clock) == 0
    answered.set()
    assert await waiting == 1
    assert other.sent == []


async def test_messages_of_several_chats_are_on_their_way_at_once(db: Database, clock: TestClock) -> None:
    for chat_id in (1, 2, 3):
        await given_messages(db, "halo", chat_id=chat_id)
    together = asyncio.Barrier(3)

    async def send(delivery: Delivery, *, language: Language) -> Receipt:
        async with asyncio.timeout(10):
            await together.wait()
        return Sent(1)

    assert await deliver(db, send, clock) == 3


async def test_what_is_on_its_way_when_we_are_stopping_is_still_noted(db: Database, clock: TestClock) -> None:
    for chat_id in (1, 2):
        await given_messages(db, "halo", chat_id=chat_id)
    stopping = asyncio.Event()

    async def send(delivery: Delivery, *, language: Language) -> Receipt:
        stopping.set()
        return Sent(1)

    await sender(db, send, clock, most=0.1).deliver_due_messages(stopping=stopping.is_set)

    assert await asked(db, "SELECT state FROM deliveries ORDER BY id") == [("sent",), ("pending",)]


async def test_a_sending_that_breaks_down_leaves_doubt(db: Database, clock: TestClock) -> None:
    await given_messages(db, "satu", chat_id=PERSON)

    async def send(delivery: Delivery, *, language: Language) -> Receipt:
        if not delivery.repeat:
            raise RuntimeError
        return Sent(1)

    sending = sender(db, send, clock)
    await sending.deliver_due_messages()
    clock.move(seconds=9)

    assert await sending.deliver_due_messages() == 1


async def test_one_whose_end_cannot_be_saved_holds_up_no_other(db: Database, clock: TestClock) -> None:
    await given_messages(db, "satu", chat_id=1)
    await given_messages(db, "dua", chat_id=2)
    nowhere = Moved(ChatId(2**70))  # no database holds such a number
    sending = sender(db, Post(satu=nowhere), clock)

    await sending.deliver_due_messages()
    assert await asked(db, "SELECT html, state FROM deliveries ORDER BY id") == [
        ("satu", "sending"),
        ("dua", "sent"),
    ]

    clock.move(seconds=LEASE.total_seconds())
    assert await sending.deliver_due_messages() == 1


async def test_trouble_is_tried_again_and_the_chats_next_message_waits(
    db: Database, clock: TestClock
) -> None:
    await given_messages(db, "satu", "dua", chat_id=PERSON)
    post = Post(satu=Trouble("HTTP 502"))
    await deliver(db, post, clock)
    assert post.sent == []
    async with db.reading() as tx:
        assert (await next_delivery_due_at(tx) or MORNING) > MORNING
    await deliver_until_empty(db, post, clock)
    assert post.sent == [(PERSON, "satu"), (PERSON, "dua")]


async def test_a_message_in_doubt_is_sent_once_more_and_says_so(db: Database, clock: TestClock) -> None:
    await given_messages(db, "satu", chat_id=PERSON)
    post = Post(satu=Unknown("no answer"))
    await deliver_until_empty(db, post, clock)
    assert (post.sent, post.repeats) == ([(PERSON, "satu")], [True])


async def test_a_refused_message_ends_and_the_next_one_goes(db: Database, clock: TestClock) -> None:
    await given_messages(db, "satu", "dua", chat_id=PERSON)
    post = Post(satu=Refused("message is too long"))
    await deliver_until_empty(db, post, clock)
    assert post.sent == [(PERSON, "dua")]


async def test_a_chat_that_is_gone_gets_nothing_more_and_keeps_what_it_follows(
    db: Database, clock: TestClock
) -> None:
    await given_messages(db, "satu", "dua", chat_id=PERSON)
    await given_messages(db, "halo", chat_id=GROUP)
    post = Post(satu=Unreachable("bot was blocked by the user"))
    await deliver_until_empty(db, post, clock)
    assert post.sent == [(GROUP, "halo")]
    assert await asked(db, "SELECT state, count(*) FROM deliveries GROUP BY state ORDER BY state") == [
        ("sent", 1),
        ("unreachable", 2),
    ]
    async with db.reading() as tx:
        assert await find_chat(tx, PERSON)


async def test_a_group_that_moved_gets_its_messages_where_it_is_now(db: Database, clock: TestClock) -> None:
    await given_messages(db, "satu", "dua", chat_id=GROUP)
    post = Post(satu=Moved(ChatId(SUPERGROUP)))
    await deliver_until_empty(db, post, clock)
    assert post.sent == [(SUPERGROUP, "satu"), (SUPERGROUP, "dua")]


async def test_the_chats_language_goes_with_the_message(db: Database, clock: TestClock) -> None:
    await given_messages(db, "satu", chat_id=PERSON)
    await given_chat(db, make_chat(language=Language.ENGLISH))
    spoken: list[Language] = []

    async def send(delivery: Delivery, *, language: Language) -> Receipt:
        spoken.append(language)
        return Sent(1)

    await deliver(db, send, clock)
    assert spoken == [Language.ENGLISH]


async def test_nothing_more_is_claimed_once_we_are_stopping(db: Database, clock: TestClock) -> None:
    await given_messages(db, "satu", chat_id=PERSON)
    post = Post()
    await sender(db, post, clock).deliver_due_messages(stopping=lambda: True)
    assert post.sent == []
    await deliver(db, post, clock)
    assert post.sent == [(PERSON, "satu")]


async def test_what_is_claimed_and_has_not_left_when_we_are_stopping_is_given_back_unsent(
    db: Database, clock: TestClock
) -> None:
    for chat_id in (1, 2, 3, 4):
        await given_messages(db, "halo", chat_id=chat_id)
    stopping = asyncio.Event()

    async def send(delivery: Delivery, *, language: Language) -> Receipt:
        stopping.set()
        return Sent(1)

    # 35 a second: three are claimed in one transaction, and two of them leave while the first one lands.
    await sender(db, send, clock, most=35).deliver_due_messages(stopping=stopping.is_set)

    states = await asked(db, "SELECT state, doubts FROM deliveries ORDER BY id")
    assert states[-2:] == [("pending", 0), ("pending", 0)]


async def test_a_group_that_moves_while_its_message_is_on_its_way_is_sent_it_once(
    db: Database, clock: TestClock
) -> None:
    await given_messages(db, "satu", chat_id=GROUP)
    post = Post()

    async def send(delivery: Delivery, *, language: Language) -> Receipt:
        async with db.writing() as tx:
            await move_chat(tx, GROUP, SUPERGROUP)
        return await post(delivery, language=language)

    await sender(db, send, clock).deliver_due_messages()

    assert await asked(db, "SELECT chat_id, state FROM deliveries") == [(SUPERGROUP, "sent")]
