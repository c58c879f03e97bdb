"""The outbox: in order per chat, not before their time, and forgotten in the end."""

from datetime import timedelta

from news.delivery import LEASE, Delivery, DeliveryState, Refused, SlowDown, Trouble
from news.message import Button, Message
from storage.database import Database
from storage.deliveries import next_delivery_due_at, postpone_deliveries, save_messages
from storage.digests import forget_digests
from storage.paces import leave_alone
from tests.clocks import MORNING
from tests.make import GROUP, PERSON
from tests.storage.given import asked, given_chat, given_digest, given_messages
from tests.storage.outbox import claim, claimed, end, sent, states

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


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

    delivery = await claimed(db)

    assert delivery == Delivery(
        id=delivery.id,
        digest_id=digest_id,
        chat_id=PERSON,
        message=message,
        state=DeliveryState.SENDING,
        attempts=0,
        doubts=0,
        due_at=MORNING,
        ready_at=MORNING,
    )


async def test_the_messages_of_a_chat_leave_in_their_order(db: Database) -> None:
    await given_messages(db, "satu", "dua", "tiga")

    assert await sent(db) == ["satu", "dua", "tiga"]
    assert await states(db) == {DeliveryState.SENT: 3}


async def test_the_next_message_waits_until_this_one_has_ended(db: Database) -> None:
    await given_messages(db, "satu", "dua")
    first = await claimed(db)

    assert await claim(db) is None
    await end(db, first, Trouble("HTTP 500"))
    assert await claim(db) is None
    again = await claimed(db, after=DAY / 2)
    await end(db, again, Refused("message is too long"))

    assert (await claimed(db)).message.html == "dua"


async def test_a_chat_that_waits_makes_room_for_the_others(db: Database) -> None:
    await given_messages(db, "kepada orang", chat_id=PERSON)
    await given_messages(db, "kepada grup", chat_id=GROUP)
    first = await claimed(db)
    await end(db, first, SlowDown(LEASE / 2))

    assert (await claimed(db)).chat_id == GROUP
    assert await claim(db, after=LEASE / 2 - SECOND) is None
    assert (await claimed(db, after=LEASE / 2)).chat_id == PERSON


async def test_a_message_is_not_sent_before_it_is_due(db: Database) -> None:
    await given_messages(db, "besok", slot=MORNING + DAY)

    assert await claim(db, after=DAY - SECOND) is None
    assert await claim(db, after=DAY)


async def test_a_chat_that_is_left_alone_makes_room_for_the_others(db: Database) -> None:
    await given_messages(db, "kepada orang", chat_id=PERSON)
    await given_messages(db, "kepada grup", chat_id=GROUP)
    async with db.writing() as tx:
        await leave_alone(tx, {PERSON: MORNING + SECOND, GROUP: MORNING})
        await leave_alone(tx, {PERSON: MORNING})  # the longest time holds

    assert (await claimed(db)).chat_id == GROUP
    assert await claim(db) is None
    assert (await claimed(db, after=SECOND)).chat_id == PERSON


async def test_what_waits_for_a_chat_can_be_put_off(db: Database) -> None:
    await given_messages(db, "satu", "dua", chat_id=PERSON)
    await given_messages(db, "halo", chat_id=GROUP)

    async with db.writing() as tx:
        await postpone_deliveries(tx, PERSON, until=MORNING + SECOND)
        await postpone_deliveries(tx, PERSON, until=MORNING)

    assert await sent(db) == ["halo"]
    assert await sent(db, at=MORNING + SECOND) == ["satu", "dua"]


async def test_the_outbox_says_when_it_has_something_to_send(db: Database) -> None:
    async with db.reading() as tx:
        assert await next_delivery_due_at(tx) is None
    await given_messages(db, "besok", slot=MORNING + DAY)
    await given_messages(db, "kini", chat_id=GROUP, slot=MORNING)

    async with db.reading() as tx:
        assert await next_delivery_due_at(tx) == MORNING


async def test_old_digests_are_forgotten_when_all_their_messages_have_ended(db: Database) -> None:
    await given_messages(db, "terkirim", chat_id=PERSON, slot=MORNING)
    await sent(db)
    await given_messages(db, "menunggu", chat_id=GROUP, slot=MORNING)
    await given_messages(db, "baru", chat_id=PERSON, slot=MORNING + DAY)
    await sent(db, at=MORNING - SECOND)

    async with db.writing() as tx:
        assert await forget_digests(tx, before=MORNING + DAY, limit=100) == 1

    assert await asked(db, "SELECT html FROM deliveries ORDER BY id") == [("menunggu",), ("baru",)]


async def test_no_more_digests_are_forgotten_at_once_than_the_limit(db: Database) -> None:
    await given_chat(db)
    for days in range(3):
        await given_digest(db, slot=MORNING + days * DAY)

    async with db.writing() as tx:
        assert await forget_digests(tx, before=MORNING + 9 * DAY, limit=2) == 2
