"""What Telegram says once only is not forgotten, although the database is away just then."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from app.conversing import desk_of
from bot.desk import Desk
from news.ids import ChatId
from tests.ailing import Ailing
from tests.bot.people import GROUP, Person
from tests.clocks import TestClock
from tests.storage.given import asked, known_chat


class Waiting(TestClock):
    """Trouble that lasts under it ends when somebody has waited three times."""

    def __init__(self) -> None:
        super().__init__()
        self.lasting = ExitStack()

    def begins(self, ailing: Ailing) -> None:
        self.slept.clear()
        self.lasting.enter_context(ailing.trouble())

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        if len(self.slept) == 3:
            self.lasting.close()


@pytest.fixture
def clock() -> Iterator[Waiting]:
    waiting = Waiting()
    yield waiting
    waiting.lasting.close()


@pytest.fixture
def desk(ailing: Ailing, clock: Waiting) -> Desk:
    return desk_of(ailing.db, clock, most=1_000)


async def test_a_group_that_the_bot_joins_meanwhile_is_greeted_all_the_same(
    emily: Person, ailing: Ailing, clock: Waiting
) -> None:
    group = await emily.makes_group("Press Room")
    await emily.writes("/start")
    clock.begins(ailing)

    await group.adds_bot()

    assert (await group.reads())[0].text.startswith("👋 Welcome to Kliping!")
    assert await known_chat(ailing.db, ChatId(group.chat))


async def test_a_group_that_becomes_a_supergroup_meanwhile_keeps_everything(
    sari: Person, ailing: Ailing, clock: Waiting
) -> None:
    await sari.at(GROUP).writes("/langganan banjir")
    clock.begins(ailing)

    supergroup = sari.at(await sari.at(GROUP).upgrades_group())

    assert (await supergroup.writes("/topik")).text.startswith("Topik yang Anda ikuti (1)\n• Banjir")
    assert await asked(ailing.db, "SELECT id FROM chats WHERE id < 0") == [(supergroup.chat,)]
