"""Delivering: every message reaches its chat in order, whatever happens to the others."""

from datetime import timedelta

from jobs.deliver import Send, deliver_due_messages
from jobs.pace import Pace
from news.chat import Language
from news.delivery import Delivery, Moved, Receipt, Refused, Sent, SlowDown, Trouble, Unknown, Unreachable
from news.ids import ChatId
from storage.chats import find_chat
from storage.database import Database
from tests.clocks import TestClock
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


async def deliver(db: Database, post: Send, clock: TestClock, pace: Pace | None = None) -> int:
    return await deliver_due_messages(db, post, pace or Pace(rate=1000), clock=clock, stopping=lambda: False)


async def deliver_until_empty(db: Database, post: Post, clock: TestClock) -> None:
    pace = Pace(rate=1000)
    for _ in range(100):
        await deliver(db, post, clock, pace)
        clock.move(seconds=5)


async def test_messages_leave_in_order_one_a_second_into_a_chat(db: Database, clock: TestClock) -> None:
    await given_messages(db, "satu", "dua", chat_id=PERSON)
    await given_messages(db, "halo", chat_id=GROUP)
    post, pace = Post(), Pace(rate=1000)
    await deliver(db, post, clock, pace)
    assert sorted(post.sent) == [(GROUP, "halo"), (PERSON, "satu")]
    assert await deliver(db, post, clock, pace) == 0
    clock.move(seconds=1)
    await deliver(db, post, clock, pace)
    assert post.sent[-1] == (PERSON, "dua")


async def test_the_rate_holds_from_the_first_second_on(db: Database, clock: TestClock) -> None:
    for number in range(1, 11):
        await given_messages(db, "halo", chat_id=number)
    begun = clock.now()
    await deliver(db, Post(), clock, Pace(rate=10))
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


async def test_trouble_is_tried_again_and_the_chats_next_message_waits(
    db: Database, clock: TestClock
) -> None:
    await given_messages(db, "satu", "dua", chat_id=PERSON)
    post = Post(satu=Trouble("HTTP 502"))
    await deliver(db, post, clock)
    assert post.sent == []
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
    await deliver_due_messages(db, post, Pace(rate=1000), clock=clock, stopping=lambda: True)
    assert post.sent == []
    await deliver(db, post, clock)
    assert post.sent == [(PERSON, "satu")]
