"""Asking for the digest now."""

from bot.application import Conversation
from bot.desk import Desk
from bot.render import render
from bot.saying import Voice
from news.ids import ChatId
from storage.chats import find_chat
from storage.database import Database
from storage.digests import save_digests
from storage.topics import chat_topics
from tests.bot.people import FORUM, Person
from tests.clocks import MORNING, TestClock
from tests.make import make_digest, make_entry
from tests.storage.given import given_stories


async def test_the_digest_comes_at_once(sari: Person, sqlite_db: Database) -> None:
    await given_stories(sqlite_db, make_entry(title="Banjir surut di Manggar"))
    await sari.writes("/langganan banjir")

    assert "Banjir surut di Manggar" in (await sari.writes("/ringkasan")).text


async def test_the_digest_of_one_topic_leaves_out_the_others(sari: Person, sqlite_db: Database) -> None:
    await given_stories(
        sqlite_db,
        make_entry(title="Banjir surut di Manggar"),
        make_entry(title="Pemilu ulang di Toboali"),
    )
    await sari.writes("/langganan Air: banjir")
    await sari.writes("/langganan pemilu")

    digest = await sari.writes("/digest air")

    assert "Banjir surut di Manggar" in digest.text
    assert "Toboali" not in digest.text


async def test_who_follows_nothing_is_offered_topics(sari: Person) -> None:
    answer = await sari.writes("/ringkasan")

    assert answer.text.startswith("Belum ada topik yang Anda ikuti.")
    assert "Pemilu · 0" in answer.buttons


async def test_a_topic_that_is_not_followed_is_said(sari: Person) -> None:
    await sari.writes("/langganan banjir")

    assert (await sari.writes("/ringkasan pemilu")).text == "Tidak ada topik bernama “pemilu” di sini."


async def test_the_digest_is_a_tap_away_after_subscribing(sari: Person, sqlite_db: Database) -> None:
    await given_stories(sqlite_db, make_entry(title="Banjir surut di Manggar"))
    followed = await sari.writes("/langganan banjir")

    await sari.presses("Ringkasan sekarang", followed)

    assert "Banjir surut di Manggar" in (await sari.reads_next(followed)).text


async def test_the_digest_comes_where_it_was_asked_for(sari: Person, sqlite_db: Database) -> None:
    await given_stories(sqlite_db, make_entry(title="Banjir surut di Manggar"))
    forum = sari.at(FORUM)
    threads = await forum.threads()
    await forum.writes("/langganan banjir", thread=threads["Bencana"])

    assert (await forum.writes("/ringkasan", thread=threads["Pemilu"])).thread == threads["Pemilu"]


async def test_the_stories_without_room_are_a_tap_away(sari: Person, sqlite_db: Database) -> None:
    await given_stories(
        sqlite_db, *(make_entry(title=f"Banjir {number:02} surut") for number in range(1, 24))
    )
    await sari.writes("/langganan banjir")
    digest = await sari.writes("/ringkasan")

    await sari.presses("Banjir", digest)
    more = await sari.reads_next(digest)
    await sari.presses("Banjir", more)
    rest = await sari.reads_next(more)

    pages = (digest.text, more.text, rest.text)
    told = [[number for number in range(1, 24) if f"Banjir {number:02} surut" in page] for page in pages]
    assert [len(page) for page in told] == [10, 10, 3]
    assert sorted(number for page in told for number in page) == list(range(1, 24))
    assert more.text.startswith("Banjir · 11–20 dari 23 peristiwa\n\n11. Banjir")
    assert rest.buttons == ()


async def test_the_stories_of_a_scheduled_digest_are_the_ones_that_it_told(
    sari: Person, application: Conversation, desk: Desk, sqlite_db: Database, clock: TestClock
) -> None:
    stories = await given_stories(
        sqlite_db, *(make_entry(title=f"Banjir {number:02} surut") for number in range(1, 13))
    )
    await sari.writes("/langganan banjir")
    async with sqlite_db.writing() as tx:
        chat = await find_chat(tx, ChatId(sari.chat))
        assert chat
        topic, *_ = await chat_topics(tx, chat.id)
        digest = make_digest((topic, stories), chat=chat)
        await save_digests(tx, [digest], now=MORNING)
    clock.move(days=3)
    *_, message = render(digest, now=clock.now())
    await Voice(application.bot, clock, desk.pacing).write(chat.id, message)
    shown = (await sari.reads())[-1]

    await sari.presses("Banjir", shown)

    more = await sari.reads_next(shown)
    assert [story.lead_item.title in more.text for story in stories] == [False] * 10 + [True] * 2


async def test_a_topic_that_is_gone_has_no_more_stories(sari: Person, sqlite_db: Database) -> None:
    await given_stories(
        sqlite_db, *(make_entry(title=f"Banjir {number:02} surut") for number in range(1, 13))
    )
    await sari.writes("/langganan banjir")
    digest = await sari.writes("/ringkasan")
    await sari.writes("/berhenti banjir")

    pressed = await sari.presses("Banjir", digest)

    assert pressed.alert
    assert pressed.note.startswith("Tombol ini sudah tidak berlaku.")
