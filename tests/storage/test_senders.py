"""Senders: each has its messages alone, under a lease; what is in doubt is sent once more and never again."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import ClauseElement, Executable, text
from sqlalchemy.ext.compiler import compiles

from news.delivery import LEASE, MOST_DOUBTS, DeliveryState, Refused, Sent
from storage.database import Database, Transaction
from storage.deliveries import (
    NEXT_DUE,
    claim_due_deliveries,
    keep_claims,
)
from storage.tables import metadata
from tests.clocks import MORNING
from tests.conftest import OpenDatabase
from tests.make import GROUP, PERSON
from tests.storage.given import asked, given_messages
from tests.storage.outbox import claim, claimed, end, states

SECOND = timedelta(seconds=1)


class _Explained(Executable, ClauseElement):
    """How the database goes about a statement."""

    inherit_cache = False

    def __init__(self, statement: Executable) -> None:
        self.statement = statement


@compiles(_Explained)
def _explain(explained: _Explained, compiler: Any, **options: Any) -> str:
    verb = "EXPLAIN QUERY PLAN" if compiler.dialect.name == "sqlite" else "EXPLAIN"
    return f"{verb} {compiler.process(explained.statement, **options)}"


async def test_a_message_is_one_senders_alone_while_the_lease_runs(db: Database) -> None:
    await given_messages(db, "satu")
    await claimed(db)

    assert await claim(db, after=LEASE - SECOND) is None


async def test_a_message_whose_sender_died_is_sent_once_more_and_says_so(db: Database) -> None:
    await given_messages(db, "satu")
    first = await claimed(db)

    again = await claimed(db, after=LEASE)

    assert again == replace(first, doubts=1, ready_at=MORNING + LEASE)


async def test_a_message_in_doubt_too_often_has_ended_and_makes_room(db: Database) -> None:
    await given_messages(db, "satu", "dua")
    for number in range(MOST_DOUBTS + 1):
        assert (await claimed(db, after=number * LEASE)).message.html == "satu"

    next_one = await claimed(db, after=(MOST_DOUBTS + 1) * LEASE)

    assert next_one.message.html == "dua"
    assert not next_one.repeat
    assert await asked(db, "SELECT state, reason FROM deliveries WHERE html = 'satu'") == [
        ("failed", "in doubt 6 times: the sender stopped midway")
    ]


async def test_two_senders_share_the_chats_without_overlap(
    postgres_url: str, open_database: OpenDatabase
) -> None:
    one, other = open_database(postgres_url), open_database(postgres_url)
    await given_messages(one, "kepada orang", "dan lagi", chat_id=PERSON)
    await given_messages(one, "kepada grup", chat_id=GROUP)

    async with one.writing() as first, other.writing() as second:
        taken = [
            claim.delivery.message.html
            for tx, limit in ((first, 1), (second, 9), (second, 9))
            for claim in await claim_due_deliveries(tx, now=MORNING, limit=limit)
        ]

    assert taken == ["kepada orang", "kepada grup"]


async def test_many_senders_at_once_send_every_message_once_and_in_order(
    database_url: str, open_database: OpenDatabase
) -> None:
    senders = [open_database(database_url) for _ in range(4)]
    texts = {chat_id: [f"{chat_id}.{n}" for n in range(3)] for chat_id in range(1, 6)}
    for chat_id in texts:
        await given_messages(senders[0], *texts[chat_id], chat_id=chat_id)
    left: dict[int, list[str]] = {chat_id: [] for chat_id in texts}

    async def send_one(db: Database) -> None:
        if delivery := await claim(db):
            left[delivery.chat_id].append(delivery.message.html)
            await end(db, delivery, Sent(1))

    while DeliveryState.PENDING in await states(senders[0]):
        await asyncio.gather(*map(send_one, senders))

    assert left == texts


async def test_several_are_claimed_at_once_one_a_chat_those_first_that_waited_longest(db: Database) -> None:
    await given_messages(db, "baru", chat_id=GROUP, slot=MORNING)
    await given_messages(db, "lama", "lama juga", chat_id=PERSON, slot=MORNING - SECOND)
    await given_messages(db, "terakhir", chat_id=9, slot=MORNING)

    async with db.writing() as tx:
        claimed = await claim_due_deliveries(tx, now=MORNING, limit=2)

    assert [claim.delivery.message.html for claim in claimed] == ["lama", "baru"]
    assert await states(db) == {DeliveryState.SENDING: 2, DeliveryState.PENDING: 2}


async def test_who_lives_keeps_its_claims(db: Database) -> None:
    await given_messages(db, "satu")
    held = await claimed(db)

    async with db.writing() as tx:
        await keep_claims(tx, [held.id], now=MORNING + LEASE / 2)

    assert await claim(db, after=LEASE) is None
    assert (await claimed(db, after=1.5 * LEASE)).repeat


async def test_what_somebody_else_has_taken_over_is_theirs_to_end(db: Database) -> None:
    await given_messages(db, "satu")
    first = await claimed(db)
    again = await claimed(db, after=LEASE)

    await end(db, first, Refused("late"))
    assert await states(db) == {DeliveryState.SENDING: 1}

    await end(db, again, Sent(7))
    await end(db, first, Refused("later still"))
    assert await asked(db, "SELECT state, message_id, reason FROM deliveries") == [("sent", 7, "")]


_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"


async def _multiply(tx: Transaction, table: str, **columns: str) -> None:
    """Copy the one row of the table 3,000 times, but for these columns."""
    names = [column.name for column in metadata.tables[table].columns]
    copied = ", ".join(columns.get(name, f"{table}.{name}") for name in names)
    into = f"{_NUMBERS} INSERT INTO {table} ({', '.join(names)}) SELECT {copied} FROM {table}, n"
    await tx.execute(text(into))


async def test_however_much_waits_those_that_come_first_are_found_in_their_order(db: Database) -> None:
    await given_messages(db, "satu " * 200)
    async with db.writing() as tx:
        await _multiply(tx, "chats", id="id + i")
        await _multiply(tx, "deliveries", id="id + i", chat_id="chat_id + i")
        plan = await tx.execute(_Explained(NEXT_DUE), {"now": MORNING, "set_back": MORNING, "most": 10})
        steps = " ".join(str(row[-1]) for row in plan)

    assert "ix_deliveries_due" in steps
    assert "sort" not in steps.lower()
    assert "TEMP B-TREE" not in steps
    assert "Anti Join" not in steps
