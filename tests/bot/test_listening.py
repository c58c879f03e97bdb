"""How the bot hears people when it asks Telegram itself."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from traceback import format_exception
from typing import Any

import pytest

from bot.errors import AnotherBotPolls, TokenRefused
from bot.intake import MOST_IN_HAND
from sandbox.server import Sandbox
from storage.database import Database
from storage.updates import updates_set_aside
from tests.bot.conftest import TOKEN
from tests.bot.hearing import Hearing, written
from tests.bot.people import BUDI, SARI
from tests.bot.telegram_answers import ME, Answer, answering, refusal, result
from tests.clocks import TestClock
from tests.sandbox.driver import Driver

STOPPED = "Telegram does not answer"
TAKEN = refusal(409, "Conflict: terminated by other getUpdates request")


@asynccontextmanager
async def hearing(listener: Hearing, clock: TestClock) -> AsyncIterator[asyncio.Event]:
    """It listens while the block runs; what it raises, it raises here."""
    stopping = asyncio.Event()
    task = asyncio.create_task(listener.listen(clock, stopping))
    try:
        yield stopping
    finally:
        stopping.set()
        await task


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
async def driver(sandbox: Sandbox, http: Any) -> Driver:
    return Driver(sandbox, http)


async def _waiting(driver: Driver) -> int:
    answer = await driver.call("getWebhookInfo", TOKEN)
    return int(answer.result["pending_update_count"])


async def test_what_people_write_is_heard_in_its_order(
    sandbox: Sandbox, driver: Driver, sqlite_db: Database, clock: TestClock
) -> None:
    listener = Hearing(sandbox.url, sqlite_db)
    async with hearing(listener, clock):
        for text in ("satu", "dua", "tiga"):
            await driver.write(SARI, text)
        assert [await listener.next() for _ in range(3)] == ["satu", "dua", "tiga"]


async def test_a_chat_that_is_being_answered_waits_and_others_do_not(
    sandbox: Sandbox, driver: Driver, sqlite_db: Database, clock: TestClock
) -> None:
    listener = Hearing(sandbox.url, sqlite_db)
    listener.may_go_on.clear()
    async with hearing(listener, clock):
        await driver.write(SARI, "satu")
        assert await listener.next() == "satu"
        await driver.write(SARI, "dua")
        await driver.write(BUDI, "lain")
        assert await listener.next() == "lain"
        assert listener.begun.empty()
        listener.may_go_on.set()
        assert await listener.next() == "dua"


async def test_stopping_lets_what_is_in_hand_end(
    sandbox: Sandbox, driver: Driver, sqlite_db: Database, clock: TestClock
) -> None:
    listener, stopping = Hearing(sandbox.url, sqlite_db), asyncio.Event()
    listener.may_go_on.clear()
    task = asyncio.create_task(listener.listen(clock, stopping))
    await driver.write(SARI, "satu")
    await listener.next()

    stopping.set()
    for _ in range(5):
        assert await _waiting(driver) <= 1
    assert not task.done()
    listener.may_go_on.set()
    await task

    assert listener.ended == ["satu"]


async def test_what_is_written_meanwhile_is_heard_after_a_restart(
    sandbox: Sandbox, driver: Driver, sqlite_db: Database, clock: TestClock
) -> None:
    async with hearing(Hearing(sandbox.url, sqlite_db), clock):
        pass
    await driver.write(SARI, "sementara itu")

    listener = Hearing(sandbox.url, sqlite_db)
    async with hearing(listener, clock):
        assert await listener.next() == "sementara itu"


async def test_all_is_fetched_and_confirmed_and_no_more_is_in_hand_than_there_is_room(
    sandbox: Sandbox, driver: Driver, sqlite_db: Database, clock: TestClock
) -> None:
    listener = Hearing(sandbox.url, sqlite_db)
    listener.may_go_on.clear()
    people = [
        (await driver.script("chats", type="private", first_name=f"Warga {n}"))["id"]
        for n in range(MOST_IN_HAND + 6)
    ]
    for person in people:
        await driver.write(person, str(person))

    async with hearing(listener, clock):
        begun = [await listener.next() for _ in range(MOST_IN_HAND)]
        while await _waiting(driver):
            pass
        assert listener.begun.empty()
        listener.may_go_on.set()
        begun += [await listener.next() for _ in range(6)]

    assert begun == [str(person) for person in people]


async def test_a_telegram_that_is_down_is_tried_with_growing_pauses_and_said_once(
    sandbox: Sandbox, driver: Driver, sqlite_db: Database, clock: TestClock, caplog: pytest.LogCaptureFixture
) -> None:
    fault = {"method": "*", "kind": "502", "times": 8}
    await driver.script("faults", faults=[fault])
    listener = Hearing(sandbox.url, sqlite_db)

    async with hearing(listener, clock):
        await driver.write(SARI, "halo")
        assert await listener.next() == "halo"

    assert clock.slept == [1, 2, 4, 8, 16, 32, 60, 60]
    assert _said(caplog) == [
        "Telegram does not answer (Bad Gateway (502)); trying again, with growing pauses",
        "Telegram answers again",
    ]


async def test_a_telegram_that_breaks_down_in_between_is_said_once_more(
    sandbox: Sandbox, driver: Driver, sqlite_db: Database, clock: TestClock, caplog: pytest.LogCaptureFixture
) -> None:
    listener = Hearing(sandbox.url, sqlite_db)
    async with hearing(listener, clock):
        await driver.write(SARI, "satu")
        await listener.next()
        await driver.script("faults", faults=[{"method": "getUpdates", "kind": "drop_before", "times": 2}])
        await driver.write(SARI, "dua")
        await driver.write(SARI, "tiga")
        assert [await listener.next(), await listener.next()] == ["dua", "tiga"]

    assert clock.slept == [1, 2]
    assert [line.split(" (")[0] for line in _said(caplog)] == [STOPPED, "Telegram answers again"]


async def test_a_refused_token_ends_listening_without_being_shown(
    sandbox: Sandbox, sqlite_db: Database, clock: TestClock
) -> None:
    listener = Hearing(sandbox.url, sqlite_db, token="43:wrong")

    with pytest.raises(TokenRefused) as raised:
        await listener.listen(clock, asyncio.Event())

    assert "43:wrong" not in "".join(format_exception(raised.value))


async def test_a_token_taken_back_ends_listening(sqlite_db: Database, clock: TestClock) -> None:
    async with answering(result(True)) as (_, telegram):
        telegram.by_method = _known(refusal(401, "Unauthorized"))
        with pytest.raises(TokenRefused):
            await Hearing(telegram.url, sqlite_db).listen(clock, asyncio.Event())


async def test_another_bot_that_polls_from_the_start_ends_listening(
    sqlite_db: Database, clock: TestClock
) -> None:
    async with answering(result(True)) as (_, telegram):
        telegram.by_method = _known(result([]), TAKEN, TAKEN, TAKEN)
        with pytest.raises(AnotherBotPolls):
            await Hearing(telegram.url, sqlite_db).listen(clock, asyncio.Event())

    assert clock.slept == [1, 2]


async def test_another_bot_that_polls_later_is_said_once_and_outlasted(
    sqlite_db: Database, clock: TestClock, caplog: pytest.LogCaptureFixture
) -> None:
    async with answering(result(True)) as (_, telegram):
        later = [TAKEN, TAKEN, TAKEN, TAKEN, result([written(2, "dua")]), result([])]
        telegram.by_method = _known(result([written(1, "satu")]), result([]))
        listener = Hearing(telegram.url, sqlite_db)
        async with hearing(listener, clock):
            assert await listener.next() == "satu"
            clock.move(minutes=2)
            telegram.by_method["getUpdates"] = later
            assert await listener.next() == "dua"

    assert clock.slept == [1, 2, 4, 8]
    assert [line.split(" (")[0] for line in _said(caplog)] == [STOPPED, "Telegram answers again"]


async def test_an_update_that_cannot_be_read_is_set_aside_for_the_operator_and_passed_over(
    sqlite_db: Database, clock: TestClock, caplog: pytest.LogCaptureFixture
) -> None:
    broken = {"update_id": 1, "message": {"text": "rahasia", "chat": "no chat"}}
    async with answering(result(True)) as (_, telegram):
        telegram.by_method = _known(result([broken, written(2, "halo")]), result([]))
        listener = Hearing(telegram.url, sqlite_db)
        async with hearing(listener, clock):
            assert await listener.next() == "halo"

    assert _said(caplog) == ["update 1 is set aside: cannot be read (KeyError); see `kliping updates`"]
    assert "rahasia" not in caplog.text
    async with sqlite_db.reading() as tx:
        [aside] = await updates_set_aside(tx)
    assert (aside.update_id, json.loads(aside.raw)) == (1, broken)


async def test_what_cannot_be_confirmed_does_not_come_for_ever(
    sqlite_db: Database, clock: TestClock, caplog: pytest.LogCaptureFixture
) -> None:
    async with answering(result(True)) as (_, telegram):
        telegram.by_method = _known(result([{}]), result([7, {}]), result([written(2, "halo")]), result([]))
        listener = Hearing(telegram.url, sqlite_db)
        async with hearing(listener, clock):
            assert await listener.next() == "halo"

    assert clock.slept == [1, 2]
    assert _said(caplog)[0].startswith("Telegram does not answer (")


async def test_menus_that_cannot_be_set_do_not_keep_the_bot_from_listening(
    sandbox: Sandbox, driver: Driver, sqlite_db: Database, clock: TestClock
) -> None:
    await driver.script("faults", faults=[{"method": "setMyCommands", "kind": "500"}])
    listener = Hearing(sandbox.url, sqlite_db)
    async with hearing(listener, clock):
        await driver.write(SARI, "halo")
        assert await listener.next() == "halo"


async def test_stopping_ends_the_pauses_of_a_telegram_that_never_answers(sqlite_db: Database) -> None:
    class StandingClock(TestClock):
        async def sleep(self, seconds: float) -> None:
            stopping.set()
            await asyncio.Event().wait()

    stopping = asyncio.Event()
    async with answering(refusal(502, "Bad Gateway")) as (_, telegram), asyncio.timeout(10):
        await Hearing(telegram.url, sqlite_db).listen(StandingClock(), stopping)


def _known(*polls: Answer) -> dict[str, list[Answer]]:
    """A Telegram that knows the bot, and answers its polls like this."""
    return {"getMe": [result(ME)], "getMyName": [result({"name": "Kliping"})], "getUpdates": list(polls)}


def _said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.message for record in caplog.records if record.levelno >= logging.WARNING]
