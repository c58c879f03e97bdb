"""Being added, blocked, removed, and moved."""

from aiohttp import ClientSession

from bot.desk import Desk
from news.chat import ChatType
from news.ids import ChatId
from storage.chats import find_chat, take_due_chats
from storage.reach import lose_chat
from tests.bot.people import GROUP, Person
from tests.clocks import TestClock


async def is_served(desk: Desk, clock: TestClock, chat: int) -> bool:
    """Whether the chat would get its next digest."""
    async with desk.db.writing() as tx:
        due = await take_due_chats(tx, now=clock.now(), limit=1)
    return [each.chat.id for each in due] == [chat]


async def test_who_blocks_the_bot_gets_no_digest_until_they_are_back(
    sari: Person, emily: Person, desk: Desk, clock: TestClock
) -> None:
    await sari.writes("/langganan banjir")
    clock.move(days=2)

    await sari.blocks_bot()
    await emily.writes("/start")  # by the answer, what came before has been taken in
    blocked = await is_served(desk, clock, sari.chat)
    greeting = await sari.writes("/start")
    clock.move(days=1)

    assert not blocked
    assert await is_served(desk, clock, sari.chat)
    assert greeting.text.startswith("👋 Selamat datang kembali!\n\nAnda mengikuti 1 topik.")


async def test_an_account_that_was_deleted_gets_no_digest_any_more(
    sari: Person, emily: Person, http: ClientSession, desk: Desk, clock: TestClock
) -> None:
    await sari.writes("/langganan banjir")
    clock.move(days=1)
    # Telegram tells nothing of it, but refuses the answer to what was written last.
    gone = {"method": "sendMessage", "chat": str(sari.chat), "kind": "403"}
    await http.post("/sandbox/faults", json={"faults": [gone]})

    await sari.says("/topik")
    await emily.writes("/start")

    assert not await is_served(desk, clock, sari.chat)


async def test_a_group_is_greeted_once_in_the_language_of_who_added_the_bot(emily: Person) -> None:
    group = await emily.makes_group("Press Room")

    await group.adds_bot()
    greeting = (await group.reads())[0]
    await group.kicks_bot()
    await group.adds_bot()

    assert greeting.text.startswith("👋 Welcome to Kliping!")
    assert (await group.writes("/topics")).text.startswith("You do not follow any topic yet.")
    assert len(await group.reads()) == 2


async def test_a_group_that_becomes_a_supergroup_keeps_everything(sari: Person, desk: Desk) -> None:
    await sari.at(GROUP).writes("/langganan banjir")

    supergroup = sari.at(await sari.at(GROUP).upgrades_group())

    assert (await supergroup.writes("/topik")).text.startswith("Topik yang Anda ikuti (1)\n• Banjir")
    async with desk.db.reading() as tx:
        assert await find_chat(tx, ChatId(GROUP)) is None
        moved = await find_chat(tx, ChatId(supergroup.chat))
    assert moved is not None
    assert moved.type is ChatType.SUPERGROUP


async def test_a_group_that_moved_is_served_although_the_old_one_was_left_first(
    sari: Person, desk: Desk, clock: TestClock
) -> None:
    await sari.at(GROUP).writes("/langganan banjir")
    async with desk.db.writing() as tx:
        await lose_chat(tx, ChatId(GROUP), left=True, reason="kicked", now=clock.now())
    clock.move(days=2)

    moved = await sari.at(GROUP).upgrades_group()
    await sari.writes("/start")
    clock.move(days=1)

    assert await is_served(desk, clock, moved)


async def test_a_channel_is_remembered_without_a_word(sari: Person, desk: Desk) -> None:
    channel = await sari.makes_channel("Kabar Sore")
    await sari.writes("/start")

    async with desk.db.reading() as tx:
        remembered = await find_chat(tx, ChatId(channel.chat))
    assert remembered is not None
    assert (remembered.type, remembered.title) == (ChatType.CHANNEL, "Kabar Sore")
