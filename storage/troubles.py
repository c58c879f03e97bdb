"""Troubles: feeds that have broken, or work again, since the operator was last told."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping, case, or_, select, update

from news.failure import Failure, as_failure
from news.ids import FeedId
from news.rhythm import STRIKES_UNTIL_BROKEN
from storage.database import Transaction
from storage.tables import feeds, outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedChange:
    """A feed that has broken for `reason`, or works again; where `is_gone`, it is polled no more.

    The kind of `failure` is None where the feed works, and where it broke before kinds were noted.
    """

    id: FeedId
    url: str
    outlet: str
    is_broken: bool
    is_gone: bool = False
    reason: str
    failure: Failure | None = None


_BROKEN = case(
    (or_(feeds.c.strikes >= STRIKES_UNTIL_BROKEN, feeds.c.gone_at.is_not(None)), True), else_=False
)


async def untold_changes(tx: Transaction) -> list[FeedChange]:
    """The feeds of which the operator knows otherwise, by outlet."""
    found = await tx.execute(
        select(feeds, outlets.c.name, _BROKEN.label("is_broken"))
        .join(outlets, outlets.c.id == feeds.c.outlet_id)
        .where(feeds.c.told_broken != _BROKEN)
        .order_by(outlets.c.name, feeds.c.url)
    )
    return [_change(row) for row in found.mappings()]


async def save_told(tx: Transaction, changes: Sequence[FeedChange]) -> None:
    """The operator knows of these changes."""
    for is_broken in (True, False):
        ids = [change.id for change in changes if change.is_broken is is_broken]
        if ids:
            await tx.execute(update(feeds).where(feeds.c.id.in_(ids)).values(told_broken=is_broken))


def _change(row: RowMapping) -> FeedChange:
    return FeedChange(
        id=FeedId(row[feeds.c.id]),
        url=row[feeds.c.url],
        outlet=row[outlets.c.name],
        is_broken=bool(row["is_broken"]),
        is_gone=row[feeds.c.gone_at] is not None,
        reason=row[feeds.c.reason],
        failure=as_failure(row[feeds.c.failure]),
    )
