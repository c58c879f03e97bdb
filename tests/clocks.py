"""A clock that stands still until it is told otherwise."""

from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
"""Monday, 23 November 2026, 07.00 in Jakarta."""


class TestClock:
    """Shows `at`; sleeping moves it on at once and is remembered."""

    __test__ = False

    def __init__(self, at: datetime = MORNING) -> None:
        self.at = at
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)

    def move(self, **span: float) -> datetime:
        self.at += timedelta(**span)
        return self.at
