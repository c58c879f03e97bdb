"""The beats: each at its time, never twice at once, and finished before the end."""

import asyncio

import pytest

from jobs.clockwork import ADVICE, Beat, Clockwork
from storage.errors import DatabaseTrouble


async def test_beats_come_again_and_again() -> None:
    third = asyncio.Event()
    beats = 0

    async def count() -> int:
        nonlocal beats
        beats += 1
        if beats == 3:
            third.set()
        return 1

    clockwork = Clockwork([Beat(name="count", seconds=0.01, run=count)])
    clockwork.start()
    await asyncio.wait_for(third.wait(), 5)
    await clockwork.stop()


async def test_a_beat_that_breaks_is_logged_and_comes_again(caplog: pytest.LogCaptureFixture) -> None:
    second = asyncio.Event()
    beats = 0

    async def break_once() -> int:
        nonlocal beats
        beats += 1
        if beats == 1:
            raise RuntimeError("broken")
        second.set()
        return 0

    clockwork = Clockwork([Beat(name="fragile", seconds=0.01, run=break_once)])
    clockwork.start()
    await asyncio.wait_for(second.wait(), 5)
    await clockwork.stop()
    assert "beat fragile failed" in caplog.text


async def test_stopping_waits_for_the_beat_under_way() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    finished = False

    async def slow() -> int:
        nonlocal finished
        begun.set()
        await go_on.wait()
        finished = True
        return 1

    clockwork = Clockwork([Beat(name="slow", seconds=0.01, run=slow)])
    clockwork.start()
    await asyncio.wait_for(begun.wait(), 5)
    stopping = asyncio.create_task(clockwork.stop())
    go_on.set()
    await stopping
    assert finished


async def test_all_beats_on_request_run_once_in_order_and_say_what_they_did() -> None:
    order: list[str] = []

    def beat(name: str, done: int) -> Beat:
        async def run() -> int:
            order.append(name)
            return done

        return Beat(name=name, seconds=60, run=run)

    assert await Clockwork([beat("poll", 2), beat("group", 3)]).run_all() == 5
    assert order == ["poll", "group"]


async def test_a_beat_that_does_not_end_is_cut_off_when_its_grace_is_over() -> None:
    begun = asyncio.Event()
    cut_off = asyncio.Event()

    async def hang() -> int:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cut_off.set()
        return 1

    clockwork = Clockwork([Beat(name="hang", seconds=60, run=hang)], grace=0.05)
    clockwork.start()
    await begun.wait()
    await clockwork.stop()
    async with asyncio.timeout(5):
        await cut_off.wait()


async def test_trouble_with_the_database_is_logged_once_and_its_end_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    beats = {"one": 0, "other": 0}
    enough = asyncio.Event()

    def beat(name: str, *, ill_for: int) -> Beat:
        async def run() -> int:
            beats[name] += 1
            if beats[name] <= ill_for:
                raise DatabaseTrouble("database or disk is full")
            if min(beats.values()) > 9:
                enough.set()
            return 1

        return Beat(name=name, seconds=0.01, run=run)

    clockwork = Clockwork([beat("one", ill_for=3), beat("other", ill_for=6)])
    clockwork.start()
    await asyncio.wait_for(enough.wait(), 5)
    await clockwork.stop()

    begun, ended = [(record.levelname, record.getMessage(), record.exc_info) for record in caplog.records]
    assert begun == ("ERROR", f"the database cannot be used (database or disk is full); {ADVICE}", None)
    assert ended[0] == "WARNING"
    assert ended[1].startswith("the database can be used again")
