"""The database full, locked, read-only, cut off or gone for a minute, while people talk with the bot."""

import asyncio
import logging
import re
from collections.abc import Iterator
from itertools import count

import pytest

from app.conversing import desk_of
from bot.desk import Desk
from storage.database import Database
from tests.ailing import Ailing, Strike, disk_full
from tests.bot.people import Person
from tests.clocks import TestClock
from tests.storage.given import asked

TOLD = re.compile(r"Ada yang salah di pihak kami \(kode ([0-9A-F]{6})\)")


@pytest.fixture
def desk(request: pytest.FixtureRequest, clock: TestClock) -> Desk:
    """At the database that falls ill, where there is one."""
    ill = "ailing" in request.fixturenames
    db = request.getfixturevalue("ailing").db if ill else request.getfixturevalue("sqlite_db")
    return desk_of(db, clock, most=1_000)


class Noticed(logging.Handler):
    """Hears when the bot says that the database does not answer."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.noticed = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if "the database does not answer" in record.getMessage():
            self.noticed.set()


@pytest.fixture
def outage() -> Iterator[Noticed]:
    handler = Noticed()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


async def test_who_writes_meanwhile_is_answered_when_the_database_is_back(
    sari: Person, ailing: Ailing, outage: Noticed
) -> None:
    await sari.writes("/start")

    with ailing.trouble():
        said = await sari.says("/langganan banjir")
        await outage.noticed.wait()

    assert (await sari.reads(after=said))[0].text.startswith("✓ Banjir diikuti.")
    assert await asked(ailing.db, "SELECT count(*) FROM topics") == [(1,)]


async def test_a_button_that_is_pressed_meanwhile_works_when_the_database_is_back(
    sari: Person, ailing: Ailing, outage: Noticed
) -> None:
    greeting = await sari.writes("/start")

    with ailing.trouble():
        pressing = asyncio.create_task(sari.presses("Kesbangpol", greeting))
        await outage.noticed.wait()

    assert (await pressing).note.startswith("✓ Kesbangpol diikuti.")


async def test_trouble_before_any_statement_of_an_answer_leaves_nothing_half_done(
    sari: Person, sqlite_db: Database, outage: Noticed
) -> None:
    """It strikes while the words are kept, or amid the answer: then the person is told, and tries again."""
    await sari.writes("/start")
    told = 0
    for before in count(1, 2):  # a chat may follow 30 topics
        outage.noticed.clear()
        strike = Strike(sqlite_db, disk_full, before=before)
        said = await sari.says(f"/langganan banjir{before}")
        answering = asyncio.create_task(sari.reads(after=said))
        noticing = asyncio.create_task(outage.noticed.wait())
        await asyncio.wait((answering, noticing), return_when=asyncio.FIRST_COMPLETED)
        noticing.cancel()
        begun = strike.ends()
        answer = (await answering)[0].text
        if TOLD.match(answer):
            told += 1
            answer = (await sari.writes(f"/langganan banjir{before}")).text
        assert re.match(rf"(✓ )?Banjir{before} (sudah Anda ikuti|diikuti)\.", answer)
        if not begun:
            break
    assert told > 5, "the answer has become suspiciously short"
    assert await asked(sqlite_db, "SELECT count(DISTINCT name), count(*) FROM topics") == [
        ((before + 1) // 2,) * 2
    ]
