"""Groups are renamed, become supergroups while digests wait, lose the bot and get it back."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from app.sending import opened_sender
from app.settings import Settings
from bot.application import Conversation
from bot.desk import Desk
from bot.intake import Intake
from news.chat import Language, Topic
from news.ids import ChatId
from sandbox.server import Sandbox
from sandbox.telegram.records import ChatType
from sandbox.telegram.world import World
from storage.topics import chat_topics
from tests.bot.conftest import TOKEN
from tests.bot.people import FORUM, GROUP, Person
from tests.clocks import TestClock
from tests.storage.given import asked, given_messages, known_chat


async def test_a_group_that_is_renamed_is_remembered_under_its_new_title(
    sari: Person, sandbox: Sandbox, desk: Desk
) -> None:
    await sari.at(GROUP).writes("/topik")
    sandbox.world.chats[GROUP].title = "Warga Demak Raya"
    await sari.at(GROUP).writes("/topik")

    chat = await known_chat(desk.db, ChatId(GROUP))

    assert chat
    assert chat.title == "Warga Demak Raya"


def moves_unheard(world: World) -> int:
    """The group becomes a supergroup, and the bot has not heard of it yet; its new id."""
    group = world.chats[GROUP]
    supergroup = world.add_chat(ChatType.SUPERGROUP, group.title or "", members=dict(group.members))
    group.migrated_to = supergroup.id
    return supergroup.id


def told_of_move(old: int, new: int) -> list[dict[str, Any]]:
    """Telegram's two messages about it: one in the old group, one in the new."""
    said = ((old, "group", {"migrate_to_chat_id": new}), (new, "supergroup", {"migrate_from_chat_id": old}))
    return [
        {"update_id": id_, "message": what | {"message_id": 9, "date": 1, "chat": {"id": chat, "type": kind}}}
        for id_, (chat, kind, what) in enumerate(said, start=9_000)
    ]


async def delivers(desk: Desk, sandbox: Sandbox, clock: TestClock) -> None:
    settings = Settings(token=TOKEN, api_url=sandbox.url)
    async with opened_sender(desk.db, settings, clock=clock, stopping=asyncio.Event()) as beats:
        deliver = next(beat for beat in beats if beat.name == "deliver")
        for _ in range(5):
            await deliver.run()
            clock.move(seconds=3)


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0,), (1,), ()], ids=str)
async def test_digests_that_wait_while_a_group_moves_come_to_the_supergroup_once(
    sari: Person,
    desk: Desk,
    clock: TestClock,
    sandbox: Sandbox,
    application: Conversation,
    order: tuple[int, ...],
) -> None:
    """Whichever of Telegram's two messages comes first, or does not come: then sending finds out."""
    await sari.at(GROUP).writes("/langganan banjir")
    await given_messages(desk.db, "Satu", "Dua", chat_id=GROUP, slot=clock.now())
    new = moves_unheard(sandbox.world)

    messages = told_of_move(GROUP, new)
    async with Intake(application, desk.db, clock=clock) as intake:
        for number in order:
            await intake.keep([messages[number]])
    waiting = await asked(desk.db, "SELECT DISTINCT chat_id FROM deliveries")
    await delivers(desk, sandbox, clock)

    assert waiting == [(new if order else GROUP,)]
    assert [shown.text for shown in await sari.at(new).reads()] == ["Satu", "Dua"]
    assert await asked(desk.db, "SELECT id FROM chats WHERE id < 0") == [(new,)]
    assert (await sari.at(new).writes("/topik")).text.startswith("Topik yang Anda ikuti (1)\n• Banjir")


async def test_a_forum_that_the_bot_leaves_and_joins_again_finds_everything_as_it_was(
    sari: Person, desk: Desk
) -> None:
    forum = sari.at(FORUM)
    thread = (await forum.threads())["Pemilu"]
    await forum.writes("/langganan pemilu", thread=thread)
    await forum.writes("/langganan banjir")
    await forum.writes("/jadwal Senin 09.00 WITA, tenang 21.00-06.00")
    await forum.writes("/bahasa english")
    before = await known_chat(desk.db, ChatId(FORUM)), await topics(desk)

    await forum.kicks_bot()
    await forum.adds_bot()

    listed = await forum.writes("/topics")
    assert listed.text.startswith("The topics you follow (2)")
    assert (await known_chat(desk.db, ChatId(FORUM)), await topics(desk)) == before
    assert before[0]
    assert (before[0].language, before[0].schedule.zone) == (Language.ENGLISH, "Asia/Makassar")
    assert [topic.thread for topic in before[1]] == [thread, None]


async def topics(desk: Desk) -> Sequence[Topic]:
    async with desk.db.reading() as tx:
        return await chat_topics(tx, ChatId(FORUM))
