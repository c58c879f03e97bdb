"""The outbox: in order per chat, under a lease, a message in doubt once more and never again."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from news.delivery import LEASE, Delivery, DeliveryState, Receipt, Refused, Sent, SlowDown, Trouble, advance
from news.message import Button, Message
from storage.database import Database
from storage.deliveries import (
    claim_due_deliveries,
    end_deliveries,
    forget_digests,
    keep_claims,
    next_delivery_due_at,
    postpone_deliveries,
    save_deliveries,
    save_messages,
)
from storage.paces import leave_alone
from tests.clocks import MORNING
from tests.conftest import OpenDatabase
from tests.make import GROUP, PERSON
from tests.storage.given import asked, given_chat, given_digest, given_messages

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


async def _claim(db: Database, *, after: timedelta = timedelta()) -> Delivery | None:
    async with db.writing() as tx:
        claimed = await claim_due_deliveries(tx, now=MORNING + after, limit=1)
    return claimed[0].delivery if claimed else None


async def _claimed(db: Database, *, after: timedelta = timedelta()) -> Delivery:
    delivery = await _claim(db, after=after)
    assert delivery
    return delivery


async def _end(db: Database, claimed: Delivery, receipt: Receipt) -> Delivery:
    ended = advance(claimed, receipt, now=MORNING)
    async with db.writing() as tx:
        await save_deliveries(tx, [(claimed, ended)])
    return ended


async def _sent(db: Database, *, at: datetime = MORNING) -> list[str]:
    """Sends all that is due, one after the other; the texts in their order."""
    texts = []
    while delivery := await _claim(db, after=at - MORNING):
        texts.append(delivery.message.html)
        await _end(db, delivery, Sent(1))
    return texts


async def _states(db: Database) -> dict[DeliveryState, int]:
    counted = await asked(db, "SELECT state, count(*) FROM deliveries GROUP BY state")
    return {DeliveryState(state): count for state, count in counted}


async def test_a_message_leaves_the_outbox_as_it_was_put_in(db: Database) -> None:
    await given_chat(db)
    digest_id = await given_digest(db)
    message = Message(
        html="<b>Kliping pagi</b>\n\x1f🗞",
        buttons=(
            (Button(text="🔎 Cari", data="search"),),
            (Button(text="Baca", url="https://kabar.example/1"),),
        ),
        thread=17,
    )
    async with db.writing() as tx:
        await save_messages(tx, [(PERSON, digest_id, [message])], now=MORNING)

    delivery = await _claimed(db)

    assert delivery == Delivery(
        id=delivery.id,
        digest_id=digest_id,
        chat_id=PERSON,
        message=message,
        state=DeliveryState.SENDING,
        attempts=0,
        repeat=False,
        created_at=MORNING,
        due_at=MORNING,
    )


async def test_the_messages_of_a_chat_leave_in_their_order(db: Database) -> None:
    await given_messages(db, "satu", "dua", "tiga")

    assert await _sent(db) == ["satu", "dua", "tiga"]
    assert await _states(db) == {DeliveryState.SENT: 3}


async def test_the_next_message_waits_until_this_one_has_ended(db: Database) -> None:
    await given_messages(db, "satu", "dua")
    first = await _claimed(db)

    assert await _claim(db) is None
    await _end(db, first, Trouble("HTTP 500"))
    assert await _claim(db) is None
    again = await _claimed(db, after=DAY / 2)
    await _end(db, again, Refused("message is too long"))

    assert (await _claimed(db)).message.html == "dua"


async def test_a_chat_that_waits_makes_room_for_the_others(db: Database) -> None:
    await given_messages(db, "kepada orang", chat_id=PERSON)
    await given_messages(db, "kepada grup", chat_id=GROUP)
    first = await _claimed(db)
    await _end(db, first, SlowDown(LEASE / 2))

    assert (await _claimed(db)).chat_id == GROUP
    assert await _claim(db, after=LEASE / 2 - SECOND) is None
    assert (await _claimed(db, after=LEASE / 2)).chat_id == PERSON


async def test_a_message_is_not_sent_before_it_is_due(db: Database) -> None:
    await given_messages(db, "besok", slot=MORNING + DAY)

    assert await _claim(db, after=DAY - SECOND) is None
    assert await _claim(db, after=DAY)


async def test_a_message_is_one_senders_alone_while_the_lease_runs(db: Database) -> None:
    await given_messages(db, "satu")
    await _claimed(db)

    assert await _claim(db, after=LEASE - SECOND) is None


async def test_a_message_whose_sender_died_is_sent_once_more_and_says_so(db: Database) -> None:
    await given_messages(db, "satu")
    first = await _claimed(db)

    again = await _claimed(db, after=LEASE)

    assert again == replace(first, repeat=True)


async def test_a_message_in_doubt_twice_has_ended_and_makes_room(db: Database) -> None:
    await given_messages(db, "satu", "dua")
    await _claimed(db)
    await _claimed(db, after=LEASE)

    next_one = await _claimed(db, after=2 * LEASE)

    assert next_one.message.html == "dua"
    assert not next_one.repeat
    assert await asked(db, "SELECT state, reason FROM deliveries WHERE html = 'satu'") == [
        ("failed", "in doubt twice: the sender stopped midway")
    ]


async def test_two_senders_share_the_chats_without_overlap(
    postgres_url: str, open_database: OpenDatabase
) -> None:
    one, other = open_database(postgres_url), open_database(postgres_url)
    await given_messages(one, "kepada orang", "dan lagi", chat_id=PERSON)
    await given_messages(one, "kepada grup", chat_id=GROUP)

    async with one.writing() as first, other.writing() as second:
        taken = [
            claim.delivery.message.html
            for tx, limit in ((first, 1), (second, 9), (second, 9))
            for claim in await claim_due_deliveries(tx, now=MORNING, limit=limit)
        ]

    assert taken == ["kepada orang", "kepada grup"]


async def test_many_senders_at_once_send_every_message_once_and_in_order(
    database_url: str, open_database: OpenDatabase
) -> None:
    senders = [open_database(database_url) for _ in range(4)]
    texts = {chat_id: [f"{chat_id}.{n}" for n in range(3)] for chat_id in range(1, 6)}
    for chat_id in texts:
        await given_messages(senders[0], *texts[chat_id], chat_id=chat_id)
    left: dict[int, list[str]] = {chat_id: [] for chat_id in texts}

    async def send_one(db: Database) -> None:
        if delivery := await _claim(db):
            left[delivery.chat_id].append(delivery.message.html)
            await _end(db, delivery, Sent(1))

    while DeliveryState.PENDING in await _states(senders[0]):
        await asyncio.gather(*map(send_one, senders))

    assert left == texts


async def test_several_are_claimed_at_once_one_a_chat_those_first_that_waited_longest(db: Database) -> None:
    await given_messages(db, "baru", chat_id=GROUP, slot=MORNING)
    await given_messages(db, "lama", "lama juga", chat_id=PERSON, slot=MORNING - SECOND)
    await given_messages(db, "terakhir", chat_id=9, slot=MORNING)

    async with db.writing() as tx:
        claimed = await claim_due_deliveries(tx, now=MORNING, limit=2)

    assert [claim.delivery.message.html for claim in claimed] == ["lama", "baru"]
    assert await _states(db) == {DeliveryState.SENDING: 2, DeliveryState.PENDING: 2}


async def test_a_chat_that_is_left_alone_makes_room_for_the_others(db: Database) -> None:
    await given_messages(db, "kepada orang", chat_id=PERSON)
    await given_messages(db, "kepada grup", chat_id=GROUP)
    async with db.writing() as tx:
        await leave_alone(tx, {PERSON: MORNING + SECOND, GROUP: MORNING})
        await leave_alone(tx, {PERSON: MORNING})  # the longest time holds

    assert (await _claimed(db)).chat_id == GROUP
    assert await _claim(db) is None
    assert (await _claimed(db, after=SECOND)).chat_id == PERSON


async def test_who_lives_keeps_its_claims(db: Database) -> None:
    await given_messages(db, "satu")
    claimed = await _claimed(db)

    async with db.writing() as tx:
        await keep_claims(tx, [claimed.id], now=MORNING + LEASE / 2)

    assert await _claim(db, after=LEASE) is None
    assert (await _claimed(db, after=1.5 * LEASE)).repeat


async def test_what_somebody_else_has_taken_over_is_theirs_to_end(db: Database) -> None:
    await given_messages(db, "satu")
    first = await _claimed(db)
    again = await _claimed(db, after=LEASE)

    await _end(db, first, Refused("late"))
    assert await _states(db) == {DeliveryState.SENDING: 1}

    await _end(db, again, Sent(7))
    await _end(db, first, Refused("later still"))
    assert await asked(db, "SELECT state, message_id, reason FROM deliveries") == [("sent", 7, "")]


async def test_what_waits_for_a_chat_can_be_put_off(db: Database) -> None:
    await given_messages(db, "satu", "dua", chat_id=PERSON)
    await given_messages(db, "halo", chat_id=GROUP)

    async with db.writing() as tx:
        await postpone_deliveries(tx, PERSON, until=MORNING + SECOND)
        await postpone_deliveries(tx, PERSON, until=MORNING)

    assert await _sent(db) == ["halo"]
    assert await _sent(db, at=MORNING + SECOND) == ["satu", "dua"]


async def test_nothing_more_goes_to_a_chat_that_cannot_be_reached(db: Database) -> None:
    await given_messages(db, "satu", "dua", chat_id=PERSON)
    await given_messages(db, "kepada grup", chat_id=GROUP)

    async with db.writing() as tx:
        await end_deliveries(tx, PERSON, reason="bot was blocked by the user")

    assert await _sent(db) == ["kepada grup"]
    assert await _states(db) == {DeliveryState.UNREACHABLE: 2, DeliveryState.SENT: 1}


async def test_a_message_on_its_way_is_not_ended_with_the_waiting_ones(db: Database) -> None:
    await given_messages(db, "satu", "dua")
    await _claimed(db)

    async with db.writing() as tx:
        await end_deliveries(tx, PERSON, reason="bot was blocked by the user")

    assert await _states(db) == {DeliveryState.SENDING: 1, DeliveryState.UNREACHABLE: 1}


async def test_the_outbox_says_when_it_has_something_to_send(db: Database) -> None:
    async with db.reading() as tx:
        assert await next_delivery_due_at(tx) is None
    await given_messages(db, "besok", slot=MORNING + DAY)
    await given_messages(db, "kini", chat_id=GROUP, slot=MORNING)

    async with db.reading() as tx:
        assert await next_delivery_due_at(tx) == MORNING


async def test_old_digests_are_forgotten_when_all_their_messages_have_ended(db: Database) -> None:
    await given_messages(db, "terkirim", chat_id=PERSON, slot=MORNING)
    await _sent(db)
    await given_messages(db, "menunggu", chat_id=GROUP, slot=MORNING)
    await given_messages(db, "baru", chat_id=PERSON, slot=MORNING + DAY)
    await _sent(db, at=MORNING - SECOND)

    async with db.writing() as tx:
        assert await forget_digests(tx, before=MORNING + DAY, limit=100) == 1

    assert await asked(db, "SELECT html FROM deliveries ORDER BY id") == [("menunggu",), ("baru",)]


async def test_no_more_digests_are_forgotten_at_once_than_the_limit(db: Database) -> None:
    await given_chat(db)
    for days in range(3):
        await given_digest(db, slot=MORNING + days * DAY)

    async with db.writing() as tx:
        assert await forget_digests(tx, before=MORNING + 9 * DAY, limit=2) == 2
