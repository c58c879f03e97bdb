"""Pruning: what is done and what is old goes."""

from datetime import timedelta

from jobs.prune import prune
from storage.database import Database
from storage.updates import REPEATED_WITHIN, Arrived, end_updates, save_updates
from tests.clocks import MORNING
from tests.storage.given import asked


async def test_updates_that_are_done_go_when_telegram_will_not_repeat_them_any_more(db: Database) -> None:
    async with db.writing() as tx:
        both = [Arrived(id=id_, place=7, raw="{}") for id_ in (1, 2)]
        await save_updates(tx, both, now=MORNING - REPEATED_WITHIN - timedelta(seconds=1))
        await end_updates(tx, [1])

    assert await prune(db, retention=timedelta(days=365), now=MORNING) == 1

    assert await asked(db, "SELECT id FROM updates") == [(2,)]
