"""Updates: kept until they are done, in their order, once each, and two tries at most."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from storage.database import Database, Transaction
from storage.updates import (
    ASIDE_FOR,
    MOST_TRIES,
    REPEATED_WITHIN,
    Arrived,
    Aside,
    Odd,
    count_waiting,
    end_updates,
    forget_set_aside,
    forget_updates,
    save_updates,
    set_aside_odd,
    set_updates_aside,
    take_updates,
    tried_in_vain,
    updates_set_aside,
)
from tests.clocks import MORNING
from tests.storage.given import asked

SARI, BUDI, EMILY = 1001, 1002, 1003


def arrived(id_: int, place: int = SARI) -> Arrived:
    return Arrived(id=id_, place=place, raw=f'{{"update_id": {id_}}}')


async def given(db: Database, *updates: Arrived) -> None:
    async with db.writing() as tx:
        await save_updates(tx, updates, now=MORNING)


async def taken(db: Database, *, limit: int = 9, busy: tuple[int, ...] = ()) -> list[int]:
    async with db.writing() as tx:
        return [update.id for update in await take_updates(tx, limit=limit, busy=busy)]


async def ended(db: Database, *ids: int) -> None:
    async with db.writing() as tx:
        await end_updates(tx, ids)


async def set_aside(db: Database) -> list[Aside]:
    async with db.reading() as tx:
        return await updates_set_aside(tx)


async def test_each_chat_gets_its_turn_and_its_updates_come_in_their_order(db: Database) -> None:
    await given(db, arrived(7), arrived(5), arrived(6), arrived(9, BUDI), arrived(8, EMILY))

    assert await taken(db) == [5, 8, 9]
    await ended(db, 5)
    assert await taken(db, busy=(BUDI, EMILY)) == [6]


async def test_no_more_are_taken_than_there_is_room_for_and_the_oldest_first(db: Database) -> None:
    await given(db, arrived(3, EMILY), arrived(1), arrived(2, BUDI))

    assert await taken(db, limit=2) == [1, 2]
    assert await taken(db, limit=2, busy=(SARI, BUDI)) == [3]


async def test_who_comes_behind_a_flood_gets_their_turn_with_its_first(db: Database) -> None:
    flood = [arrived(id_) for id_ in range(1, 400)]
    await given(db, *flood, arrived(400, EMILY), arrived(401, BUDI), arrived(402, BUDI))

    assert await taken(db) == [1, 400, 401]
    assert await taken(db, limit=2) == [1, 400]
    assert await taken(db, busy=(SARI, EMILY)) == [401]


async def _done_so_far(tx: Transaction, steps: list[None]) -> int:
    if tx.dialect.name == "sqlite":
        return len(steps)
    read = "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'updates'"
    return int((await tx.scalars(text(read))).one())


async def effort_of_taking(db: Database) -> int:
    """What the database goes through: of SQLite each ten steps, of PostgreSQL the rows that it reads."""
    steps: list[None] = []
    async with db.writing() as tx:
        driver: Any = (await tx.get_raw_connection()).driver_connection
        if db.is_sqlite:
            await driver.set_progress_handler(lambda: steps.append(None), 10)
        before = await _done_so_far(tx, steps)
        await take_updates(tx, limit=9, busy=())
        effort = await _done_so_far(tx, steps) - before
        if db.is_sqlite:
            await driver.set_progress_handler(None, 0)
    return effort


async def test_however_much_one_chat_has_written_the_next_ones_are_found_as_fast(db: Database) -> None:
    await given(db, *map(arrived, range(300)))
    a_little = await effort_of_taking(db)
    await given(db, *map(arrived, range(300, 3000)))

    assert 0 < await effort_of_taking(db) < 1.5 * a_little


async def test_a_flood_after_a_quiet_time_is_stepped_over_too(postgres_db: Database) -> None:
    """When its statistics were made, hardly anything waited."""
    quiet = range(3000)
    await given(postgres_db, *map(arrived, quiet))
    await ended(postgres_db, *quiet)
    async with postgres_db.writing() as tx:
        await tx.execute(text("ANALYZE updates"))

    await given(postgres_db, *(arrived(id_, place=id_ % 8) for id_ in range(3000, 6000)))

    assert await effort_of_taking(postgres_db) < 1000


async def test_what_telegram_brings_again_is_known_whether_it_is_done_or_not(db: Database) -> None:
    await given(db, arrived(1), arrived(2, BUDI))
    assert await taken(db, limit=1) == [1]
    await ended(db, 1)

    await given(db, arrived(1), arrived(2, BUDI), arrived(3, EMILY))

    assert await taken(db) == [2, 3]
    assert await asked(db, "SELECT id, tries FROM updates ORDER BY id") == [(1, 1), (2, 1), (3, 1)]


async def test_of_an_update_that_is_done_nothing_is_left_but_its_id(db: Database) -> None:
    await given(db, arrived(1), arrived(2))

    await ended(db, 1)

    assert await asked(db, "SELECT id, raw FROM updates ORDER BY id") == [(1, ""), (2, '{"update_id": 2}')]
    async with db.reading() as tx:
        assert await count_waiting(tx) == 1


async def test_an_update_during_which_the_bot_has_stopped_twice_is_known(db: Database) -> None:
    await given(db, arrived(1), arrived(2, BUDI))
    for _ in range(MOST_TRIES):
        async with db.reading() as tx:
            assert await tried_in_vain(tx) == []
        assert await taken(db, limit=1) == [1]

    async with db.reading() as tx:
        assert await tried_in_vain(tx) == [1]
    await ended(db, 1)
    async with db.reading() as tx:
        assert await tried_in_vain(tx) == []


async def test_what_is_set_aside_waits_no_more_and_keeps_what_was_in_it(db: Database) -> None:
    await given(db, arrived(1), arrived(2))
    async with db.writing() as tx:
        await set_updates_aside(tx, {1: "cannot be read (KeyError)"})
        await set_updates_aside(tx, {1: "said once more"})
        await set_aside_odd(tx, [Odd(raw="7", reason="no update")], now=MORNING)

    assert await taken(db) == [2]
    first, second = await set_aside(db)
    assert first == Aside(
        number=first.number,
        update_id=1,
        raw='{"update_id": 1}',
        reason="cannot be read (KeyError)",
        arrived_at=MORNING,
    )
    assert (second.update_id, second.raw, second.reason) == (None, "7", "no update")


async def test_what_was_set_aside_can_be_forgotten(db: Database) -> None:
    async with db.writing() as tx:
        await set_aside_odd(tx, [Odd(raw="7", reason="no update")] * 2, now=MORNING)
    first, second = await set_aside(db)

    async with db.writing() as tx:
        assert await forget_set_aside(tx, [first.number, 99]) == 1

    assert await set_aside(db) == [second]


@pytest.mark.parametrize(("late", "left"), [(timedelta(), [(2,), (3,)]), (timedelta(seconds=1), [(3,)])])
async def test_ids_are_kept_for_as_long_as_telegram_may_repeat_them_and_what_waits_for_ever(
    db: Database, late: timedelta, left: list[tuple[int]]
) -> None:
    async with db.writing() as tx:
        await save_updates(tx, [arrived(1)], now=MORNING - timedelta(seconds=1))
        await save_updates(tx, [arrived(2), arrived(3)], now=MORNING)
    await ended(db, 1, 2)

    async with db.writing() as tx:
        assert await forget_updates(tx, now=MORNING + REPEATED_WITHIN + late, limit=9) == 3 - len(left)

    assert await asked(db, "SELECT id FROM updates ORDER BY id") == left


async def test_no_more_are_forgotten_at_once_than_the_limit(db: Database) -> None:
    await given(db, arrived(1), arrived(2), arrived(3))
    await ended(db, 1, 2, 3)

    async with db.writing() as tx:
        assert await forget_updates(tx, now=MORNING + timedelta(days=9), limit=2) == 2


async def test_what_was_set_aside_is_forgotten_in_the_end(db: Database) -> None:
    async with db.writing() as tx:
        await set_aside_odd(tx, [Odd(raw="7", reason="no update")], now=MORNING)
        await set_aside_odd(tx, [Odd(raw="8", reason="no update")], now=MORNING + timedelta(seconds=1))

    async with db.writing() as tx:
        assert await forget_updates(tx, now=MORNING + ASIDE_FOR + timedelta(seconds=1), limit=9) == 1

    assert [aside.raw for aside in await set_aside(db)] == ["8"]
