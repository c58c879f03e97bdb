"""Workers: whatever becomes of a job or of who waits for it, the others are done, and no process is left."""

import asyncio
import os
import signal
import sys
from contextlib import suppress

import pytest

from jobs.reading import Readers
from tests.jobs.greedy_readers import (
    TOO_GREEDY,
    TOO_SLOW,
    URL,
    bytes_read,
    children,
    failure_of,
    is_gone,
    rss,
    turns,
)  # fmt: skip


async def test_a_process_that_is_ended_while_it_waits_costs_no_document(greedy: Readers) -> None:
    first = await greedy.run("pid", b"", url=URL)
    os.kill(first, signal.SIGKILL)
    assert await greedy.run("pid", b"", url=URL) != first


async def test_a_process_that_is_ended_at_work_costs_no_document(greedy: Readers) -> None:
    first = await greedy.run("pid", b"", url=URL)
    os.kill(first, signal.SIGSTOP)
    reading = asyncio.create_task(greedy.run("pid", b"", url=URL))
    await turns()
    os.kill(first, signal.SIGKILL)
    assert await reading != first
    assert (is_gone(first), len(greedy.pids)) == (True, 1)


async def test_many_documents_share_few_processes_and_one_at_most_waits_for_a_slow_one() -> None:
    async with Readers(processes=2, module="tests.jobs.greedy") as readers:
        slow = asyncio.create_task(failure_of(readers, "spin"))
        await turns()
        reading = [asyncio.create_task(readers.parse(rss(100 + n), url=URL)) for n in range(5)]
        done = asyncio.as_completed(reading)
        assert len({len((await next(done)).entries) for _ in range(4)}) == 4
        assert not slow.done()
        assert len(readers.pids) == 2
        assert await slow == TOO_SLOW
        assert len((await next(done)).entries) >= 100


async def test_what_is_at_hand_is_done_by_the_next_process_and_is_not_to_blame(greedy: Readers) -> None:
    beyond = [asyncio.create_task(failure_of(greedy, task)) for task in ("spin", "crash", "grow")]
    last = asyncio.create_task(greedy.run("pid", b"", url=URL))
    assert await asyncio.gather(*beyond) == [
        TOO_SLOW,
        "cannot be read: reading it ends the process",
        TOO_GREEDY,
    ]
    assert await last > 0


async def test_whoever_stops_waiting_for_what_is_at_hand_keeps_nobody_waiting(greedy: Readers) -> None:
    first = await greedy.run("pid", b"", url=URL)
    os.kill(first, signal.SIGSTOP)
    jobs = [asyncio.create_task(greedy.run(task, b"", url=URL)) for task in ("pid", "stumble", "pid")]
    await turns()
    jobs[1].cancel()
    os.kill(first, signal.SIGCONT)
    assert (await jobs[0], await jobs[2]) == (first, first)


async def test_whoever_stops_waiting_for_what_is_under_way_takes_no_other_job_along(greedy: Readers) -> None:
    first = await greedy.run("pid", b"", url=URL)
    slow = asyncio.create_task(greedy.run("spin", b"", url=URL))
    behind = asyncio.create_task(greedy.run("pid", b"", url=URL))
    await turns()
    slow.cancel()
    assert await behind not in (first, None)
    assert is_gone(first)


async def test_whoever_stops_waiting_leaves_no_process_behind(greedy: Readers) -> None:
    first = await greedy.run("pid", b"", url=URL)
    reading = asyncio.create_task(greedy.run("spin", b"", url=URL))
    await turns()
    reading.cancel()
    with suppress(asyncio.CancelledError):
        await reading
    assert (is_gone(first), greedy.pids) == (True, frozenset())
    assert await greedy.run("pid", b"", url=URL) not in (first, None)


@pytest.mark.parametrize("between", range(4))
async def test_whoever_is_cancelled_twice_takes_no_other_job_along(greedy: Readers, between: int) -> None:
    first = await greedy.run("pid", b"", url=URL)
    slow = asyncio.create_task(greedy.run("spin", b"", url=URL))
    behind = asyncio.create_task(greedy.run("pid", b"", url=URL))
    await turns()
    slow.cancel()
    await turns(between)
    slow.cancel()
    assert await behind not in (first, None)
    with pytest.raises(asyncio.CancelledError):
        await slow
    assert is_gone(first)


@pytest.mark.parametrize("started", range(10))
async def test_all_who_stop_waiting_at_once_keep_the_next_waiting_for_nothing(
    greedy: Readers, started: int
) -> None:
    jobs = [asyncio.create_task(greedy.run("pid", b"", url=URL)) for _ in range(2)]
    await turns(started)
    for job in jobs:
        job.cancel()
    later = asyncio.create_task(greedy.run("pid", b"", url=URL))
    ended = await asyncio.gather(*jobs, return_exceptions=True)
    assert list(map(type, ended)) == [asyncio.CancelledError] * 2
    assert await later in greedy.pids


async def test_whoever_stops_waiting_amid_a_large_answer_gets_on(greedy: Readers) -> None:
    first = await greedy.run("pid", b"", url=URL)
    large = asyncio.create_task(greedy.run("large", b"", url=URL))
    before = bytes_read()
    while bytes_read() < before + 1_000_000:  # noqa: ASYNC110 - it says so to nobody
        await asyncio.sleep(0)
    large.cancel()
    with pytest.raises(asyncio.CancelledError):
        await large
    assert is_gone(first)


@pytest.mark.parametrize("between", range(6))
async def test_closing_amid_giving_up_leaves_no_process_behind(between: int) -> None:
    before = children()
    async with Readers(processes=1, module="tests.jobs.greedy") as readers:
        await readers.run("pid", b"", url=URL)
        slow = asyncio.create_task(readers.run("spin", b"", url=URL))
        await turns()
        slow.cancel()
        await turns(between)
    assert children() - before == set()
    with pytest.raises(asyncio.CancelledError):
        await slow


@pytest.mark.parametrize("started", range(6))
async def test_a_start_that_is_cancelled_leaves_no_process_behind(greedy: Readers, started: int) -> None:
    before = children()
    reading = asyncio.create_task(greedy.run("pid", b"", url=URL))
    await turns(started)
    reading.cancel()
    with suppress(asyncio.CancelledError):
        await reading
    assert (children() - before, greedy.pids) == (set(), frozenset())
    assert await greedy.run("pid", b"", url=URL) in greedy.pids


async def test_closing_ends_all_processes_also_at_work_and_none_is_started_again() -> None:
    before = children()
    async with Readers(module="tests.jobs.greedy") as readers:
        reading = asyncio.create_task(readers.run("spin", b"", url=URL))
        await readers.run("pid", b"", url=URL)
    with pytest.raises(RuntimeError, match="no process is started any more"):
        await reading
    assert children() - before == set()


async def test_whoever_waits_is_told_where_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    async with Readers(processes=1) as readers:
        reading = [asyncio.create_task(readers.parse(rss(200), url=URL)) for _ in range(3)]
        failures = await asyncio.gather(*reading, return_exceptions=True)
    assert [type(failure) for failure in failures] == [FileNotFoundError] * 3
