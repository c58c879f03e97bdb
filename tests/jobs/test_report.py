"""Reporting: the operator hears once when a feed breaks, and once when it works again."""

import logging
from collections.abc import Sequence
from datetime import timedelta

import pytest

from jobs.report import LONGEST_PAUSE, Reporter
from storage.database import Database
from storage.troubles import FeedChange
from tests.clocks import TestClock
from tests.storage.given import changed_feeds, given_feed


class Operator:
    """Notes what was told; does not hear while `away`."""

    def __init__(self, db: Database) -> None:
        self.heard: list[tuple[str, bool, str]] = []
        self.away = False
        self.asked = 0
        self.clock = TestClock()
        self._reporter = Reporter(db=db, tell=self.tell, clock=self.clock)

    async def is_reported(self) -> int:
        return await self._reporter.report()

    async def tell(self, changes: Sequence[FeedChange]) -> bool:
        self.asked += 1
        if not self.away:
            self.heard += [(change.url, change.is_broken, change.reason) for change in changes]
        return not self.away


async def test_a_feed_that_breaks_and_works_again_is_told_of_twice_in_all(db: Database) -> None:
    feed, operator = await given_feed(db), Operator(db)

    for strikes, reason in ((2.5, "HTTP 500"), (3.0, "HTTP 500"), (4.0, "HTTP 500"), (0.0, ""), (0.0, "")):
        await changed_feeds(db, strikes=strikes, reason=reason)
        await operator.is_reported()

    assert operator.heard == [(feed.url, True, "HTTP 500"), (feed.url, False, "")]


async def test_what_could_not_be_told_is_told_later(db: Database) -> None:
    feed, operator = await given_feed(db), Operator(db)
    await changed_feeds(db, strikes=3.0, reason="HTTP 404")

    operator.away = True
    assert await operator.is_reported() == 0
    operator.away = False
    operator.clock.move(minutes=1)
    assert await operator.is_reported() == 1

    assert operator.heard == [(feed.url, True, "HTTP 404")]


async def test_a_feed_that_broke_and_mended_meanwhile_is_not_told_of(db: Database) -> None:
    await given_feed(db)
    operator = Operator(db)

    await changed_feeds(db, strikes=3.0, reason="HTTP 404")
    await changed_feeds(db, strikes=0.0, reason="")

    assert await operator.is_reported() == 0
    assert operator.heard == []


async def test_a_feed_that_is_gone_is_told_of(db: Database) -> None:
    feed, operator = await given_feed(db), Operator(db)
    await changed_feeds(db, gone_at="2026-11-23 00:00:00", reason="HTTP 410 Gone")

    await operator.is_reported()

    assert operator.heard == [(feed.url, True, "HTTP 410 Gone")]


async def test_who_cannot_be_told_is_asked_ever_more_rarely_and_one_line_of_the_log_says_so(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    _, operator = await given_feed(db), Operator(db)
    await changed_feeds(db, strikes=3.0, reason="HTTP 404")
    operator.away = True
    pauses, last = [], operator.clock.at

    with caplog.at_level(logging.WARNING):
        for _ in range(2 * 60 * 3):
            asked = operator.asked
            await operator.is_reported()
            if operator.asked > asked:
                pauses.append(operator.clock.at - last)
                last = operator.clock.at
            operator.clock.move(seconds=30)

    minutes = [pause // timedelta(minutes=1) for pause in pauses]
    assert minutes == [0, 1, 2, 4, 8, 16, 32, 60]
    assert pauses[-1] == LONGEST_PAUSE
    assert [record.levelname for record in caplog.records if record.name == "jobs.report"] == ["WARNING"]
