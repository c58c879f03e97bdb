"""The runway: messages leave at their instants, whatever else goes on, and their receipts are gathered."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from news.arrivals import Arrivals, Journey
from news.chat import Language
from news.clock import Clock
from news.delivery import LEASE, Delivery, Receipt, Trouble, Unknown, advance
from storage.deliveries import Claim

log = logging.getLogger(__name__)

_LONGEST_SLEEP = timedelta(seconds=1)
"""Whatever the clock says: it may have been set back."""

_MISSED = Trouble("it could not leave in time")


class Send(Protocol):
    """How a message is sent; expected outcomes are receipts, never exceptions."""

    async def __call__(self, delivery: Delivery, *, language: Language) -> Receipt: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """A message that was claimed, and what became of it at that instant."""

    claim: Claim
    receipt: Receipt
    at: datetime

    @property
    def claimed(self) -> Delivery:
        return self.claim.delivery

    @property
    def ended(self) -> Delivery:
        """The message as it stands now."""
        return advance(self.claimed, self.receipt, now=self.at)


class Runway:
    """Messages that are booked to leave, those on their way, and those that have `landed`."""

    def __init__(self, send: Send, *, most: float, clock: Clock) -> None:
        self._send, self._clock = send, clock
        self._arrivals = Arrivals(most)
        self._booked: deque[tuple[Claim, datetime]] = deque()
        self._flights: dict[asyncio.Task[None], Claim] = {}
        self._landing = asyncio.Event()
        self._halted_until = clock.now()
        self.landed: list[Landing] = []

    @property
    def held(self) -> list[Claim]:
        """What is booked or on its way."""
        return [*self._flights.values(), *(claim for claim, _ in self._booked)]

    @property
    def booked(self) -> int:
        """How many are to leave yet."""
        return len(self._booked)

    @property
    def busy(self) -> bool:
        return bool(self._booked or self._flights or self.landed)

    def book(self, claims: Iterable[tuple[Claim, datetime]]) -> None:
        """Each of them leaves at its instant, and not before those booked earlier."""
        self._booked.extend(claims)

    def halt(self, until: datetime) -> None:
        """Nothing that is booked leaves before that time."""
        self._halted_until = until

    def clear(self, landed: int) -> None:
        """So many of those that have landed, the first ones, are taken care of."""
        del self.landed[:landed]
        self._landing.clear()
        if self.landed:
            self._landing.set()

    async def serve_during(self, work: asyncio.Future[Any]) -> None:
        """Let messages leave until `work` is done."""
        while not work.done() and (at := self._next_at()):
            await self._wait(work, until=at)
            self._depart()
        await asyncio.wait([work])

    async def serve(self, *, until: datetime, gather: timedelta) -> None:
        """Let messages leave until then, or until one has landed and others had time to `gather`."""
        await asyncio.sleep(0)  # what lands at once is there now
        lasts = self._lasting(until)
        while not self._landing.is_set() and lasts():
            landing = asyncio.ensure_future(self._landing.wait())
            try:
                await self._wait(landing, until=min(until, self._next_at() or until))
            finally:
                landing.cancel()
            self._depart()
        until = min(until, self._clock.now() + gather)
        lasts = self._lasting(until)
        while lasts():
            await self._sleep_until(min(until, self._next_at() or until))
            self._depart()

    def give_back(self) -> None:
        """What has not left is unsent, as if it had landed."""
        while self._booked:
            claim, _ = self._booked.popleft()
            self._land(Landing(claim=claim, receipt=_MISSED, at=self._clock.now()))

    def _lasting(self, until: datetime) -> Callable[[], bool]:
        """Whether it is before that time; no longer where the clock is set back meanwhile."""
        span = until - self._clock.now()
        return lambda: timedelta() < until - self._clock.now() <= span

    def _next_at(self) -> datetime | None:
        """When the next message leaves."""
        if not self._booked:
            return None
        at, now = self._arrivals.not_before(self._booked[0][1]), self._clock.now()
        if at - now >= LEASE:  # never so far ahead: the clock has been set back
            at = now
        return max(at, self._halted_until)

    def _depart(self) -> None:
        """Let leave what is due."""
        while (at := self._next_at()) and at <= (now := self._clock.now()):
            claim, booked_at = self._booked.popleft()
            if now - booked_at < LEASE / 2:
                flight = asyncio.create_task(self._fly(claim, journey=self._arrivals.leaves(now)))
                self._flights[flight] = claim
                flight.add_done_callback(self._flights.pop)
            else:  # we stood still for so long that another sender may have it by now
                self._land(Landing(claim=claim, receipt=_MISSED, at=now))

    async def _fly(self, claim: Claim, *, journey: Journey) -> None:
        try:
            receipt = await self._send(claim.delivery, language=claim.language)
        except Exception as error:
            log.exception("message %s could not be sent", claim.delivery.id)
            receipt = Unknown(type(error).__name__)
        landing = Landing(claim=claim, receipt=receipt, at=self._clock.now())
        self._arrivals.answered(journey, landing.at)
        self._land(landing)

    def _land(self, landing: Landing) -> None:
        self.landed.append(landing)
        self._landing.set()

    async def _wait(self, event: asyncio.Future[Any], *, until: datetime) -> None:
        """Ends when the event has come, or it is that time."""
        time = asyncio.ensure_future(self._sleep_until(until))
        try:
            await asyncio.wait((event, time), return_when=asyncio.FIRST_COMPLETED)
        finally:
            time.cancel()

    async def _sleep_until(self, at: datetime) -> None:
        wait = min(at - self._clock.now(), _LONGEST_SLEEP)
        await self._clock.sleep(max(0.0, wait.total_seconds()))
