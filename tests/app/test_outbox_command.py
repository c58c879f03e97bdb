"""`kliping outbox`: what waits, when it will have been sent, and how it ended."""

import json
from pathlib import Path

import pytest

from app.wiring import SystemClock
from news.delivery import Sent, advance
from storage.database import Database
from storage.deliveries import claim_due_deliveries, save_deliveries
from storage.schema import migrate
from tests.app.processes import kliping
from tests.make import GROUP, PERSON
from tests.storage.given import given_messages


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """Where three messages wait, and one has been sent."""
    db = Database.at(f"sqlite:///{tmp_path / 'kliping.db'}")
    await migrate(db)
    now = SystemClock().now()
    await given_messages(db, "satu", "dua", "tiga", chat_id=PERSON, slot=now)
    await given_messages(db, "kepada grup", chat_id=GROUP, slot=now)
    async with db.writing() as tx:
        (claim,) = await claim_due_deliveries(tx, now=now, limit=1)
        await save_deliveries(tx, [(claim.delivery, advance(claim.delivery, Sent(1), now=now))])
    await db.close()
    return tmp_path


async def test_the_operator_reads_what_waits_and_when_it_is_done(folder: Path) -> None:
    told = (await kliping("outbox", folder=folder)).out

    assert told.startswith("3 messages wait, the first of them for 0:0")
    assert "all will have been sent by about " in told
    assert "at 30 messages a second" in told
    assert told.endswith("0 on their way, 0 of all in doubt, 0 for later\n1 sent\n")


async def test_a_program_reads_the_same(folder: Path) -> None:
    told = json.loads((await kliping("outbox", "--json", folder=folder)).out)

    assert (told["due"], told["under_way"], told["halted_until"]) == (3, 0, None)
    assert told["ended"] == [{"state": "sent", "reason": "", "count": 1}]
    assert told["waiting_since"] < told["done_at"]


async def test_an_empty_outbox_says_so(tmp_path: Path) -> None:
    assert (await kliping("outbox", folder=tmp_path)).out.startswith("nothing waits\n")
