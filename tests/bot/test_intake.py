"""What becomes of updates once they have come: kept, in their order, once each, whatever ends in between."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.errors import NotKept
from bot.intake import MOST_IN_HAND, Intake
from storage.database import Database
from storage.updates import Aside, count_waiting, take_updates, updates_set_aside
from tests.bot.hearing import Hearing, typed, written
from tests.bot.telegram_answers import ME, answering, result
from tests.clocks import TestClock

SARI, BUDI = 7001, 7002


@pytest.fixture
async def listener(db: Database) -> AsyncIterator[Hearing]:
    async with answering(result(ME)) as (_, telegram):
        listener = Hearing(telegram.url, db)
        async with listener.application:
            yield listener


@asynccontextmanager
async def opened(listener: Hearing, *, clock: TestClock | None = None) -> AsyncIterator[Intake]:
    async with Intake(listener.application, listener.db, clock=clock or TestClock()) as intake:
        yield intake


async def kept(listener: Hearing, *updates: object) -> None:
    """They were kept by a process that ended before it handled anything but the first."""
    listener.may_go_on.clear()
    async with opened(listener) as intake:
        await intake.keep(updates)
        await listener.next()
        for task in intake._in_hand:
            task.cancel()
    listener.may_go_on.set()
    while not listener.begun.empty():
        listener.begun.get_nowait()


async def waiting(db: Database) -> int:
    async with db.reading() as tx:
        return await count_waiting(tx)


async def set_aside(db: Database) -> list[Aside]:
    async with db.reading() as tx:
        return await updates_set_aside(tx)


def said(caplog: pytest.LogCaptureFixture, *, level: int = logging.WARNING) -> list[str]:
    return [record.message for record in caplog.records if record.levelno >= level]


async def test_an_update_is_kept_before_it_counts_as_taken_and_forgotten_when_it_is_done(
    listener: Hearing,
) -> None:
    listener.may_go_on.clear()
    async with opened(listener) as intake:
        await intake.keep([written(1, "satu"), written(2, "dua")])
        assert await waiting(listener.db) == 2
        listener.may_go_on.set()
        assert [await listener.next(), await listener.next()] == ["satu", "dua"]

    assert listener.ended == ["satu", "dua"]
    assert await waiting(listener.db) == 0


async def test_what_telegram_brings_again_is_handled_once(listener: Hearing) -> None:
    async with opened(listener) as intake:
        await intake.keep([written(1, "satu"), written(1, "satu")])
        assert await listener.next() == "satu"
        await intake.keep([written(1, "satu"), written(2, "dua")])
        assert await listener.next() == "dua"
    async with opened(listener) as intake:
        await intake.keep([written(2, "dua"), written(3, "tiga")])
        assert await listener.next() == "tiga"

    assert listener.ended == ["satu", "dua", "tiga"]


async def test_after_a_restart_what_was_left_comes_first_and_in_its_order(listener: Hearing) -> None:
    await kept(listener, written(1, "satu"), written(2, "dua"), written(3, "tiga"))

    async with opened(listener) as intake:
        await intake.keep([written(4, "empat")])
        assert [await listener.next() for _ in range(4)] == ["satu", "dua", "tiga", "empat"]

    assert listener.ended == ["satu", "dua", "tiga", "empat"]


async def test_a_chat_that_writes_much_holds_up_nobody_else(listener: Hearing) -> None:
    listener.may_go_on.clear()
    flood = [written(number, "banjir", chat=SARI) for number in range(1, 1 + 3 * MOST_IN_HAND)]
    async with opened(listener) as intake:
        await intake.keep(flood)
        assert await listener.next() == "banjir"
        await intake.keep([written(999, "halo", chat=BUDI)])
        assert await listener.next() == "halo"
        assert listener.begun.empty()
        listener.may_go_on.set()
        assert [await listener.next() for _ in flood[1:]] == ["banjir"] * len(flood[1:])


async def test_never_more_is_in_memory_than_there_is_room_for(listener: Hearing) -> None:
    listener.may_go_on.clear()
    crowd = [written(number, str(number), chat=number) for number in range(1, MOST_IN_HAND + 7)]
    async with opened(listener) as intake:
        await intake.keep(crowd)
        begun = [await listener.next() for _ in range(MOST_IN_HAND)]
        await intake.keep([])
        assert len(intake._in_hand) == MOST_IN_HAND
        listener.may_go_on.set()
        begun += [await listener.next() for _ in range(6)]

    assert begun == [str(number) for number in range(1, MOST_IN_HAND + 7)]


async def test_what_was_in_hand_when_the_process_ended_is_tried_once_more_and_no_more(
    listener: Hearing, caplog: pytest.LogCaptureFixture
) -> None:
    await kept(listener, written(1, "rahasia"), written(2, "dua"))
    await kept(listener)
    assert await waiting(listener.db) == 2

    async with opened(listener):
        assert await listener.next() == "dua"

    assert listener.ended == ["dua"]
    reason = "the bot stopped twice while it was in hand"
    assert [(aside.update_id, aside.reason) for aside in await set_aside(listener.db)] == [(1, reason)]
    assert said(caplog) == [f"update 1 is set aside: {reason}; see `kliping updates`"]
    assert "rahasia" not in caplog.text


async def test_an_update_that_nobody_finishes_though_all_goes_on_is_not_tried_again(
    listener: Hearing,
) -> None:
    listener.may_go_on.clear()
    async with opened(listener) as intake:
        await intake.keep([written(1, "satu"), written(2, "dua")])
        await listener.next()
        for task in intake._in_hand:
            task.cancel()
        assert await listener.next() == "dua"
        listener.may_go_on.set()

    assert [aside.reason for aside in await set_aside(listener.db)] == ["was broken off midway"]


async def test_an_update_that_never_ends_is_broken_off_and_the_chat_goes_on(listener: Hearing) -> None:
    listener.may_go_on.clear()
    clock, short = TestClock(), timedelta(milliseconds=50)
    async with Intake(listener.application, listener.db, clock=clock, longest=short) as intake:
        await intake.keep([written(1, "satu"), written(2, "dua")])
        await listener.next()
        assert await listener.next() == "dua"
        listener.may_go_on.set()

    asides = [(aside.update_id, aside.reason) for aside in await set_aside(listener.db)]
    assert asides[0] == (1, "took too long and was broken off")


@pytest.mark.parametrize(
    "odd", [7, None, [], {}, {"update_id": "1"}, {"update_id": True}, {"update_id": 1 << 63}]
)
async def test_what_is_no_update_is_set_aside_and_the_rest_is_handled(
    listener: Hearing, odd: object, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(listener) as intake:
        await intake.keep([odd, written(1, "satu")])
        assert await listener.next() == "satu"

    assert [aside.update_id for aside in await set_aside(listener.db)] == [None]
    assert said(caplog, level=logging.ERROR) == [
        "what Telegram brought is no update and is set aside; see `kliping updates`"
    ]


async def test_while_the_database_is_away_nothing_counts_as_kept_and_that_is_said_once(
    listener: Hearing, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(listener) as intake:
        await intake.keep([written(1, "satu")])
        assert await listener.next() == "satu"
        async with listener.db.writing() as tx:
            await tx.exec_driver_sql("ALTER TABLE updates RENAME TO updates_away")
        for number in range(3):
            with pytest.raises(NotKept):
                await intake.keep([written(number, "dua")])
        back = asyncio.create_task(intake.answering())
        with pytest.raises(NotKept):
            await intake.keep([])
        assert not back.done()
        async with listener.db.writing() as tx:
            await tx.exec_driver_sql("ALTER TABLE updates_away RENAME TO updates")
        await back
        await intake.keep([written(2, "tiga")])
        assert await listener.next() == "tiga"

    begun, over = said(caplog)
    assert begun.startswith("the database does not answer (")
    assert over == "the database answers again"
    assert listener.ended == ["satu", "tiga"]


async def test_what_people_wrote_is_not_in_the_log_when_it_cannot_be_kept(
    listener: Hearing, caplog: pytest.LogCaptureFixture
) -> None:
    async with listener.db.writing() as tx:
        await tx.exec_driver_sql("ALTER TABLE updates RENAME TO updates_away")

    async with opened(listener) as intake:
        with pytest.raises(NotKept):
            await intake.keep([written(1, "rahasia")])

    assert "INSERT INTO updates" in caplog.text
    assert "rahasia" not in caplog.text


async def test_what_ended_while_the_database_was_away_is_noted_when_it_is_back(listener: Hearing) -> None:
    listener.may_go_on.clear()
    async with opened(listener) as intake:
        await intake.keep([written(1, "satu"), written(2, "dua")])
        await listener.next()
        async with listener.db.writing() as tx:
            await tx.exec_driver_sql("ALTER TABLE updates RENAME TO updates_away")
        listener.may_go_on.set()
        with pytest.raises(NotKept):
            await intake.keep([])
        async with listener.db.writing() as tx:
            await tx.exec_driver_sql("ALTER TABLE updates_away RENAME TO updates")
        assert await listener.next() == "dua"

    assert listener.ended == ["satu", "dua"]
    assert await waiting(listener.db) == 0


async def test_stopping_ends_what_is_in_hand_and_leaves_the_rest_for_the_next_start(
    listener: Hearing,
) -> None:
    listener.may_go_on.clear()
    async with opened(listener) as intake:
        await intake.keep([written(1, "satu"), written(2, "dua")])
        await listener.next()
        asyncio.get_running_loop().call_soon(listener.may_go_on.set)

    assert listener.ended == ["satu"]
    async with listener.db.writing() as tx:
        assert [update.id for update in await take_updates(tx, limit=9, busy=())] == [2]


async def test_of_what_a_person_types_only_the_newest_that_waits_is_handled(listener: Hearing) -> None:
    listener.may_go_on.clear()
    async with opened(listener) as intake:
        await intake.keep([typed(1, "b", person=SARI), typed(2, "ba", person=SARI)])
        assert await listener.next() == "ba"
        await intake.keep([typed(number, "ban" + "j" * number, person=SARI) for number in range(3, 40)])
        await intake.keep([typed(40, "longsor", person=BUDI), typed(41, "banjir", person=SARI)])
        assert await listener.next() == "longsor"
        assert await waiting(listener.db) == 2
        listener.may_go_on.set()
        assert await listener.next() == "banjir"

    assert sorted(listener.ended) == ["ba", "banjir", "longsor"]
    assert await waiting(listener.db) == 0


async def test_what_was_typed_long_ago_is_dropped(listener: Hearing) -> None:
    clock = TestClock()
    listener.may_go_on.clear()
    async with opened(listener, clock=clock) as intake:
        await intake.keep([written(1, "halo"), typed(2, "banjir")])
        assert await listener.next() == "halo"
        clock.move(seconds=11)
        listener.may_go_on.set()
        await intake.keep([written(3, "hai")])
        assert await listener.next() == "hai"

    assert listener.ended == ["halo", "hai"]
    assert await waiting(listener.db) == 0


async def test_what_was_typed_before_a_restart_is_dropped(listener: Hearing) -> None:
    await kept(listener, written(1, "halo"), typed(2, "banjir"), written(3, "hai"))

    async with opened(listener):
        assert [await listener.next(), await listener.next()] == ["halo", "hai"]

    assert await waiting(listener.db) == 0
