"""What is stored about a chat is handed out whole, and is gone whole when it is forgotten."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from news.chat import ChatType
from news.ids import ChatId
from storage.database import Database
from storage.paces import leave_alone, save_pace, take_pace
from storage.privacy import count_stored, forget_all, stored_about
from storage.tables import metadata, paces
from storage.updates import Arrived, end_updates, save_updates, set_updates_aside, take_updates
from tests.clocks import MORNING
from tests.make import make_chat, make_entry
from tests.storage.given import given_chat, given_digest, given_messages, given_stories, given_topic

CHAT, OTHER = ChatId(7_654_321), ChatId(-7_654_322)
TITLE = "Kesbangpol Belitung Timur"

HANDED_OUT = {
    "chats": "chat", "topics": "topics", "digests": "digests", "told": "told", "deliveries": "messages",
    "chat_paces": "pace", "updates": "updates", "updates_aside": "set_aside",
}  # fmt: skip
"""The tables that hold what belongs to a chat, and what their rows are called in its file."""

Tables = dict[str, list[dict[str, Any]]]


async def given_all(db: Database, id_: ChatId, title: str) -> None:
    """A chat that has something in every table that may hold what belongs to a chat."""
    chat = await given_chat(db, make_chat(id=id_, type=ChatType.PRIVATE, title=title))
    topic = await given_topic(db, chat_id=id_, name=f"Topik {id_}", query="banjir")
    stories = await given_stories(db, make_entry(title="Banjir surut"), outlet="Pagi" if id_ > 0 else "Sore")
    await given_digest(db, chat=chat, topic=topic, stories=stories)
    await given_messages(db, f"Kliping untuk {title}", chat_id=id_, slot=MORNING + timedelta(days=1))
    await given_chat(db, chat)
    first = 100 if id_ > 0 else 200
    async with db.writing() as tx:
        await leave_alone(tx, {id_: MORNING})
        said = [Arrived(id=first + n, place=id_, raw=json.dumps({"chat": id_, "n": n})) for n in range(3)]
        await save_updates(tx, said, now=MORNING)
        await set_updates_aside(tx, {first: "odd"})
        await end_updates(tx, [first + 1])


async def whole(db: Database) -> Tables:
    """Every row of every table."""
    async with db.reading() as tx:
        return {
            table.name: [dict(row) for row in (await tx.execute(select(table))).mappings()]
            for table in metadata.sorted_tables
        }


def told_of(tables: Tables, *marks: object) -> list[tuple[str, dict[str, Any]]]:
    """The rows in which one of the marks stands anywhere."""
    return [
        (name, row)
        for name, rows in tables.items()
        for row in rows
        if any(str(mark) in str(value) for mark in marks for value in row.values())
    ]


async def test_what_is_forgotten_leaves_no_row_behind(db: Database) -> None:
    await given_all(db, CHAT, TITLE)
    await given_all(db, OTHER, "Redaksi")
    async with db.writing() as tx:
        pace = await take_pace(tx)
        await save_pace(tx, replace(pace, refused_chat=CHAT))
    before = await whole(db)

    async with db.writing() as tx:
        in_hand = await take_updates(tx, limit=9, busy=[OTHER])
        await forget_all(tx, CHAT)
        await end_updates(tx, [each.id for each in in_hand])

    after = await whole(db)
    assert {name for name, _ in told_of(before, CHAT, TITLE)} == {
        "chats", "topics", "digests", "told", "deliveries", "chat_paces", "paces", "updates", "updates_aside",
    }  # fmt: skip
    assert told_of(after, CHAT, TITLE) == []
    assert told_of(after, OTHER) == told_of(before, OTHER)


async def test_all_that_is_stored_is_handed_out(db: Database) -> None:
    await given_all(db, CHAT, TITLE)
    await given_all(db, OTHER, "Redaksi")

    async with db.reading() as tx:
        stored = await stored_about(tx, CHAT)
        counts = await count_stored(tx, CHAT)

    rows = await whole(db)
    for table, name in HANDED_OUT.items():
        mine = [row for row in rows[table] if CHAT in (row.get("chat_id"), row.get("place"), row.get("id"))]
        assert mine, table
        assert len(stored[name]) == counts[name] == len(mine)
        assert stored[name][0].items() >= json.loads(json.dumps(mine[0], default=_instant)).items(), table
    assert [told["headline"] for told in stored["told"]] == ["Banjir surut"]
    assert told_of(dict(stored), OTHER, "Redaksi") == []


def _instant(value: Any) -> str:
    return str(value.isoformat())


def test_no_table_that_belongs_to_chats_is_kept_back() -> None:
    of_chats = {
        table.name
        for table in metadata.sorted_tables
        if table.name == "chats"
        or table.name.startswith("updates")
        or any(key.column.table.name == "chats" for key in table.foreign_keys)
    }

    assert of_chats == set(HANDED_OUT)


async def test_nothing_is_stored_about_a_chat_that_nobody_knows(db: Database) -> None:
    async with db.writing() as tx:
        await forget_all(tx, CHAT)
        stored = await stored_about(tx, CHAT)

    assert not any(stored.values())


async def test_a_pace_that_another_chat_was_refused_stays_as_it_is(db: Database) -> None:
    async with db.writing() as tx:
        await save_pace(tx, replace(await take_pace(tx), refused_chat=OTHER))
        await forget_all(tx, CHAT)
        refused = await tx.scalar(select(paces.c.refused_chat).where(paces.c.name == "telegram"))

    assert refused == OTHER
