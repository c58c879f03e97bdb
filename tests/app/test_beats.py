"""The poller's beats: what it does by time is wired to what does it."""

import asyncio
from datetime import timedelta

from app.settings import Settings
from app.wiring import opened_grouper, opened_poller, poller_beats
from storage.database import Database
from tests.clocks import MORNING, TestClock
from tests.make import make_entry
from tests.storage.given import asked, given_items


async def test_the_poller_counts_the_words_of_what_came_in(db: Database) -> None:
    await given_items(db, make_entry(title="Banjir surut", lead=""))
    clock, settings = TestClock(MORNING + timedelta(minutes=5)), Settings()
    async with opened_poller(db, settings, clock=clock) as poller, opened_grouper(db, clock=clock) as grouper:
        beats = poller_beats(poller, grouper, settings, stopping=asyncio.Event())
        (words,) = [beat for beat in beats if beat.name == "words"]

        assert await words.run() == 1

    assert await asked(db, "SELECT word, said_by FROM vocabulary ORDER BY word") == [
        ("banjir", 1),
        ("surut", 1),
    ]
