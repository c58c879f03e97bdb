"""No more messages arrive within a second than may, although they travel for different times."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from news.arrivals import Arrivals
from tests.clocks import MORNING

SECOND = timedelta(seconds=1)


def test_as_many_as_may_arrive_leave_at_once_and_the_next_one_a_second_later() -> None:
    arrivals = Arrivals(3)
    for _ in range(3):
        assert arrivals.not_before(MORNING) == MORNING
        arrivals.leaves(MORNING)

    assert arrivals.not_before(MORNING) == MORNING + timedelta(seconds=1.004)
    assert arrivals.not_before(MORNING + 2 * SECOND) == MORNING + 2 * SECOND


def test_the_delay_of_one_is_that_of_the_one_a_second_behind() -> None:
    arrivals = Arrivals(1)
    arrivals.answered(arrivals.leaves(MORNING), MORNING + SECOND / 10)
    arrivals.answered(arrivals.leaves(MORNING), MORNING + SECOND / 2)

    assert arrivals.not_before(MORNING) == MORNING + timedelta(seconds=1.404)


def test_what_is_learned_of_the_way_later_holds_for_those_before_as_well() -> None:
    arrivals = Arrivals(2)
    arrivals.answered(arrivals.leaves(MORNING), MORNING + SECOND / 2)
    arrivals.answered(arrivals.leaves(MORNING), MORNING + SECOND / 10)

    assert arrivals.not_before(MORNING) == MORNING + timedelta(seconds=1.404)


@given(
    delays=st.lists(st.floats(0, 0.2), min_size=12, max_size=40),
    most=st.integers(1, 5),
)
def test_in_no_second_more_arrive_than_may_where_answers_come_in_time(delays: list[float], most: int) -> None:
    arrivals, at, arrived = Arrivals(most), MORNING, []
    # One that is not delayed shows how fast the way is.
    arrivals.answered(arrivals.leaves(at - 9 * SECOND), at - 9 * SECOND + SECOND / 10)
    for delay in delays:
        at = arrivals.not_before(at)
        journey = arrivals.leaves(at)
        arrived.append(at + SECOND / 20 + delay * SECOND)
        arrivals.answered(journey, arrived[-1] + SECOND / 20)

    assert all(later - first >= SECOND for first, later in zip(arrived, arrived[most:], strict=False))
