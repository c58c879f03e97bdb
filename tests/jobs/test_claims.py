"""Claims: what has ended waits a little for others, so that they are written down together."""

import asyncio
from datetime import timedelta

from jobs.claims import GATHERED, Claims
from storage.database import Database
from tests.clocks import TestClock

LONG = 60.0
"""Seconds; a test that waited for so long would fail."""


async def _after(turns: int) -> int:
    for _ in range(turns):
        await asyncio.sleep(0)
    return turns


def _claims(db: Database, clock: TestClock, *, gathering: float) -> Claims[int]:
    return Claims[int](db, clock=clock, pause=timedelta(), gathering=gathering)


async def test_what_has_ended_waits_for_others_that_are_about_to(db: Database, clock: TestClock) -> None:
    async with asyncio.timeout(LONG / 2), _claims(db, clock, gathering=LONG) as claims:
        claims.begin(((f"h{turns}.example", _after(turns)) for turns in (1, 30, 60)), room=3)

        assert sorted(await claims.finished()) == [1, 30, 60]
        assert len(claims) == 0


async def test_so_many_wait_for_no_more(db: Database, clock: TestClock) -> None:
    works = [*(_after(1) for _ in range(GATHERED)), _after(5_000)]
    async with asyncio.timeout(LONG / 2), _claims(db, clock, gathering=LONG) as claims:
        claims.begin(((f"h{number}.example", work) for number, work in enumerate(works)), room=len(works))

        assert len(await claims.finished()) == GATHERED
        assert len(claims) == 1


async def test_nothing_waits_for_long_for_what_hangs(db: Database, clock: TestClock) -> None:
    async with asyncio.timeout(LONG / 2), _claims(db, clock, gathering=0.001) as claims:
        claims.begin([("satu.example", _after(1)), ("dua.example", _after(10**9))], room=2)

        assert await claims.finished() == [1]
