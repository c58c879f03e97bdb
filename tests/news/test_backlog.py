"""When all that waits will have been sent."""

from datetime import timedelta

import pytest

from news.backlog import Backlog
from tests.clocks import MORNING

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("due", "undigested", "halted", "done"),
    [(0, 0, -HOUR, 0), (300, 0, -HOUR, 10), (200, 100, -HOUR, 10), (300, 0, HOUR, 3610)],
)
def test_what_waits_is_done_at_the_pace_after_any_halt(
    due: int, undigested: int, halted: timedelta, done: float
) -> None:
    backlog = Backlog(due=due, undigested=undigested, rate=30.0, halted_until=MORNING + halted)

    assert backlog.done_at(now=MORNING) == MORNING + timedelta(seconds=done)
