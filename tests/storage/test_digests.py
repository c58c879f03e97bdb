"""Digests: one per chat and slot, and a ledger of what each told."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from news.growth import Told
from news.ids import StoryId
from storage.database import Database
from storage.digests import ledgers, told_stories
from storage.topics import forget_topic
from tests.clocks import MORNING
from tests.make import GROUP, PERSON, make_chat, make_entry, make_item, make_story
from tests.storage.given import given_chat, given_digest, given_stories, given_topic

DAY = timedelta(days=1)


async def test_a_digest_is_written_once_for_a_chat_and_a_slot(db: Database) -> None:
    chat = await given_chat(db)
    await given_digest(db, chat=chat, slot=MORNING)

    with pytest.raises(IntegrityError):
        await given_digest(db, chat=chat, slot=MORNING)


async def test_other_chats_and_other_slots_have_digests_of_their_own(db: Database) -> None:
    chat, other = await given_chat(db), await given_chat(db, make_chat(id=GROUP))

    ids = [
        await given_digest(db, chat=chat, slot=MORNING),
        await given_digest(db, chat=other, slot=MORNING),
        await given_digest(db, chat=chat, slot=MORNING + DAY),
    ]

    assert len(set(ids)) == 3


async def test_the_ledger_says_what_a_digest_told_under_a_topic_in_its_order(db: Database) -> None:
    chat, topic = await given_chat(db), await given_topic(db)
    one, two, three = await given_stories(db, make_entry(), make_entry(), make_entry())
    digest_id = await given_digest(db, chat=chat, topic=topic, stories=[three, one, two])

    async with db.reading() as tx:
        assert await told_stories(tx, PERSON, digest_id, topic.id) == [three.id, one.id, two.id]


async def test_another_chat_is_not_told_what_a_digest_told(db: Database) -> None:
    chat, topic = await given_chat(db), await given_topic(db)
    digest_id = await given_digest(db, chat=chat, topic=topic, stories=await given_stories(db))

    async with db.reading() as tx:
        assert await told_stories(tx, GROUP, digest_id, topic.id) == []


async def _known(db: Database) -> dict[StoryId, Told]:
    async with db.reading() as tx:
        return (await ledgers(tx, [PERSON], since=MORNING - DAY))[PERSON]


async def test_a_story_that_was_told_twice_is_known_as_it_was_told_last(db: Database) -> None:
    chat, topic = await given_chat(db), await given_topic(db)
    (story,) = await given_stories(db)
    await given_digest(db, chat=chat, topic=topic, stories=[story], slot=MORNING)
    later = make_item(outlet="Warta Sore", url="https://warta.example/1", published_at=MORNING + DAY)
    grown = make_story(*story.items, later, id=story.id)
    await given_digest(db, chat=chat, topic=topic, stories=[grown], slot=MORNING + DAY)

    assert await _known(db) == {story.id: Told(seen_until=MORNING + DAY, voices=2)}


async def test_what_was_seen_long_ago_is_not_asked_for(db: Database) -> None:
    chat, topic = await given_chat(db), await given_topic(db)
    stories = await given_stories(db, at=MORNING - 2 * DAY)
    await given_digest(db, chat=chat, topic=topic, stories=stories)

    assert await _known(db) == {}


async def test_a_story_stays_told_when_its_topic_is_forgotten(db: Database) -> None:
    chat, topic = await given_chat(db), await given_topic(db)
    stories = await given_stories(db)
    await given_digest(db, chat=chat, topic=topic, stories=stories)

    async with db.writing() as tx:
        await forget_topic(tx, PERSON, topic.id)

    assert (await _known(db)).keys() == {story.id for story in stories}
