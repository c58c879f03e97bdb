"""Outlets: which ones are followed, and how well their feeds let us watch them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import RowMapping, Select, and_, case, func, or_, select

from news.failure import Failure, as_failure
from news.feed import Health, Rhythm
from news.rhythm import SHORTEST_SILENCE, STRIKES_UNTIL_BROKEN, health
from storage.database import Transaction
from storage.tables import feeds, outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedOutlet:
    """An outlet with the best that can be said of its feeds.

    `newest_at` is when its newest article came out, `failure` how its first feed fails where it is broken.
    """

    name: str
    region: str
    feeds: int
    health: Health
    newest_at: datetime | None
    failure: Failure | None = None


async def watched_outlets(tx: Transaction, *, now: datetime) -> list[WatchedOutlet]:
    """All outlets that have a feed, by name."""
    return _by_outlet((await tx.execute(_OUTLETS)).mappings(), now=now)


async def unwatched_outlets(tx: Transaction, *, now: datetime) -> Mapping[str, Health]:
    """The outlets that no feed lets us watch, by name, with the best that can be said of their feeds."""
    found = await tx.execute(_OUTLETS.where(outlets.c.id.in_(_without_sound_feed(now))))
    unwatched = _by_outlet(found.mappings(), now=now)
    return {outlet.name: outlet.health for outlet in unwatched if outlet.health is not Health.OK}


HEALTH_COLUMNS = (
    feeds.c.strikes, feeds.c.gone_at, feeds.c.newest_at, feeds.c.longest_pause_seconds, feeds.c.answered_at,
)  # fmt: skip
"""What `health_of` needs of a row."""


def health_of(row: RowMapping, *, now: datetime) -> Health:
    """How the feed of this row is."""
    pause = timedelta(seconds=row[feeds.c.longest_pause_seconds])
    return health(
        strikes=row[feeds.c.strikes],
        is_gone=row[feeds.c.gone_at] is not None,
        rhythm=Rhythm(newest_at=row[feeds.c.newest_at], longest_pause=pause),
        answered_at=row[feeds.c.answered_at],
        now=now,
    )


_OUTLETS = (
    select(outlets.c.name, outlets.c.region, feeds.c.failure, *HEALTH_COLUMNS)
    .join(feeds, feeds.c.outlet_id == outlets.c.id)
    .order_by(outlets.c.name, feeds.c.id)
)


def _without_sound_feed(now: datetime) -> Select[int]:
    # Of most outlets the database can tell by itself that they are watched; of the others we look at all.
    sound = (
        feeds.c.strikes < STRIKES_UNTIL_BROKEN,
        feeds.c.gone_at.is_(None),
        or_(feeds.c.newest_at.is_(None), feeds.c.newest_at >= now - SHORTEST_SILENCE),
    )
    count = func.sum(case((and_(*sound), 1), else_=0))
    return select(feeds.c.outlet_id).group_by(feeds.c.outlet_id).having(count == 0)


def _by_outlet(rows: Iterable[RowMapping], *, now: datetime) -> list[WatchedOutlet]:
    by_name = groupby(rows, key=lambda row: row[outlets.c.name])
    return [_outlet(list(of_outlet), now=now) for _, of_outlet in by_name]


def _outlet(rows: Sequence[RowMapping], *, now: datetime) -> WatchedOutlet:
    # From the best to the worst, as the kinds of health stand in their list.
    healths = [health_of(row, now=now) for row in rows]
    best = min(healths, key=list(Health).index)
    failure = as_failure(rows[healths.index(best)][feeds.c.failure])
    return WatchedOutlet(
        name=rows[0][outlets.c.name],
        region=rows[0][outlets.c.region],
        feeds=len(rows),
        health=best,
        newest_at=max((at for row in rows if (at := row[feeds.c.newest_at])), default=None),
        failure=failure if best is Health.BROKEN else None,
    )
