"""The database full, locked, read-only, cut off or gone for a minute, while people talk with the bot."""

import logging
import re
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


def errors(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_who_writes_meanwhile_is_told_and_the_same_words_work_afterwards(
    sari: Person, ailing: Ailing, caplog: pytest.LogCaptureFixture
) -> None:
    await sari.writes("/start")

    with ailing.trouble():
        answer = await sari.writes("/langganan banjir")
        told = TOLD.match(answer.text)
    assert told
    assert [each.exc_info for each in errors(caplog)] == [None]
    assert f"code {told[1]}: the database cannot be used (" in caplog.text

    assert (await sari.writes("/langganan banjir")).text.startswith("✓ Banjir diikuti.")
    assert await asked(ailing.db, "SELECT count(*) FROM topics") == [(1,)]


async def test_a_button_that_is_pressed_meanwhile_is_answered_and_works_afterwards(
    sari: Person, ailing: Ailing
) -> None:
    greeting = await sari.writes("/start")

    with ailing.trouble():
        await sari.presses("Kesbangpol", greeting)
        assert TOLD.match((await sari.reads_next(greeting)).text)
        assert (await sari.reads())[0] == greeting

    pressed = await sari.presses("Kesbangpol", greeting)
    assert pressed.note.startswith("✓ Kesbangpol diikuti.")


async def test_trouble_before_any_statement_of_an_answer_leaves_nothing_half_done(
    sari: Person, sqlite_db: Database
) -> None:
    await sari.writes("/start")
    for before in count(1):
        strike = Strike(sqlite_db, disk_full, before=before)
        answer = await sari.writes(f"/langganan banjir{before}")
        begun = strike.ends()
        assert begun == bool(TOLD.match(answer.text)), f"struck before statement {before}"
        if not begun:
            break
        again = await sari.writes(f"/langganan banjir{before}")
        assert re.match(rf"(✓ )?Banjir{before} (sudah Anda ikuti|diikuti)\.", again.text)
    assert before > 10, "the answer has become suspiciously short"
    assert await asked(sqlite_db, "SELECT count(DISTINCT name), count(*) FROM topics") == [(before, before)]
