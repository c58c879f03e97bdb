"""A storm: hundreds of updates from many chats at once."""

import asyncio

import pytest

from sandbox.server import Sandbox
from sandbox.telegram.people import write
from sandbox.telegram.records import Chat
from storage.database import Database
from storage.updates import count_waiting
from tests.storage.given import asked

CHATS, TEXTS = 60, 5


@pytest.fixture
def crowd(sandbox: Sandbox) -> dict[int, list[int]]:
    """People who have written several texts each while nobody listened; by chat the messages."""
    world = sandbox.world
    people = [world.add_person(f"Warga {number}", language_code="id") for number in range(CHATS)]
    said: dict[int, list[int]] = {person.id: [] for person in people}
    for person in people:
        for number in range(TEXTS):
            text = f"kabar {number}" if number % 2 else f"/cari kabar {number}"  # soon answered, and later
            said[person.id].append(write(world, world.chats[person.id], person, text).id)
    return said


async def test_all_are_answered_once_each_and_in_order_in_every_chat(
    sandbox: Sandbox, crowd: dict[int, list[int]], listening: None, sqlite_db: Database
) -> None:
    chats = [sandbox.world.chats[chat] for chat in crowd]

    async with asyncio.timeout(60):
        await sandbox.world.bell.wait_until(lambda: sum(map(len, map(_answers, chats))) >= CHATS * TEXTS, 60)
        while await _waiting(sqlite_db):
            pass

    assert [chat.id for chat in chats if _answers(chat) != crowd[chat.id]] == []
    assert await asked(sqlite_db, "SELECT count(*), max(tries) FROM updates") == [(CHATS * TEXTS, 1)]
    assert len(sandbox.world.updates) == 0


def _answers(chat: Chat) -> list[int]:
    """The messages that were answered, in the order of the answers."""
    return [message.reply_to for message in chat.messages.values() if message.reply_to]


async def _waiting(db: Database) -> int:
    async with db.reading() as tx:
        return await count_waiting(tx)
