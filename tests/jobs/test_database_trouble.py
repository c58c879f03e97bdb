"""The database full, locked, read-only, cut off or gone, while messages are sent and digests written."""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta

import pytest

from jobs.clockwork import Beat, Clockwork
from jobs.compose import Composer
from jobs.deliver import Sender
from news.chat import Language
from news.delivery import LEASE, Delivery, Receipt, Sent
from news.digest import Digest
from news.message import Message
from storage.database import Database
from storage.errors import DatabaseTrouble
from tests.ailing import MIDWAY, Ailing, Trouble
from tests.clocks import MORNING, TestClock
from tests.storage.given import asked, given_chat, given_messages, given_topic


class TroubledPost:
    """Takes messages; with the first of them begins the trouble."""

    def __init__(self, trouble: Trouble) -> None:
        self._trouble, self._lasting = trouble, ExitStack()
        self.taken: list[tuple[str, bool]] = []

    async def __call__(self, delivery: Delivery, *, language: Language) -> Receipt:
        self.taken.append((delivery.message.html, delivery.repeat))
        if len(self.taken) == 1:
            self._lasting.enter_context(self._trouble())
        return Sent(len(self.taken))

    def trouble_ends(self) -> None:
        self._lasting.close()


async def beats_in_vain(sender: Sender, clock: TestClock, *, seconds: int = 60) -> None:
    """The sender's beat comes again and again, and finds the trouble each time."""
    for _ in range(seconds // 10):
        with pytest.raises(DatabaseTrouble):
            await sender.deliver_due_messages()
        clock.move(seconds=10)


async def test_what_was_taken_while_it_could_not_be_saved_is_saved_a_minute_later_and_sent_once(
    ailing: Ailing, clock: TestClock
) -> None:
    await given_messages(ailing.db, "satu", "lagi", chat_id=1)
    await given_messages(ailing.db, "dua", chat_id=2)
    post = TroubledPost(ailing.trouble)
    sender = Sender(ailing.db, post, most=1000, clock=clock)

    await beats_in_vain(sender, clock)
    assert post.taken == [("satu", False), ("dua", False)]
    post.trouble_ends()

    assert await sender.deliver_due_messages() == 3
    assert post.taken[2:] == [("lagi", False)]
    assert await asked(ailing.db, "SELECT DISTINCT state, doubts FROM deliveries") == [("sent", 0)]


async def test_who_dies_meanwhile_leaves_doubt_and_the_message_comes_again_with_its_mark(
    ailing: Ailing, clock: TestClock
) -> None:
    await given_messages(ailing.db, "satu", chat_id=1)
    post = TroubledPost(ailing.trouble)
    await beats_in_vain(Sender(ailing.db, post, most=1000, clock=clock), clock, seconds=10)
    post.trouble_ends()

    another = Sender(ailing.db, post, most=1000, clock=clock)
    assert await another.deliver_due_messages() == 0
    clock.move(seconds=LEASE.total_seconds())

    assert await another.deliver_due_messages() == 1
    assert post.taken == [("satu", False), ("satu", True)]


async def test_a_message_that_cannot_be_claimed_does_not_leave(ailing: Ailing, clock: TestClock) -> None:
    await given_messages(ailing.db, "satu", chat_id=1)
    post = TroubledPost(ailing.trouble)
    sender = Sender(ailing.db, post, most=1000, clock=clock)

    with ailing.trouble():
        await beats_in_vain(sender, clock)

    assert post.taken == []


async def given_follower(db: Database) -> None:
    await given_chat(db, at=MORNING - timedelta(hours=20))
    await given_topic(db)


def one_message(digest: Digest) -> Sequence[Message]:
    return [Message(html=f"Kliping {digest.slot:%H.%M}")]


async def composes_in_vain(composer: Composer, clock: TestClock) -> None:
    for _ in range(6):
        with pytest.raises(DatabaseTrouble):
            await composer.compose_due_digests()
        clock.move(seconds=10)


async def test_a_digest_that_cannot_be_written_is_written_a_minute_later_and_once(
    ailing: Ailing, clock: TestClock
) -> None:
    await given_follower(ailing.db)
    composer = Composer(ailing.db, one_message, clock=clock)

    with ailing.trouble():
        await composes_in_vain(composer, clock)

    assert await composer.compose_due_digests() == 1
    assert await composer.compose_due_digests() == 0
    assert await asked(ailing.db, "SELECT html FROM deliveries") == [("Kliping 00.00",)]


@pytest.mark.parametrize("ailing", MIDWAY, indirect=True)
async def test_of_a_digest_that_is_interrupted_nothing_remains_and_it_is_written_later(
    ailing: Ailing, clock: TestClock
) -> None:
    await given_follower(ailing.db)

    with ExitStack() as lasting:

        def interrupted(digest: Digest) -> Sequence[Message]:
            lasting.enter_context(ailing.trouble())
            return one_message(digest)

        with pytest.raises(DatabaseTrouble):
            await Composer(ailing.db, interrupted, clock=clock).compose_due_digests()
    assert await asked(ailing.db, "SELECT count(*) FROM digests") == [(0,)]

    assert await Composer(ailing.db, one_message, clock=clock).compose_due_digests() == 1
    assert await asked(ailing.db, "SELECT html FROM deliveries") == [("Kliping 00.00",)]


async def test_the_beats_go_on_by_themselves_when_it_is_over_and_the_log_says_both(
    ailing: Ailing, clock: TestClock, caplog: pytest.LogCaptureFixture
) -> None:
    await given_messages(ailing.db, "satu")
    failed, sent = asyncio.Event(), asyncio.Event()

    async def send(delivery: Delivery, *, language: Language) -> Receipt:
        sent.set()
        return Sent(1)

    sender = Sender(ailing.db, send, most=1000, clock=clock)

    async def deliver() -> int:
        try:
            return await sender.deliver_due_messages()
        except DatabaseTrouble:
            failed.set()
            raise

    clockwork = Clockwork([Beat(name="deliver", seconds=0.01, run=deliver)])
    async with asyncio.timeout(30):
        with ailing.trouble():
            clockwork.start()
            await failed.wait()
        await sent.wait()
    await clockwork.stop()

    begun, over = [record.getMessage() for record in caplog.records]
    assert begun.startswith("the database cannot be used (")
    assert over.startswith("the database can be used again")
    assert await asked(ailing.db, "SELECT state FROM deliveries") == [("sent",)]
