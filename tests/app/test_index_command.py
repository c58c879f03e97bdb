"""`kliping index`: whether the index is this version's, and making it so."""

from pathlib import Path

import pytest
from sqlalchemy import text

from app.demo import DEMO_TOKEN
from app.roles import tell_old_index
from news.tokens import ANALYSER
from storage.database import Database
from storage.schema import migrate
from tests.app.processes import kliping
from tests.make import make_entry
from tests.storage.given import given_items


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """Where an older version has read three items, and indexed none of them."""
    db = Database.at(f"sqlite:///{tmp_path / 'kliping.db'}")
    await migrate(db)
    await given_items(db, *(make_entry(title=f"Jembatan {number}") for number in (1, 2, 3)))
    async with db.writing() as tx:
        await tx.execute(text("UPDATE word_index SET analyser = 0"))
        await tx.execute(text("DELETE FROM item_words"))
    await db.close()
    return tmp_path


async def test_an_index_of_an_older_version_is_made_anew(folder: Path) -> None:
    before = await kliping("index", folder=folder)
    checked = await kliping("check", folder=folder, token=DEMO_TOKEN, api_url="http://127.0.0.1:1")
    rebuilt = await kliping("index", "rebuild", folder=folder)
    after = await kliping("index", folder=folder)
    again = await kliping("index", "rebuild", folder=folder)

    advice = "An older version's analyser read 3 of 3 items: searches and topics may miss some of them."
    assert before.out.startswith(f"{advice} Run `kliping index rebuild`")
    assert f"warning index: {advice}" in checked.out
    assert (rebuilt.status, rebuilt.out) == (0, "3 items were read again: the index is this version's.\n")
    assert "3 of 3 items read again" in rebuilt.err
    assert after.out == "The index holds 3 items, as this version reads them.\n"
    assert again.out == "0 items were read again: the index is this version's.\n"
    assert again.err == ""


async def test_a_database_that_cannot_be_written_says_what_to_do(folder: Path) -> None:
    (folder / "kliping.db").write_bytes(b"no database" * 100)

    ended = await kliping("index", "rebuild", folder=folder)

    assert ended.status == 2
    assert "KLIPING_DATABASE_URL" in ended.err


@pytest.mark.parametrize("analyser", [0, ANALYSER])
async def test_whoever_runs_on_an_old_index_reads_in_the_log_what_to_do(
    sqlite_db: Database, caplog: pytest.LogCaptureFixture, analyser: int
) -> None:
    await given_items(sqlite_db, make_entry())
    async with sqlite_db.writing() as tx:
        await tx.execute(text("UPDATE word_index SET analyser = :analyser"), {"analyser": analyser})

    await tell_old_index(sqlite_db)

    told = [message for message in caplog.messages if "run `kliping index rebuild`" in message]
    assert len(told) == (analyser != ANALYSER)
