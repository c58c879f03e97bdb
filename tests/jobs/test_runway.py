"""The runway: messages leave at their instants, and none into a halt."""

from datetime import timedelta

import pytest

from jobs.runway import Runway
from news.chat import Language
from news.delivery import LEASE, Delivery, Receipt, Sent, Trouble
from storage.deliveries import Claim
from tests.clocks import MORNING, TestClock
from tests.make import make_delivery

SECOND = timedelta(seconds=1)


class Airport:
    """A runway for claims that are booked to leave after so many seconds, and when they left."""

    def __init__(self, clock: TestClock, *after: float, most: float = 30) -> None:
        self._clock = clock
        self.left: list[float] = []
        self.runway = Runway(self._send, most=most, clock=clock)
        claims = [
            Claim(delivery=make_delivery(id=number), language=Language.ENGLISH, more=False, lost=False)
            for number in range(len(after))
        ]
        self.runway.book(zip(claims, (MORNING + at * SECOND for at in after), strict=True))

    async def _send(self, delivery: Delivery, *, language: Language) -> Receipt:
        self.left.append((self._clock.now() - MORNING).total_seconds())
        return Sent(delivery.id)

    async def serve(self, seconds: float) -> None:
        """Let messages leave until then, whatever lands meanwhile."""
        until = MORNING + seconds * SECOND
        while self._clock.now() < until:
            await self.runway.serve(until=until, gather=timedelta())
            self.runway.clear(len(self.runway.landed) if self._clock.now() < until else 0)


async def test_each_leaves_at_its_instant(clock: TestClock) -> None:
    airport = Airport(clock, 0, 0.5, 0.6, 2)

    await airport.serve(1)

    assert airport.left == pytest.approx([0, 0.5, 0.6])
    assert len(airport.runway.held) == 1


async def test_nothing_leaves_into_a_halt(clock: TestClock) -> None:
    airport = Airport(clock, 0.5, 0.6)
    airport.runway.halt(MORNING + 5 * SECOND)

    await airport.serve(9)

    assert airport.left == [5, 5]


async def test_what_a_long_halt_keeps_back_is_given_back_unsent(clock: TestClock) -> None:
    airport = Airport(clock, 0.5)
    airport.runway.halt(MORNING + LEASE)

    await airport.runway.serve(until=MORNING + 2 * LEASE, gather=timedelta())

    assert airport.left == []
    (landing,) = airport.runway.landed
    assert isinstance(landing.receipt, Trouble)


async def test_more_than_the_limit_never_leave_within_a_second(clock: TestClock) -> None:
    airport = Airport(clock, *[0.0] * 5, most=2)

    await airport.serve(9)

    assert airport.left == pytest.approx([0, 0, 1.004, 1.004, 2.008])


async def test_an_instant_that_a_clock_set_back_has_moved_away_is_now(clock: TestClock) -> None:
    airport = Airport(clock, 3600)

    await airport.serve(1)

    assert airport.left == [0]


async def test_a_clock_that_is_set_back_holds_up_nothing_that_has_landed() -> None:
    class SetBack(TestClock):
        """Goes back by an hour while the first one sleeps."""

        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds if self.slept else seconds - 3600)

    for gather in (timedelta(), SECOND):
        clock = SetBack()
        airport = Airport(clock, *([0.0] if gather else []))
        await airport.runway.serve(until=MORNING + SECOND, gather=gather)

        assert len(clock.slept) < 5


async def test_what_is_given_back_is_unsent(clock: TestClock) -> None:
    airport = Airport(clock, 5, 6)

    airport.runway.give_back()

    assert [landing.claimed.id for landing in airport.runway.landed] == [0, 1]
    assert airport.runway.held == []
