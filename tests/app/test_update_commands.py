"""`kliping updates`: what was set aside is listed, shown and forgotten."""

import json
from pathlib import Path

import pytest

from storage.database import Database
from storage.updates import Arrived, Odd, save_updates, set_aside_odd, set_updates_aside
from tests.app.processes import kliping
from tests.clocks import MORNING


@pytest.fixture
async def folder(tmp_path: Path, sqlite_db: Database) -> Path:
    """Where an update and what is none were set aside, and another update waits."""
    rahasia = Arrived(id=41, place=7, raw='{"update_id": 41, "message": "rahasia"}')
    async with sqlite_db.writing() as tx:
        await save_updates(tx, [rahasia, Arrived(id=42, place=7, raw="{}")], now=MORNING)
        await set_updates_aside(tx, {41: "cannot be read (KeyError)"})
        await set_aside_odd(tx, [Odd(raw="7", reason="no JSON object")], now=MORNING)
    return tmp_path


async def test_what_was_set_aside_is_listed_without_what_people_wrote(folder: Path) -> None:
    listed = await kliping("updates", folder=folder)

    assert (listed.status, listed.out.splitlines()) == (
        0,
        [
            "1  2026-11-23 00:00 UTC  update 41  cannot be read (KeyError)",
            "2  2026-11-23 00:00 UTC  no update  no JSON object",
            "2 updates set aside, 1 waiting to be handled.",
        ],
    )


async def test_it_is_listed_for_programs_too(folder: Path) -> None:
    listed = await kliping("updates", "--json", folder=folder)

    first, second = map(json.loads, listed.out.splitlines())
    assert first == {
        "number": 1,
        "update_id": 41,
        "reason": "cannot be read (KeyError)",
        "arrived_at": "2026-11-23T00:00:00+00:00",
    }
    assert second["update_id"] is None


async def test_who_asks_for_one_is_shown_what_is_in_it(folder: Path) -> None:
    shown = await kliping("updates", "show", "1", folder=folder)

    assert json.loads(shown.out) == {"update_id": 41, "message": "rahasia"}


async def test_what_was_looked_at_can_be_forgotten(folder: Path) -> None:
    assert (await kliping("updates", "forget", "1", folder=folder)).status == 0

    assert (await kliping("updates", folder=folder)).out.startswith("2  ")


@pytest.mark.parametrize("command", [("show", "9"), ("forget", "1", "9")])
async def test_a_number_that_nobody_knows_is_refused(folder: Path, command: tuple[str, ...]) -> None:
    refused = await kliping("updates", *command, folder=folder)

    assert (refused.status, refused.err) == (
        2,
        "kliping: nothing is set aside as 9: `kliping updates` prints their numbers\n",
    )
    assert (await kliping("updates", "show", "1", folder=folder)).status == 0
