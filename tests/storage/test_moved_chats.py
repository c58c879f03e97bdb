"""Groups that became supergroups: nothing of what either had is lost."""

from datetime import timedelta

from news.chat import ChatType
from news.delivery import DeliveryState, Moved, advance
from news.ids import ChatId
from storage.chats import (
    find_chat,
    move_chat,
)
from storage.database import Database
from storage.deliveries import claim_due_deliveries, save_deliveries
from storage.topics import chat_topics
from tests.clocks import MORNING
from tests.make import GROUP, SUPERGROUP, make_chat
from tests.storage.given import (
    asked,
    given_chat,
    given_digest,
    given_messages,
    given_stories,
    given_topic,
    known_chat,
)

DAY = timedelta(days=1)


async def _move(db: Database, old: ChatId = GROUP, new: ChatId = SUPERGROUP) -> None:
    async with db.writing() as tx:
        await move_chat(tx, old, new)


async def _both_groups(db: Database) -> None:
    await given_chat(db, make_chat(id=GROUP, type=ChatType.GROUP, title="Warga Demak"))
    await given_chat(db, make_chat(id=SUPERGROUP, type=ChatType.SUPERGROUP, title="Warga Demak Raya"))


async def test_a_group_that_becomes_a_supergroup_takes_everything_along(db: Database) -> None:
    await given_chat(db, make_chat(id=GROUP, type=ChatType.GROUP))
    topic = await given_topic(db, chat_id=GROUP)
    await given_digest(
        db, chat=make_chat(id=GROUP), topic=topic, stories=await given_stories(db), slot=MORNING
    )
    await given_messages(db, "Kliping", chat_id=GROUP, slot=MORNING + DAY)

    await _move(db)

    assert await known_chat(db, GROUP) is None
    assert await known_chat(db, SUPERGROUP) == make_chat(id=SUPERGROUP, type=ChatType.SUPERGROUP)
    for table in ("topics", "digests", "told", "deliveries"):
        assert await asked(db, f"SELECT DISTINCT chat_id FROM {table}") == [(SUPERGROUP,)], table


async def test_moving_a_chat_that_nobody_knows_changes_nothing(db: Database) -> None:
    await _move(db)

    assert await known_chat(db, SUPERGROUP) is None


async def test_moving_twice_is_harmless(db: Database) -> None:
    await given_chat(db, make_chat(id=GROUP))

    await _move(db)
    await _move(db)

    assert await known_chat(db, SUPERGROUP)


async def test_a_supergroup_that_we_met_before_the_move_keeps_its_own_and_gains_the_groups(
    db: Database,
) -> None:
    await _both_groups(db)
    await given_topic(db, chat_id=GROUP, name="Pemilu", query="pemilu")
    await given_topic(db, chat_id=GROUP, name="Banjir", query="banjir")
    own = await given_topic(db, chat_id=SUPERGROUP, name="Pemilu", query="pilkada")

    await _move(db)

    assert await known_chat(db, GROUP) is None
    async with db.reading() as tx:
        chat = await find_chat(tx, SUPERGROUP)
        assert chat
        assert chat.title == "Warga Demak Raya"
        topics = {topic.name: topic.query for topic in await chat_topics(tx, SUPERGROUP)}
    assert topics == {"Pemilu": own.query, "Banjir": "banjir"}


async def test_what_either_group_was_told_the_supergroup_has_been_told(db: Database) -> None:
    await _both_groups(db)
    stories = await given_stories(db)
    for chat_id in (GROUP, SUPERGROUP):
        topic = await given_topic(db, chat_id=chat_id)
        await given_digest(db, chat=make_chat(id=chat_id), topic=topic, stories=stories)
    only_group = await given_stories(db, outlet="Warta Sore")
    topic = await given_topic(db, chat_id=GROUP, name="Banjir", query="banjir")
    await given_digest(db, chat=make_chat(id=GROUP), topic=topic, stories=only_group, slot=MORNING + DAY)

    await _move(db)

    told = {(SUPERGROUP, story.id) for story in stories + only_group}
    assert set(await asked(db, "SELECT chat_id, story_id FROM told")) == told


async def test_a_message_of_a_slot_that_both_groups_had_is_not_lost(db: Database) -> None:
    await _both_groups(db)
    await given_messages(db, "Kliping grup", chat_id=GROUP, slot=MORNING)
    await given_messages(db, "Kliping supergrup", chat_id=SUPERGROUP, slot=MORNING)

    await _move(db)

    messages = await asked(db, "SELECT html, chat_id FROM deliveries ORDER BY id")
    assert messages == [("Kliping grup", SUPERGROUP), ("Kliping supergrup", SUPERGROUP)]


async def test_a_message_that_learns_of_the_move_is_sent_to_the_supergroup(db: Database) -> None:
    await given_messages(db, "Kliping", chat_id=GROUP)
    async with db.writing() as tx:
        (claim,) = await claim_due_deliveries(tx, now=MORNING, limit=1)
        await move_chat(tx, GROUP, SUPERGROUP)
        moved = advance(claim.delivery, Moved(SUPERGROUP), now=MORNING)
        await save_deliveries(tx, [(claim.delivery, moved)])

    async with db.writing() as tx:
        (again,) = await claim_due_deliveries(tx, now=MORNING, limit=1)

    assert (again.delivery.chat_id, again.delivery.state) == (SUPERGROUP, DeliveryState.SENDING)
