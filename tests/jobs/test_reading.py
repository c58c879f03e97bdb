"""Reading: small feeds at once, others in processes with limits, of which none is left behind."""

import asyncio
import os
import re
import select
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from jobs.reading import Readers
from news.errors import FeedUnreadable
from news.parse import parse
from tests.jobs.greedy_readers import TOO_GREEDY, TOO_SLOW, URL, failure_of, is_gone, rss


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
