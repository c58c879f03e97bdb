"""Reading: small feeds at once, others in processes with limits, of which none is left behind."""

import asyncio
import os
import re
import select
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from jobs.reading import Readers
from news.errors import FeedUnreadable
from news.parse import parse

URL = "https://kabar.example/feed"
TOO_SLOW = "takes more than 1.5 seconds to read"
TOO_GREEDY = "takes more than 100 MB of memory to read"
_ITEM = "<item><title>Berita {0}{1}</title><link>/{0}</link><description>{2}</description></item>"


def rss(items: int, *, fault: str = "", text: str = "kata " * 50) -> bytes:
    listed = "".join(_ITEM.format(number, fault, text) for number in range(items))
    return f"<rss version='2.0'><channel><title>Kabar</title>{listed}</channel></rss>".encode()


@pytest.fixture
async def greedy() -> AsyncIterator[Readers]:
    """One process, which can be asked to go beyond its limits."""
    async with Readers(processes=1, module="tests.jobs.greedy") as readers:
        yield readers


async def turns(number: int = 20) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


def _has_unread_answer(readers: Readers) -> bool:
    """Whether some of an answer has come in that nobody has taken yet."""
    streams = [worker._process.stdout for worker in readers._workers if worker._process]
    return any(stream._buffer for stream in streams if stream)  # type: ignore[attr-defined]


def is_gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def children() -> set[int]:
    return {
        int(pid) for path in Path("/proc/self/task").glob("*/children") for pid in path.read_text().split()
    }


async def failure_of(readers: Readers, task: str) -> str:
    with pytest.raises(FeedUnreadable) as caught:
        await readers.run(task, b"", url=URL)
    return caught.value.reason


async def test_a_small_feed_is_read_without_a_process() -> None:
    async with Readers() as readers:
        assert await readers.parse(rss(3), url=URL) == parse(rss(3), url=URL)
        assert readers.pids == frozenset()


@pytest.mark.parametrize("body", [rss(200), rss(3, fault=" & kawan")], ids=["large", "broken"])
async def test_a_large_or_broken_feed_is_read_alike_by_a_process_that_stays(body: bytes) -> None:
    async with Readers() as readers:
        assert await readers.parse(body, url=URL) == parse(body, url=URL)
        first = readers.pids
        assert await readers.parse(body, url=URL) == parse(body, url=URL)
        assert (len(first), readers.pids) == (1, first)


async def test_the_charset_of_the_server_reaches_the_process() -> None:
    body = rss(200, text="caf\u00e9").decode().encode("iso-8859-2")
    async with Readers() as readers:
        document = await readers.parse(body, url=URL, charset="iso-8859-2")
    assert document == parse(body, url=URL, charset="iso-8859-2")
    assert document.entries[0].texts == ("caf\u00e9",)


async def test_why_a_document_is_no_feed_comes_back_from_the_process() -> None:
    async with Readers() as readers:
        with pytest.raises(FeedUnreadable, match="a web page, not a feed") as caught:
            await readers.parse(b"<!doctype html><html><body>Maaf", url=URL)
    assert caught.value.url == URL


@pytest.mark.parametrize(
    ("task", "reason"),
    [("spin", TOO_SLOW), ("grow", TOO_GREEDY), ("grow_and_blame_the_document", TOO_GREEDY)],
)
async def test_a_document_beyond_a_limit_ends_its_process_and_the_next_one_gets_another(
    greedy: Readers, task: str, reason: str
) -> None:
    first = await greedy.run("pid", b"", url=URL)
    assert await failure_of(greedy, task) == reason
    assert (is_gone(first), greedy.pids) == (True, frozenset())
    assert await greedy.run("pid", b"", url=URL) != first


async def test_what_one_document_leaves_behind_is_not_missing_for_the_next(greedy: Readers) -> None:
    pids = [await greedy.run("keep", b"", url=URL) for _ in range(3)]
    assert len(set(pids)) == 3
    assert all(map(is_gone, pids))


async def test_a_document_that_ends_every_process_is_unreadable(greedy: Readers) -> None:
    assert await failure_of(greedy, "crash") == "cannot be read: reading it ends the process"
    assert greedy.pids == frozenset()


async def test_a_mistake_of_ours_is_a_reason_and_ends_nothing(greedy: Readers) -> None:
    first = await greedy.run("pid", b"", url=URL)
    reason = "cannot be read: ValueError: invalid literal for int() with base 10: 'beyond'"
    assert await failure_of(greedy, "stumble") == reason
    assert await greedy.run("pid", b"", url=URL) == first


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
    assert await last is not None


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
    assert await asyncio.gather(*jobs, return_exceptions=True) != [None, None]
    assert await later in greedy.pids


async def test_whoever_stops_waiting_amid_a_large_answer_gets_on(greedy: Readers) -> None:
    first = await greedy.run("pid", b"", url=URL)
    large = asyncio.create_task(greedy.run("large", b"", url=URL))
    while not _has_unread_answer(greedy):  # noqa: ASYNC110 - it says so to nobody
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


async def test_a_process_ends_when_whoever_started_it_is_gone() -> None:
    code = (
        "import asyncio, sys\n"
        "from jobs.reading import Readers\n"
        "async def main():\n"
        "    async with Readers(module='tests.jobs.greedy') as readers:\n"
        "        print(await readers.run('pid', b'', url='x'), flush=True)\n"
        "        await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}\n{code}", stdout=PIPE
    )
    assert parent.stdout
    reader = os.pidfd_open(int(await parent.stdout.readline()))
    parent.kill()
    await parent.wait()
    assert select.select([reader], [], [], 20) == ([reader], [], [])
    os.close(reader)


async def test_a_reader_needs_little_memory_and_may_not_have_much_more() -> None:
    async with Readers(processes=1) as readers:
        await readers.parse(rss(200), url=URL)
        assert _memory(*readers.pids) < 50
        await readers.parse(rss(1, text="x" * 8 * 1024 * 1024), url=URL)
        await readers.parse(rss(2_000, text="kata " * 600, fault=" & kawan"), url=URL)
        assert all(_memory(pid) < 150 for pid in readers.pids)


async def test_whoever_waits_is_told_where_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    async with Readers(processes=1) as readers:
        reading = [asyncio.create_task(readers.parse(rss(200), url=URL)) for _ in range(3)]
        failures = await asyncio.gather(*reading, return_exceptions=True)
    assert [type(failure) for failure in failures] == [FileNotFoundError] * 3


async def test_a_reader_loads_nothing_that_could_fetch() -> None:
    async with Readers(processes=1) as readers:
        await readers.parse(rss(200), url=URL)
        assert [_libraries(pid) & {"libssl", "libcrypto"} for pid in readers.pids] == [set()]


def _libraries(pid: int) -> set[str]:
    """The names of the shared libraries that the process has loaded, as far as their first dot or dash."""
    lines = Path(f"/proc/{pid}/maps").read_text().splitlines()
    return {re.split("[.-]", Path(line.split()[-1]).name)[0] for line in lines if ".so" in line}


def _memory(pid: int) -> float:
    """The most megabytes that the process has had."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
