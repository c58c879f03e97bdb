"""Asking for all that is stored about a chat, and having it deleted."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy import select

from storage.database import Database
from storage.tables import metadata
from tests.bot.people import GROUP, WAIT, Person
from tests.make import make_entry
from tests.storage.given import given_stories


async def read_file(http: ClientSession, person: Person) -> dict[str, Any]:
    """The last file that the bot sent into the chat."""
    path = f"/sandbox/chats/{person.chat}/messages"
    messages = (await (await http.get(path)).json())["messages"]
    file = next(message["file"] for message in reversed(messages) if message["file"])
    assert file["name"] == "kliping-2026-11-23.json"
    found: dict[str, Any] = json.loads(await (await http.get(file["url"])).read())
    return found


async def rows_with(db: Database, mark: str) -> list[str]:
    """The tables in which it stands, in whatever column."""
    async with db.reading() as tx:
        return [
            table.name
            for table in metadata.sorted_tables
            for row in await tx.execute(select(table))
            if any(mark in str(value) for value in row)
        ]


async def test_all_that_is_stored_comes_as_a_file(
    sari: Person, sqlite_db: Database, http: ClientSession
) -> None:
    await given_stories(sqlite_db, make_entry(title="Banjir surut di Manggar"))
    await sari.writes("/langganan Air: banjir")

    answer = await sari.writes("/datasaya")

    stored = await read_file(http, sari)
    assert answer.text.startswith("Semua yang kami simpan tentang obrolan ini ada di berkas ini")
    assert stored["about"] == "Semua yang disimpan Kliping tentang obrolan ini. Waktu dalam UTC."
    assert [chat["id"] for chat in stored["chat"]] == [sari.id]
    assert [(topic["name"], topic["query"]) for topic in stored["topics"]] == [("Air", "banjir")]


async def test_the_english_command_does_the_same(emily: Person, http: ClientSession) -> None:
    answer = await emily.writes("/mydata")

    assert answer.text.startswith("This file holds everything we store about this chat")
    assert (await read_file(http, emily))["chat"][0]["language"] == "en"


async def test_who_asks_to_be_forgotten_is_asked_once_and_then_forgotten(
    sari: Person, sqlite_db: Database
) -> None:
    await sari.writes("/langganan Air: banjir")

    question = await sari.writes("/hapus")
    assert "1 topik, 0 ringkasan dengan 0 pesannya" in question.text
    assert "Air" in await names(sqlite_db)

    done = await sari.presses("Ya, hapus semuanya", question)

    assert done.message.text.startswith("Semua data obrolan ini sudah dihapus.")
    assert done.message.buttons == ()
    assert await names(sqlite_db) == []
    again = await sari.writes("/topik")
    assert "Belum ada topik" in again.text


async def names(db: Database) -> list[str]:
    async with db.reading() as tx:
        return list(await tx.scalars(select(metadata.tables["topics"].c.name)))


async def test_who_thinks_again_keeps_everything(sari: Person, sqlite_db: Database) -> None:
    await sari.writes("/langganan Air: banjir")

    kept = await sari.presses("Batal", await sari.writes("/hapus"))

    assert "Air" in kept.message.text


async def test_the_file_leads_to_the_question(sari: Person) -> None:
    file = await sari.writes("/datasaya")

    await sari.presses("Hapus semua data", file)

    assert (await sari.reads_next(file)).text.startswith("Hapus semua data obrolan ini?")


async def test_nothing_is_left_of_a_person_once_the_bot_is_done(sari: Person, sqlite_db: Database) -> None:
    await sari.writes("/langganan Air: banjir")

    await sari.presses("Ya, hapus semuanya", await sari.writes("/hapus"))
    async with asyncio.timeout(WAIT):  # the press itself is done a moment later
        while "updates" in (left := await rows_with(sqlite_db, str(sari.id))):
            await sari.reads()
    assert left == []


async def test_two_quick_taps_forget_once(sari: Person, sqlite_db: Database) -> None:
    question = await sari.writes("/hapus")

    first, second = await sari.presses_twice("Ya, hapus semuanya", question)

    assert first.message.text == second.message.text
    assert first.message.text.startswith("Semua data obrolan ini sudah dihapus.")


@pytest.mark.parametrize("command", ["/datasaya", "/hapus"])
async def test_in_a_group_only_administrators_may(budi: Person, sari: Person, command: str) -> None:
    refusal = "Maaf, hanya admin grup"

    assert (await budi.writes(command)).text.startswith(refusal)
    assert not (await sari.at(GROUP).writes(command)).text.startswith(refusal)
