"""Chats: met, due, out of reach, moved, forgotten."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from news.chat import Chat, ChatType, DueChat, Language
from news.ids import ChatId
from news.schedule import QuietHours, Schedule
from storage.chats import (
    forget_chat,
    next_chat_due_at,
    next_digest_at,
    save_next_slots,
    save_schedule,
    take_due_chats,
)
from storage.database import Database, Transaction
from storage.tables import chats
from tests.clocks import MORNING
from tests.conftest import OpenDatabase
from tests.make import GROUP, PERSON, make_chat
from tests.storage.given import (
    asked,
    given_chat,
    given_digest,
    given_messages,
    given_stories,
    given_topic,
    known_chat,
)

DAY = timedelta(days=1)
EVENING = Schedule(
    times=(time(6, 30), time(18)),
    weekdays=frozenset({0, 4}),
    zone="Asia/Jayapura",
    on_holidays=False,
    quiet=QuietHours(start=time(22, 30), end=time(5)),
)


async def _due(db: Database, *, after: timedelta = timedelta()) -> DueChat | None:
    async with db.writing() as tx:
        return next(iter(await take_due_chats(tx, now=MORNING + after, limit=1)), None)


async def test_a_chat_is_remembered_as_it_is(db: Database) -> None:
    chat = Chat(
        id=GROUP,
        type=ChatType.GROUP,
        title="Warga Demak",
        language=Language.ENGLISH,
        schedule=EVENING,
        silent_without_news=True,
    )

    await given_chat(db, chat)

    assert await known_chat(db, GROUP) == chat
    assert await known_chat(db, PERSON) is None


async def test_a_chat_that_wishes_nothing_special_is_remembered_as_that(db: Database) -> None:
    plain = make_chat(schedule=Schedule())
    await given_chat(db, make_chat(schedule=EVENING))

    await given_chat(db, plain)

    assert await known_chat(db, PERSON) == plain
    wishes = await asked(db, "SELECT quiet_hours, on_holidays, silent_without_news FROM chats")
    assert wishes == [("", True, False)]


async def test_a_new_chat_is_due_at_its_next_slot_and_covers_the_news_from_now(db: Database) -> None:
    await given_chat(db, make_chat(schedule=Schedule(times=(time(16),))))

    async with db.reading() as tx:
        assert await next_digest_at(tx, PERSON) == MORNING + timedelta(hours=9)
        assert await _covered_until(tx) == MORNING


async def test_meeting_a_chat_again_renames_it_and_leaves_its_next_digest(db: Database) -> None:
    await given_chat(db, make_chat(title="Sari"))
    await given_chat(db, make_chat(title="Sari Dewi"), at=MORNING + 10 * DAY)

    assert await known_chat(db, PERSON) == make_chat(title="Sari Dewi")
    async with db.reading() as tx:
        assert await next_digest_at(tx, PERSON) == MORNING + DAY


async def test_a_new_schedule_counts_from_now(db: Database) -> None:
    await given_chat(db)

    async with db.writing() as tx:
        await save_schedule(tx, make_chat(schedule=EVENING), now=MORNING)

    assert await known_chat(db, PERSON) == make_chat(schedule=EVENING)
    async with db.reading() as tx:
        assert await next_digest_at(tx, PERSON) == MORNING + timedelta(hours=9)


async def test_a_chat_is_due_from_its_slot_on(db: Database) -> None:
    chat = await given_chat(db)

    assert await _due(db, after=DAY - timedelta(seconds=1)) is None
    assert await _due(db, after=DAY) == DueChat(chat=chat, slot=MORNING + DAY, since=MORNING)


async def test_the_longest_due_chat_comes_first(db: Database) -> None:
    await given_chat(db, make_chat(id=PERSON, schedule=Schedule(times=(time(12),))))
    await given_chat(db, make_chat(id=GROUP, schedule=Schedule(times=(time(9),))))

    due = await _due(db, after=DAY)

    assert due
    assert due.chat.id == GROUP


async def test_two_composers_never_take_the_same_chat(postgres_url: str, open_database: OpenDatabase) -> None:
    one, other = open_database(postgres_url), open_database(postgres_url)
    await given_chat(one)

    async with one.writing() as first, other.writing() as second:
        assert await take_due_chats(first, now=MORNING + DAY, limit=9)
        assert await take_due_chats(second, now=MORNING + DAY, limit=9) == []


async def test_a_chat_is_due_again_at_the_slot_that_was_written_down(db: Database) -> None:
    await given_chat(db)
    later = MORNING + 4 * DAY

    async with db.writing() as tx:
        await save_next_slots(tx, {PERSON: (later, MORNING + DAY)})
        assert await take_due_chats(tx, now=later - timedelta(seconds=1), limit=9) == []
        (due,) = await take_due_chats(tx, now=later, limit=9)

    assert (due.slot, due.since) == (later, MORNING + DAY)


async def test_of_many_due_chats_the_longest_due_are_taken_and_those_put_off_are_not(db: Database) -> None:
    ids = [ChatId(number) for number in (1, 2, 3)]
    for chat_id in ids:
        await given_chat(db, make_chat(id=chat_id))

    async with db.writing() as tx:
        hours = {chat_id: MORNING + timedelta(hours=-chat_id) for chat_id in ids}
        await save_next_slots(tx, {chat_id: (at, MORNING) for chat_id, at in hours.items()})
        due = await take_due_chats(tx, now=MORNING, limit=1, but=[ids[2]])

    assert [each.chat.id for each in due] == [ids[1]]


async def test_the_next_digest_of_all_is_that_of_the_first_chat_due(db: Database) -> None:
    await given_chat(db, make_chat(id=PERSON, schedule=Schedule(times=(time(12),))))
    await given_chat(db, make_chat(id=GROUP, schedule=Schedule(times=(time(9),))))

    async with db.reading() as tx:
        assert await next_chat_due_at(tx, now=MORNING) == MORNING + timedelta(hours=2)


async def test_a_chat_that_is_forgotten_leaves_nothing(db: Database) -> None:
    topic_of = await given_chat(db)
    topic = await given_topic(db)
    await given_digest(db, chat=topic_of, topic=topic, stories=await given_stories(db))
    await given_messages(db, "Kliping", slot=MORNING + DAY)

    async with db.writing() as tx:
        await forget_chat(tx, PERSON)

    for table in ("chats", "topics", "digests", "told", "deliveries"):
        assert await asked(db, f"SELECT * FROM {table}") == [], table


async def _covered_until(tx: Transaction) -> datetime | None:
    return await tx.scalar(select(chats.c.covered_until).where(chats.c.id == PERSON))
