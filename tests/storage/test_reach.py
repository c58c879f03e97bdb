"""Chats that cannot be reached: they keep everything, sleep, and wake."""

from datetime import timedelta

import pytest

from storage.chats import next_chat_due_at, take_due_chats
from storage.database import Database
from storage.reach import GRACE, lose_chat, regain_chat
from tests.clocks import MORNING
from tests.make import PERSON
from tests.storage.given import asked, given_chat, given_topic

DAY = timedelta(days=1)


async def _is_lost(db: Database, *, left: bool, after: timedelta = timedelta()) -> None:
    async with db.writing() as tx:
        await lose_chat(tx, PERSON, left=left, reason="no", now=MORNING + after)


async def _is_due(db: Database, *, after: timedelta) -> bool:
    async with db.writing() as tx:
        return bool(await take_due_chats(tx, now=MORNING + after, limit=1))


async def test_who_has_left_gets_no_digest_until_they_show_themselves(db: Database) -> None:
    chat = await given_chat(db)
    await given_topic(db)
    await _is_lost(db, left=True)
    async with db.reading() as tx:
        assert await next_chat_due_at(tx, now=MORNING) is None
    assert not await _is_due(db, after=DAY)

    await given_chat(db, chat)

    assert await _is_due(db, after=DAY)
    assert await asked(db, "SELECT count(*) FROM topics") == [(1,)]


async def test_a_chat_without_the_right_to_write_is_tried_for_a_week_and_then_sleeps(db: Database) -> None:
    await given_chat(db)
    await _is_lost(db, left=False)
    await _is_lost(db, left=False, after=3 * DAY)

    assert await _is_due(db, after=GRACE - timedelta(seconds=1))
    assert not await _is_due(db, after=GRACE)


async def test_who_leaves_a_chat_that_was_still_tried_is_tried_no_more(db: Database) -> None:
    await given_chat(db)
    await _is_lost(db, left=False)
    await _is_lost(db, left=True, after=DAY)

    assert not await _is_due(db, after=2 * DAY)


@pytest.mark.parametrize("left", [True, False])
async def test_a_chat_that_a_message_has_reached_is_as_it_was(db: Database, left: bool) -> None:
    await given_chat(db)
    await _is_lost(db, left=left)

    async with db.writing() as tx:
        await regain_chat(tx, PERSON)

    assert await _is_due(db, after=2 * GRACE)
    assert await asked(db, "SELECT unreachable_since FROM chats") == [(None,)]


async def test_a_chat_has_been_out_of_reach_since_the_first_time(db: Database) -> None:
    await given_chat(db)
    await _is_lost(db, left=True)
    await _is_lost(db, left=True, after=DAY)

    ((since, asleep),) = await asked(db, "SELECT unreachable_since, asleep_from FROM chats")
    assert "2026-11-23" in str(since)
    assert "2026-11-23" in str(asleep)
