"""When nothing can be previewed, or somebody follows the topic meanwhile."""

from dataclasses import replace

import pytest

from app.conversing import desk_of
from bot.desk import Desk
from news.chat import MOST_TOPICS, Chat
from news.ids import ChatId
from news.preview import Preview
from storage.database import Database
from storage.topics import add_topic
from tests.bot.people import SARI, Person
from tests.clocks import MORNING, TestClock
from tests.storage.given import given_topic

CONTESTED = "gerhana"


@pytest.fixture
def desk(sqlite_db: Database, clock: TestClock) -> Desk:
    """A desk that cannot look back, but for one topic, which somebody else follows just then."""

    async def look_back(chat: Chat, query: str) -> Preview:
        if query != CONTESTED:
            raise RuntimeError("out of ink")
        async with sqlite_db.writing() as tx:
            await add_topic(tx, chat.id, name="Langit", query=query, thread=None, now=MORNING)
        return Preview()

    return replace(desk_of(sqlite_db, clock, most=1_000), look_back=look_back)


async def test_what_is_followed_already_is_not_composed(sari: Person, sqlite_db: Database) -> None:
    await sari.writes("/start")
    await given_topic(sqlite_db, chat_id=ChatId(SARI), name="Air", query="banjir")

    assert (await sari.writes("/langganan banjir")).text.startswith("Air sudah Anda ikuti.")
    assert (await sari.writes("/langganan air: longsor")).text.startswith("Air sudah Anda ikuti.")


async def test_what_a_chat_may_not_follow_any_more_is_not_composed(sari: Person, sqlite_db: Database) -> None:
    await sari.writes("/start")
    for number in range(MOST_TOPICS):
        await given_topic(sqlite_db, chat_id=ChatId(SARI), name=str(number), query=f"banjir{number}")

    assert (await sari.writes("/langganan banjir")).text.startswith("Paling banyak 30 topik")


async def test_what_somebody_follows_meanwhile_is_not_previewed_as_new(sari: Person) -> None:
    followed = (await sari.writes(f"/langganan {CONTESTED}")).text

    assert followed.startswith("Langit sudah Anda ikuti.")
    assert "7 hari terakhir" not in followed


async def test_where_composing_fails_nothing_is_followed_and_the_person_is_told(sari: Person) -> None:
    assert (await sari.writes("/langganan banjir")).text.startswith("Ada yang salah di pihak kami")
    assert (await sari.writes("/topik")).text.startswith("Belum ada topik")
