"""What tests of the outbox do with it: claim, end, send all that is due, and count."""

from datetime import datetime, timedelta

from news.delivery import Delivery, DeliveryState, Receipt, Sent, advance
from storage.database import Database
from storage.deliveries import (
    claim_due_deliveries,
    save_deliveries,
)
from tests.clocks import MORNING
from tests.storage.given import asked


async def claim(db: Database, *, after: timedelta = timedelta()) -> Delivery | None:
    async with db.writing() as tx:
        claimed = await claim_due_deliveries(tx, now=MORNING + after, limit=1)
    return claimed[0].delivery if claimed else None


async def claimed(db: Database, *, after: timedelta = timedelta()) -> Delivery:
    delivery = await claim(db, after=after)
    assert delivery
    return delivery


async def end(db: Database, claimed: Delivery, receipt: Receipt) -> Delivery:
    ended = advance(claimed, receipt, now=MORNING)
    async with db.writing() as tx:
        await save_deliveries(tx, [(claimed, ended)])
    return ended


async def sent(db: Database, *, at: datetime = MORNING) -> list[str]:
    """Sends all that is due, one after the other; the texts in their order."""
    texts = []
    while delivery := await claim(db, after=at - MORNING):
        texts.append(delivery.message.html)
        await end(db, delivery, Sent(1))
    return texts


async def states(db: Database) -> dict[DeliveryState, int]:
    counted = await asked(db, "SELECT state, count(*) FROM deliveries GROUP BY state")
    return {DeliveryState(state): count for state, count in counted}
