"""The clock set back or forward an hour: no slot is told twice, none is left out, and nothing is lost."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from jobs.compose import Composer
from jobs.deliver import Sender
from jobs.pace import Pacer
from news.chat import Language
from news.delivery import LEASE, Delivery, Receipt, Sent, SlowDown, Trouble, Unknown
from news.digest import Digest
from news.message import Message
from storage.database import Database
from tests.clocks import MORNING, TestClock
from tests.make import PERSON
from tests.storage.given import given_chat, given_messages, given_topic
from tests.storage.outbox import claim

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Composed:
    """A composer, and the slots of all that it has written."""

    def __init__(self, db: Database, clock: TestClock) -> None:
        self.slots: list[datetime] = []
        self._composer, self._clock = Composer(db, self._render, clock=clock), clock

    def _render(self, digest: Digest) -> Sequence[Message]:
        self.slots.append(digest.slot)
        return [Message(html="Kliping")]

    async def at(self, *moments: datetime) -> list[datetime]:
        """The slots, after composing at each of the moments in turn."""
        for self._clock.at in moments:
            await self._composer.compose_due_digests()
        return self.slots


async def given_follower(db: Database) -> None:
    await given_chat(db, at=MORNING - timedelta(hours=20))
    await given_topic(db)


async def test_a_slot_that_comes_twice_is_told_once_and_the_next_one_too(
    db: Database, clock: TestClock
) -> None:
    await given_follower(db)

    slots = await Composed(db, clock).at(MORNING, MORNING - HOUR, MORNING, MORNING + HOUR, MORNING + DAY)

    assert slots == [MORNING, MORNING + DAY]


async def test_a_slot_that_a_wrong_clock_told_too_early_is_not_told_again(
    db: Database, clock: TestClock
) -> None:
    await given_follower(db)
    early = MORNING - HOUR / 2

    slots = await Composed(db, clock).at(early, early + HOUR, early, MORNING, MORNING + DAY)

    assert slots == [MORNING, MORNING + DAY]


class Post:
    """Answers the first sending as planned and takes all others; remembers what it took, and when."""

    def __init__(self, clock: TestClock, first: Receipt | None = None) -> None:
        self._clock, self._first = clock, first
        self.taken: list[tuple[str, bool]] = []

    async def __call__(self, delivery: Delivery, *, language: Language) -> Receipt:
        if self._first:
            first, self._first = self._first, None
            return first
        self.taken.append((delivery.message.html, delivery.repeat))
        return Sent(1)


async def delivered(
    db: Database, clock: TestClock, first: Receipt
) -> tuple[list[tuple[str, bool]], timedelta]:
    """What was taken after the clock was set back in the midst, and how long that lasted by the clock."""
    await given_messages(db, "satu")
    post = Post(clock, first)
    sender = Sender(db, post, most=1000, clock=clock)
    await sender.deliver_due_messages()
    clock.move(hours=-1)
    begun = clock.now()
    while not post.taken and clock.now() < begun + timedelta(hours=2):
        clock.move(seconds=30)
        await sender.deliver_due_messages()
    return post.taken, clock.now() - begun


async def test_trouble_slowing_down_and_doubt_outlast_the_hour_and_no_more(
    db: Database, clock: TestClock
) -> None:
    for first in (Trouble("HTTP 502"), SlowDown(timedelta(seconds=20)), Unknown("no answer")):
        clock.at = MORNING
        taken, lasted = await delivered(db, clock, first)
        assert taken == [("satu", isinstance(first, Unknown))]
        assert lasted <= HOUR + timedelta(minutes=1)
        async with db.writing() as tx:
            await tx.exec_driver_sql("DELETE FROM digests")


async def test_what_a_dead_sender_held_comes_again_with_its_mark(db: Database, clock: TestClock) -> None:
    await given_messages(db, "satu")
    assert await claim(db)
    clock.move(hours=-1)
    post = Post(clock)
    sender = Sender(db, post, most=1000, clock=clock)

    assert await sender.deliver_due_messages() == 0
    clock.at = MORNING + LEASE

    assert await sender.deliver_due_messages() == 1
    assert post.taken == [("satu", True)]


async def test_replies_leave_at_once(db: Database, clock: TestClock) -> None:
    await given_chat(db)
    pacer = Pacer(db, most=10, clock=clock)
    await pacer.wait(PERSON)
    clock.move(hours=-1)
    clock.slept.clear()

    await pacer.wait(PERSON)

    assert clock.slept == []
