"""The pulse: updates that can no longer be fetched are noticed."""

import asyncio

from aiohttp import ClientSession

from app.health import health_page
from bot.pulse import Pulse
from storage.database import Database
from tests.bot.hearing import Hearing, written
from tests.bot.telegram_answers import ME, Answer, answering, refusal, result
from tests.clocks import TestClock
from tests.journeys.test_roles import free_port


async def health(db: Database, pulse: Pulse) -> tuple[int, dict[str, str]]:
    port = free_port()
    async with (
        health_page(db, port, trouble=pulse.trouble),
        ClientSession() as http,
        http.get(f"http://127.0.0.1:{port}/health") as response,
    ):
        return response.status, await response.json()


async def test_a_bot_whose_polls_are_answered_is_well_and_one_that_waits_too_long_is_not(
    sqlite_db: Database,
) -> None:
    clock = TestClock()
    pulse = Pulse(clock)
    pulse.beat()
    clock.move(minutes=3)
    assert await health(sqlite_db, pulse) == (200, {"status": "ok"})

    clock.move(seconds=1)
    assert await health(sqlite_db, pulse) == (
        503,
        {"status": "no updates", "reason": "no updates could be fetched for 181 seconds"},
    )


async def test_who_fetches_no_updates_is_well(sqlite_db: Database) -> None:
    clock = TestClock()
    pulse = Pulse(clock)
    clock.move(days=1)

    assert await health(sqlite_db, pulse) == (200, {"status": "ok"})


async def test_polls_that_are_answered_let_the_pulse_beat(sqlite_db: Database) -> None:
    clock, stopping = TestClock(), asyncio.Event()
    async with answering(result(True)) as (_, telegram):
        telegram.by_method = known(result([]))
        listener = Hearing(telegram.url, sqlite_db)
        task = asyncio.create_task(listener.listen(clock, stopping))
        for number in (1, 2):
            clock.move(minutes=10)
            telegram.by_method["getUpdates"] = [result([written(number, "halo")]), result([])]
            await listener.next()
            assert listener.pulse.trouble() == ""
        stopping.set()
        await task


async def test_polls_that_are_not_answered_let_it_stand_still(sqlite_db: Database) -> None:
    class TiringClock(TestClock):
        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds)
            if len(self.slept) == 8:
                stopping.set()
                await asyncio.Event().wait()

    clock, stopping = TiringClock(), asyncio.Event()
    async with answering(result(True)) as (_, telegram), asyncio.timeout(10):
        telegram.by_method = known(refusal(502, "Bad Gateway"))
        listener = Hearing(telegram.url, sqlite_db)
        await listener.listen(clock, stopping)

    assert listener.pulse.trouble() == "no updates could be fetched for 183 seconds"


def known(*polls: Answer) -> dict[str, list[Answer]]:
    """A Telegram that knows the bot, and answers its polls like this."""
    return {"getMe": [result(ME)], "getMyName": [result({"name": "Kliping"})], "getUpdates": list(polls)}
