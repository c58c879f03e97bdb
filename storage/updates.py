"""Updates: kept from before Telegram hears that we have them until they are done; some are set aside.

```
Telegram ─save→ waiting ─take→ in hand ─end→ done: only its id is left, by which a repeat is known
                   ▲              │└──set aside→ for the operator, with the reason
                   └── once more ─┘ when the bot stopped meanwhile
```

A try is counted before it begins: an update that ends the process does so MOST_TRIES times and no more.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    RowMapping,
    ScalarSelect,
    String,
    bindparam,
    delete,
    func,
    insert,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.tables import updates, updates_aside

# Written out and not bound: only so does SQLite see that the index of waiting updates serves the query.
_NOTHING = literal_column("''", String)
_WAITS = updates.c.raw != _NOTHING

MOST_TRIES = 2

_LOOKED_AT = 256
"""Of those that wait, the oldest: they show the next ones, unless a few have written nearly all of them."""

REPEATED_WITHIN = timedelta(days=2)
"""Telegram brings nothing that is older than a day. After a week without any it numbers anew, so ids must not
be remembered for ever."""

ASIDE_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """An update as Telegram brought it (`raw`, as JSON). `place` is the chat in which it happened, the
    person where there is none, 0 for neither: updates of one place are handled in their order."""

    id: int
    place: int
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """What Telegram brought and is no update, as JSON."""

    raw: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What was set aside, under a number of its own; `update_id` is None where it was no update."""

    number: int
    update_id: int | None
    raw: str
    reason: str
    arrived_at: datetime


async def save_updates(tx: Transaction, arrived: Sequence[Arrived], *, now: datetime) -> None:
    """Keep them until they are done; those that are known are repeats, and stay as they are."""
    if arrived:
        rows = [
            {"id": each.id, "place": each.place, "raw": each.raw, "tries": 0, "arrived_at": now}
            for each in arrived
        ]
        await tx.execute(_SAVE[tx.dialect.name], rows)


async def take_updates(tx: Transaction, *, limit: int, busy: Collection[int]) -> list[Arrived]:
    """The next to handle, at most `limit`: of each place the first, of those in `busy` none. It counts as a
    try."""
    next_ = await _next(tx, limit=limit, busy=busy)
    if not next_:
        return []
    taken = (await tx.execute(_TRY, {"ids": next_})).all()
    return [Arrived(id=row.id, place=row.place, raw=row.raw) for row in sorted(taken)]


async def end_updates(tx: Transaction, ids: Collection[int]) -> None:
    """They are done: what was in them is forgotten, and their ids are not."""
    if ids:
        await tx.execute(_END, {"ids": list(ids)})


async def set_updates_aside(tx: Transaction, reasons: Mapping[int, str]) -> None:
    """They cannot be handled, for these reasons by id: done, but kept for the operator."""
    for id_, reason in reasons.items():
        row = select(updates.c.id, updates.c.place, updates.c.raw, literal(reason), updates.c.arrived_at)
        waiting = row.where(updates.c.id == id_, _WAITS)
        await tx.execute(insert(updates_aside).from_select(_ASIDE, waiting))
    await end_updates(tx, reasons)


async def set_aside_odd(tx: Transaction, odd: Sequence[Odd], *, now: datetime) -> None:
    """Keep for the operator what is no update."""
    rows = [{"update_id": None, "raw": each.raw, "reason": each.reason, "arrived_at": now} for each in odd]
    if rows:
        await tx.execute(insert(updates_aside), rows)


async def tried_in_vain(tx: Transaction) -> list[int]:
    """The updates during which the bot has stopped MOST_TRIES times."""
    return list(await tx.scalars(select(updates.c.id).where(_WAITS, updates.c.tries >= MOST_TRIES)))


async def count_waiting(tx: Transaction) -> int:
    return await tx.scalar(select(func.count()).select_from(updates).where(_WAITS)) or 0


async def updates_set_aside(tx: Transaction) -> list[Aside]:
    """All of them, the oldest first."""
    found = await tx.execute(select(updates_aside).order_by(updates_aside.c.id))
    return [_aside(row) for row in found.mappings()]


async def forget_set_aside(tx: Transaction, numbers: Collection[int]) -> int:
    """Forget these; returns how many there were."""
    return (await tx.execute(delete(updates_aside).where(updates_aside.c.id.in_(list(numbers))))).rowcount


async def forget_updates(tx: Transaction, *, now: datetime, limit: int) -> int:
    """Forget at most `limit` ids of updates that were done, and of those set aside as many, by their age."""
    done = (~_WAITS, updates.c.arrived_at < now - REPEATED_WITHIN)
    old = select(updates.c.id).where(*done).limit(limit).scalar_subquery()
    forgotten = (await tx.execute(delete(updates).where(updates.c.id.in_(old)))).rowcount
    looked_at = updates_aside.c.arrived_at < now - ASIDE_FOR
    old = select(updates_aside.c.id).where(looked_at).limit(limit).scalar_subquery()
    return forgotten + (await tx.execute(delete(updates_aside).where(updates_aside.c.id.in_(old)))).rowcount


async def _next(tx: Transaction, *, limit: int, busy: Collection[int]) -> list[int]:
    # Who comes first among all that wait is seen at the oldest of them, however many wait. Only where these
    # are of a few is each place asked for its first: a flood is stepped over, and not walked through.
    oldest = (await tx.execute(_OLDEST, {"most": _LOOKED_AT})).all()
    firsts: dict[int, int] = {}
    for id_, place in oldest:
        firsts.setdefault(place, id_)
    next_ = [id_ for place, id_ in firsts.items() if place not in busy]
    if len(next_) < limit and len(oldest) == _LOOKED_AT:
        next_ = list(await tx.scalars(_FIRSTS, {"busy": list(busy), "most": limit}))
    return next_[:limit]


def _aside(row: RowMapping) -> Aside:
    return Aside(
        number=row[updates_aside.c.id],
        update_id=row[updates_aside.c.update_id],
        raw=row[updates_aside.c.raw],
        reason=row[updates_aside.c.reason],
        arrived_at=row[updates_aside.c.arrived_at],
    )


# Built once: to build them takes longer than to ask them.
_NOWHERE = 0
_ASIDE = ["update_id", "place", "raw", "reason", "arrived_at"]
_SAVE = {
    "sqlite": sqlite.insert(updates).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(updates).on_conflict_do_nothing(),
}
_OLDEST = (
    select(updates.c.id, updates.c.place)
    .where(updates.c.raw > _NOTHING)  # that it waits, said as the index of its own says it
    .order_by(updates.c.id)
    .limit(bindparam("most", type_=Integer))
)
_first = updates.alias("first")
_first_waits = _first.c.raw != _NOTHING


def _least(column: ColumnElement[int], *which: ColumnElement[bool]) -> ScalarSelect[int]:
    return (
        select(column)
        .where(_first_waits, *which)
        .order_by(column)
        .limit(literal_column("1"))
        .scalar_subquery()
    )


_places = select(_least(_first.c.place).label("place")).cte("places", recursive=True)
_places = _places.union_all(
    select(_least(_first.c.place, _first.c.place > _places.c.place)).where(_places.c.place.is_not(None))
)
_first_id = _least(_first.c.id, _first.c.place == _places.c.place).label("id")
_FIRSTS = (
    select(_first_id)
    .where(_places.c.place.is_not(None), _places.c.place.not_in(bindparam("busy", expanding=True)))
    .order_by(_first_id)
    .limit(bindparam("most", type_=Integer))
)
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_TRY = (
    update(updates)
    .where(updates.c.id.in_(_IDS))
    .values(tries=updates.c.tries + 1)
    .returning(updates.c.id, updates.c.place, updates.c.raw)
)
_END = update(updates).where(updates.c.id.in_(_IDS)).values(raw=_NOTHING, place=_NOWHERE)
