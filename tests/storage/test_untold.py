"""What was to be told and could not be is told by the next digest."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from news.delivery import Delivery, DeliveryState, Sent, Unknown
from news.digest import OVERLAP, Digest
from news.ids import StoryId
from news.message import Message
from news.story import Story
from storage.database import Database
from storage.deliveries import claim_due_deliveries, save_messages
from storage.digests import ledgers, save_digests
from storage.untold import end_deliveries, fold_deliveries, take_back
from tests.clocks import MORNING
from tests.conftest import OpenDatabase
from tests.make import GROUP, PERSON, make_chat, make_entry, make_section
from tests.storage.given import given_chat, given_messages, given_stories, given_topic
from tests.storage.outbox import claimed, end, sent, states

HOUR = timedelta(hours=1)
LATER = MORNING + HOUR
SINCE = MORNING - 24 * HOUR
"""From when on the digest in the outbox tells what was seen."""


@pytest.fixture
async def stories(db: Database) -> Sequence[Story]:
    """Two stories that a digest tells, each in a message of its own, and both wait in the outbox."""
    chat, topic = await given_chat(db), await given_topic(db)
    told = await given_stories(db, make_entry(), make_entry())
    digest = Digest(chat=chat, slot=MORNING, sections=(make_section(topic, told),))
    messages = [Message(html=str(number), stories=(story.id,)) for number, story in enumerate(told)]
    async with db.writing() as tx:
        (digest_id,) = await save_digests(tx, [digest], now=MORNING, since={PERSON: SINCE})
        await save_messages(tx, [(PERSON, digest_id, messages)], now=MORNING)
    return told


async def _folded(db: Database) -> datetime | None:
    async with db.writing() as tx:
        return await fold_deliveries(tx, PERSON)


async def _known(db: Database) -> set[StoryId]:
    async with db.reading() as tx:
        return set((await ledgers(tx, [PERSON], since=SINCE))[PERSON])


async def test_what_still_waits_is_untold_again(db: Database, stories: Sequence[Story]) -> None:
    assert await _known(db) == {story.id for story in stories}

    assert await _folded(db) == SINCE + OVERLAP

    assert await _known(db) == set()
    assert await states(db) == {DeliveryState.FOLDED: 2}


async def test_what_was_sent_stays_told(db: Database, stories: Sequence[Story]) -> None:
    await end(db, await claimed(db), Sent(1))

    await _folded(db)

    assert await _known(db) == {stories[0].id}
    assert await states(db) == {DeliveryState.SENT: 1, DeliveryState.FOLDED: 1}


async def test_what_is_on_its_way_stays_told(db: Database, stories: Sequence[Story]) -> None:
    await claimed(db)

    await _folded(db)

    assert await _known(db) == {stories[0].id}
    assert await states(db) == {DeliveryState.SENDING: 1, DeliveryState.FOLDED: 1}


async def test_what_may_have_been_sent_goes_out_once_more_and_is_not_told_anew(
    db: Database, stories: Sequence[Story]
) -> None:
    await end(db, await claimed(db), Unknown("no answer"))

    await _folded(db)

    assert await _known(db) == {stories[0].id}
    assert await sent(db, at=LATER) == ["0"]


async def test_what_a_sender_takes_at_this_moment_is_left_to_it(
    database_url: str, db: Database, open_database: OpenDatabase, stories: Sequence[Story]
) -> None:
    if db.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    async with db.writing() as tx:
        await claim_due_deliveries(tx, now=MORNING, limit=1)
        await _folded(open_database(database_url))

    assert await states(db) == {DeliveryState.SENDING: 1, DeliveryState.FOLDED: 1}
    assert await _known(db) == {stories[0].id}


async def test_what_waits_for_other_chats_goes_on_waiting(db: Database, stories: Sequence[Story]) -> None:
    await given_chat(db, make_chat(id=GROUP))
    async with db.writing() as tx:
        assert await fold_deliveries(tx, GROUP) is None

    assert await states(db) == {DeliveryState.PENDING: 2}


async def test_a_digest_of_which_is_not_known_what_it_tells_is_sent(db: Database) -> None:
    await given_messages(db, "satu")  # as those in the outbox of a version that did not remember

    assert await _folded(db) is None

    assert await states(db) == {DeliveryState.PENDING: 1}


async def test_nothing_more_goes_to_a_chat_that_cannot_be_reached(
    db: Database, stories: Sequence[Story]
) -> None:
    await given_messages(db, "kepada grup", chat_id=GROUP)

    async with db.writing() as tx:
        await end_deliveries(tx, PERSON, reason="bot was blocked by the user")

    assert await sent(db) == ["kepada grup"]
    assert await states(db) == {DeliveryState.UNREACHABLE: 2, DeliveryState.SENT: 1}
    assert await _known(db) == set()


async def test_a_message_on_its_way_is_not_ended_with_the_waiting_ones(
    db: Database, stories: Sequence[Story]
) -> None:
    await claimed(db)

    async with db.writing() as tx:
        await end_deliveries(tx, PERSON, reason="bot was blocked by the user")

    assert await states(db) == {DeliveryState.SENDING: 1, DeliveryState.UNREACHABLE: 1}


async def test_the_stories_of_one_message_are_untold_again(db: Database, stories: Sequence[Story]) -> None:
    on_its_way: Delivery = await claimed(db)

    async with db.writing() as tx:
        await take_back(tx, on_its_way.id)

    assert on_its_way.message.stories == (stories[0].id,)
    assert await _known(db) == {stories[1].id}


async def test_what_may_have_been_read_before_the_chat_was_lost_stays_told(
    db: Database, stories: Sequence[Story]
) -> None:
    await end(db, await claimed(db), Unknown("no answer"))

    async with db.writing() as tx:
        await end_deliveries(tx, PERSON, reason="bot was blocked by the user")

    assert await _known(db) == {stories[0].id}
