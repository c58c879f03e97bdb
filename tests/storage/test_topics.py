"""Topics: a chat follows each once, at most so many, and its own only."""

import asyncio

import pytest

from news.chat import MOST_TOPICS, Topic
from news.errors import LimitReached
from news.ids import ChatId, TopicId
from storage.database import Database
from storage.topics import add_topic, chat_topics, count_topics, find_topic, forget_topic, forget_topics
from tests.clocks import MORNING
from tests.conftest import OpenDatabase
from tests.make import GROUP, PERSON, make_chat
from tests.storage.given import given_chat, given_topic


async def _add(
    db: Database, name: str, query: str = "", *, chat_id: ChatId = PERSON, thread: int | None = None
) -> Topic | None:
    async with db.writing() as tx:
        return await add_topic(
            tx, chat_id, name=name, query=query or name.lower(), thread=thread, now=MORNING
        )


async def _names(db: Database, chat_id: ChatId = PERSON) -> list[str]:
    async with db.reading() as tx:
        return [topic.name for topic in await chat_topics(tx, chat_id)]


@pytest.fixture(autouse=True)
async def _chats(db: Database) -> None:
    await given_chat(db, make_chat(id=PERSON))
    await given_chat(db, make_chat(id=GROUP))


async def test_a_topic_is_followed_as_it_was_given(db: Database) -> None:
    topic = await _add(db, "Pilkada", "pilkada ATAU pilgub", thread=17)

    assert topic == Topic(
        id=topic.id if topic else TopicId(0),
        chat_id=PERSON,
        name="Pilkada",
        query="pilkada ATAU pilgub",
        thread=17,
    )
    async with db.reading() as tx:
        assert await chat_topics(tx, PERSON) == [topic]
        assert await count_topics(tx, PERSON) == 1


async def test_topics_keep_the_order_in_which_they_were_added(db: Database) -> None:
    for name in ("Pemilu", "Banjir", "Ormas"):
        await _add(db, name)

    assert await _names(db) == ["Pemilu", "Banjir", "Ormas"]


@pytest.mark.parametrize(("name", "query"), [("PEMILU", "lain"), ("Lain", "pemilu")])
async def test_a_name_or_a_query_that_the_chat_has_already_is_not_added(
    db: Database, name: str, query: str
) -> None:
    await _add(db, "Pemilu", "pemilu")

    assert await _add(db, name, query) is None
    assert await _names(db) == ["Pemilu"]


async def test_another_chat_may_follow_the_same(db: Database) -> None:
    await _add(db, "Pemilu", chat_id=PERSON)

    assert await _add(db, "Pemilu", chat_id=GROUP)


async def test_a_chat_follows_at_most_so_many_topics(db: Database) -> None:
    for number in range(MOST_TOPICS):
        await _add(db, f"Topik {number}")

    with pytest.raises(LimitReached) as caught:
        await _add(db, "Satu lagi")

    assert (caught.value.what, caught.value.limit) == ("topics", MOST_TOPICS)


async def test_a_topic_that_is_there_already_is_no_question_of_the_limit(db: Database) -> None:
    for number in range(MOST_TOPICS):
        await _add(db, f"Topik {number}")

    assert await _add(db, "Topik 3") is None


async def test_buttons_pressed_at_once_do_not_pass_the_limit_together(
    database_url: str, open_database: OpenDatabase, db: Database
) -> None:
    for number in range(MOST_TOPICS - 1):
        await _add(db, f"Topik {number}")
    processes = [open_database(database_url) for _ in range(4)]

    ended = await asyncio.gather(
        *(_add(process, f"Terakhir {n}") for n, process in enumerate(processes)), return_exceptions=True
    )

    assert sum(isinstance(end, Topic) for end in ended) == 1
    assert sum(isinstance(end, LimitReached) for end in ended) == 3


async def test_the_topic_of_another_chat_is_neither_found_nor_forgotten(db: Database) -> None:
    topic = await given_topic(db, chat_id=PERSON)

    async with db.writing() as tx:
        assert await find_topic(tx, GROUP, topic.id) is None
        assert await forget_topic(tx, GROUP, topic.id) is None
        assert await find_topic(tx, PERSON, topic.id) == topic


async def test_a_topic_that_is_forgotten_is_gone(db: Database) -> None:
    topic = await given_topic(db)

    async with db.writing() as tx:
        assert await forget_topic(tx, PERSON, topic.id) == topic
        assert await forget_topic(tx, PERSON, topic.id) is None
        assert await chat_topics(tx, PERSON) == []


async def test_all_topics_of_a_chat_are_forgotten_at_once(db: Database) -> None:
    for name in ("Pemilu", "Banjir"):
        await _add(db, name)
    await _add(db, "Ormas", chat_id=GROUP)

    async with db.writing() as tx:
        assert await forget_topics(tx, PERSON) == 2

    assert await _names(db, PERSON) == []
    assert await _names(db, GROUP) == ["Ormas"]
