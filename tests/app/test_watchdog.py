"""The watchdog: a process whose event loop stands still says where, and ends."""

import asyncio
import sys
import threading
from asyncio.subprocess import PIPE

from app.watchdog import STATUS, watched

WITHOUT_STANDARD_ERROR = ("sh", "-c", 'exec "$@" 2>&-', "sh")


async def stuck(how: str, *, started_by: tuple[str, ...] = ()) -> tuple[int, str]:
    """The exit status of a process that stands still like this, and its log."""
    command = (*started_by, sys.executable, "-m", "tests.app.stuck", how)
    process = await asyncio.create_subprocess_exec(*command, stderr=PIPE)
    try:
        async with asyncio.timeout(60):
            _, log = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode is not None
    return process.returncode, log.decode()


async def test_a_loop_that_stands_still_is_said_once_with_where_and_ends_the_process() -> None:
    status, log = await stuck("waiting")

    assert status == STATUS
    said, end = log.index("the event loop stands still, at:"), log.index("the process ends")
    assert said < log.index("in wait_for_ever") < end
    assert log.count("stands still") == 1


async def test_a_regular_expression_that_lets_no_thread_look_ends_the_process_too() -> None:
    status, log = await stuck("matching")

    assert status == 1
    assert "in match_for_ever" in log


async def test_nobody_watches_any_more_when_the_work_is_over() -> None:
    async with watched(second=0.001):
        assert "watchdog" in {thread.name for thread in threading.enumerate()}

    assert "watchdog" not in {thread.name for thread in threading.enumerate()}


async def test_a_loop_that_goes_on_is_let_alone() -> None:
    assert await stuck("going on") == (0, "")


async def test_a_loop_that_goes_on_is_let_alone_where_standard_error_is_closed() -> None:
    assert await stuck("going on", started_by=WITHOUT_STANDARD_ERROR) == (0, "")


async def test_a_process_without_standard_error_is_ended_by_the_timer_too() -> None:
    assert await stuck("matching", started_by=WITHOUT_STANDARD_ERROR) == (1, "")
