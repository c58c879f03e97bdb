"""What could not be delivered is part of the chat's next digest."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from jobs.compose import Composer
from jobs.deliver import Sender
from news.chat import Language
from news.delivery import Delivery, Receipt, Sent, Trouble, Unknown, Unreachable
from news.digest import Digest
from news.message import Message
from storage.database import Database
from storage.topics import forget_topic
from tests.clocks import MORNING, TestClock
from tests.jobs.test_compose import follower, news
from tests.make import PERSON
from tests.storage.given import asked, given_chat, known_chat

DAY = timedelta(days=1)


def one_each(digest: Digest) -> Sequence[Message]:
    """A message for each story."""
    return [
        Message(html=story.lead_item.title, stories=(story.id,))
        for story in sorted(digest.stories, key=lambda story: story.lead_item.title)
    ] or [Message(html="nothing")]


class Post:
    """Answers by text as planned whenever it is tried, but for repeats; `Sent` otherwise."""

    def __init__(self, **planned: Receipt) -> None:
        self._planned = {text.replace("_", " "): receipt for text, receipt in planned.items()}
        self.sent: list[str] = []

    async def __call__(self, delivery: Delivery, *, language: Language) -> Receipt:
        text = delivery.message.html
        if text in self._planned and not delivery.repeat:
            return self._planned[text]
        self.sent.append(f"{text} (repeat)" if delivery.repeat else text)
        return Sent(len(self.sent))


class Days:
    """A chat's mornings: its digests are written and sent, as far as Telegram takes them."""

    def __init__(self, db: Database, clock: TestClock) -> None:
        self._db, self._clock = db, clock

    async def morning(self, day: int, **planned: Receipt) -> list[str]:
        """What was sent on that day, when messages end as planned."""
        self._clock.at = MORNING + day * DAY
        await Composer(self._db, one_each, clock=self._clock).compose_due_digests()
        post = Post(**planned)
        sender = Sender(self._db, post, most=30, clock=self._clock)
        for _ in range(5):
            await sender.deliver_due_messages()
            self._clock.move(seconds=2)
        return post.sent


@pytest.fixture
async def days(db: Database, clock: TestClock) -> Days:
    await follower(db)
    await news(db, "Pemilu dimulai")
    await news(db, "Pemilu ulang diminta warga", outlet="Warta")
    return Days(db, clock)


TROUBLE = Trouble("HTTP 502")
BLOCKED = Unreachable("bot was blocked by the user", left=True)
SILENCED = Unreachable("not enough rights to send text messages to the chat")


async def test_trouble_that_lasts_until_the_next_digest_makes_it_tell_both(days: Days, db: Database) -> None:
    assert await days.morning(0, Pemilu_dimulai=TROUBLE) == []
    await news(db, "Pemilu susulan pekan depan", hours_ago=-2, outlet="Siang")

    assert await days.morning(1) == [
        "Pemilu dimulai",
        "Pemilu susulan pekan depan",
        "Pemilu ulang diminta warga",
    ]
    assert await days.morning(2) == ["nothing"]


async def test_what_was_sent_of_a_digest_is_not_told_again_with_its_rest(days: Days) -> None:
    assert await days.morning(0, Pemilu_ulang_diminta_warga=TROUBLE) == ["Pemilu dimulai"]
    assert await days.morning(1) == ["Pemilu ulang diminta warga"]
    assert await days.morning(2) == ["nothing"]


async def test_what_is_in_doubt_is_sent_once_more_before_the_next_digest(
    days: Days, clock: TestClock
) -> None:
    assert await days.morning(0, Pemilu_ulang_diminta_warga=Unknown("no answer")) == [
        "Pemilu dimulai",
        "Pemilu ulang diminta warga (repeat)",
    ]


async def test_a_doubt_that_outlives_the_day_is_no_part_of_the_next_digest(days: Days, db: Database) -> None:
    await days.morning(0, Pemilu_dimulai=TROUBLE)
    async with db.writing() as tx:
        await tx.exec_driver_sql("UPDATE deliveries SET doubts = 1 WHERE html = 'Pemilu dimulai'")

    assert await days.morning(1) == ["Pemilu dimulai (repeat)", "Pemilu ulang diminta warga"]


async def test_who_blocked_the_bot_and_is_back_is_told_what_they_missed(days: Days, db: Database) -> None:
    chat = await known_chat(db, PERSON)
    assert await days.morning(0, Pemilu_dimulai=BLOCKED) == []
    assert await days.morning(1) == []
    await given_chat(db, chat, at=MORNING + DAY + timedelta(hours=3))

    assert await days.morning(2) == ["Pemilu dimulai", "Pemilu ulang diminta warga"]


async def test_a_chat_that_may_be_written_to_again_is_told_what_it_missed_without_a_word(
    days: Days, db: Database
) -> None:
    assert await days.morning(0, Pemilu_dimulai=SILENCED) == []
    assert await days.morning(1) == ["Pemilu dimulai", "Pemilu ulang diminta warga"]

    assert await asked(db, "SELECT unreachable_since, asleep_from FROM chats") == [(None, None)]


async def test_a_chat_that_stays_silenced_is_left_alone_after_a_week(days: Days, db: Database) -> None:
    for day in range(7):
        assert await days.morning(day, Pemilu_dimulai=SILENCED, nothing=SILENCED) == []
    assert await days.morning(7) == []

    assert await asked(db, "SELECT count(*) FROM deliveries WHERE state <> 'unreachable'") == [(0,)]
    assert await asked(db, "SELECT count(*) FROM topics") == [(1,)]


async def test_a_chat_that_follows_nothing_any_more_is_not_sent_what_still_waited(
    days: Days, db: Database
) -> None:
    await days.morning(0, Pemilu_dimulai=TROUBLE)
    async with db.writing() as tx:
        (topic,) = await asked(db, "SELECT id FROM topics")
        await forget_topic(tx, PERSON, topic[0])

    assert await days.morning(1) == []


async def test_who_missed_a_digest_hears_it_with_all_that_was_seen_since(days: Days, db: Database) -> None:
    for day in range(3):
        assert await days.morning(day, Pemilu_dimulai=TROUBLE, Pemilu_ulang_diminta_warga=TROUBLE) == []

    assert await days.morning(3) == ["Pemilu dimulai", "Pemilu ulang diminta warga"]
    assert await asked(db, "SELECT state, count(*) FROM deliveries GROUP BY state ORDER BY state") == [
        ("folded", 6),
        ("sent", 2),
    ]


async def test_a_digest_that_cannot_be_made_withdraws_nothing(
    days: Days, db: Database, clock: TestClock
) -> None:
    await days.morning(0, Pemilu_dimulai=TROUBLE)
    clock.at = MORNING + DAY

    def broken(digest: Digest) -> Sequence[Message]:
        raise RuntimeError("broken")

    await Composer(db, broken, clock=clock).compose_due_digests()

    assert await asked(db, "SELECT DISTINCT state FROM deliveries") == [("pending",)]
    assert await days.morning(1) == ["Pemilu dimulai", "Pemilu ulang diminta warga"]


async def test_a_digest_that_comes_too_late_withdraws_nothing(
    days: Days, db: Database, clock: TestClock
) -> None:
    await days.morning(0, Pemilu_dimulai=TROUBLE)
    clock.at = MORNING + DAY + timedelta(hours=13)

    await Composer(db, one_each, clock=clock).compose_due_digests()

    assert await asked(db, "SELECT DISTINCT state FROM deliveries") == [("pending",)]
