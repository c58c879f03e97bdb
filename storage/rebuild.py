"""Rebuilding the word index: which items an older analyser read, and what this one says of them.

```
analyser = 1 ──save_rebuilt──▶ next_analyser = 2, rebuilt_to = 400 … ──finish──▶ analyser = 2
```

Items that come meanwhile are read by this version anyhow. Whoever was stopped goes on behind `rebuilt_to`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, exists, func, select, update

from news.ids import ItemId
from news.reread import Reread, Written
from news.tokens import ANALYSER
from storage.database import Transaction
from storage.search import forget_words, index_words
from storage.tables import items, outlets, word_index


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """The index as an analyser of version `analyser` made it, at best, and up to which item it has been made
    anew by this one; of so many `items`, `left` are to be read again."""

    analyser: int
    rebuilt_to: ItemId
    items: int
    left: int

    @property
    def is_current(self) -> bool:
        return not self.left


async def begin_index(tx: Transaction) -> None:
    """The index of a database without items is this version's."""
    none = ~exists(select(items.c.id))
    await tx.execute(update(word_index).where(none).values(analyser=ANALYSER, next_analyser=ANALYSER))


async def index_state(tx: Transaction) -> IndexState:
    row = (await tx.execute(select(word_index))).mappings().one()
    analyser = row[word_index.c.analyser]
    done = row[word_index.c.rebuilt_to] if row[word_index.c.next_analyser] == ANALYSER else 0
    count = await tx.scalar(select(func.count()).select_from(items)) or 0
    behind = select(func.count()).select_from(items).where(items.c.id > done)
    left = 0 if analyser == ANALYSER else await tx.scalar(behind) or 0
    return IndexState(analyser=analyser, rebuilt_to=ItemId(done), items=count, left=left)


async def written_after(tx: Transaction, last: ItemId, *, limit: int) -> list[Written]:
    """What the next `limit` items after `last` say, in the order of their ids."""
    following = _WRITTEN.where(items.c.id > last).order_by(items.c.id).limit(limit)
    return [
        Written(
            item_id=ItemId(row[items.c.id]),
            title=row[items.c.title],
            lead=row[items.c.lead],
            body=row[items.c.body],
            place=row[items.c.place],
            outlet=row[outlets.c.name],
            home=row[outlets.c.region],
        )
        for row in (await tx.execute(following)).mappings()
    ]


async def save_rebuilt(tx: Transaction, read: Sequence[tuple[Written, Reread]], *, last: ItemId) -> None:
    """Make these items findable as this version of the analyser reads them; up to `last` all are done."""
    same = await _unchanged(tx, [written for written, _ in read])
    now = {written.item_id: reread for written, reread in read if written.item_id in same}
    if now:
        await tx.execute(_READ, [_row(item_id, reread) for item_id, reread in now.items()])
        await forget_words(tx, list(now))
        await index_words(tx, {item_id: reread.tokens for item_id, reread in now.items()})
    await tx.execute(update(word_index).values(next_analyser=ANALYSER, rebuilt_to=last))


async def finish_rebuilding(tx: Transaction) -> None:
    """The index is this version's."""
    await tx.execute(update(word_index).values(analyser=ANALYSER, next_analyser=ANALYSER, rebuilt_to=0))


async def _unchanged(tx: Transaction, written: Sequence[Written]) -> set[ItemId]:
    """Those that still say what was read: the others have been read anew when they changed."""
    wanted = _WRITTEN.where(items.c.id.in_([each.item_id for each in written])).order_by(items.c.id)
    rows = (await tx.execute(wanted.with_for_update(of=items, key_share=True))).mappings()
    said = {row[items.c.id]: _said(row) for row in rows}
    return {
        each.item_id
        for each in written
        if said.get(each.item_id) == (each.title, each.lead, each.body, each.place, each.outlet)
    }


def _said(row: Mapping[Any, Any]) -> tuple[str, ...]:
    parts = items.c.title, items.c.lead, items.c.body, items.c.place, outlets.c.name
    return tuple(row[part] for part in parts)


def _row(item_id: ItemId, reread: Reread) -> dict[str, Any]:
    return {
        "item": item_id,
        "to_regions": " ".join(reread.regions),
        "to_concepts": "\n".join(reread.concepts),
    }


_WRITTEN = select(
    items.c.id, items.c.title, items.c.lead, items.c.body, items.c.place, outlets.c.name, outlets.c.region
).join(outlets, outlets.c.id == items.c.outlet_id)
_READ = (
    update(items)
    .where(items.c.id == bindparam("item"))
    .values(regions=bindparam("to_regions"), concepts=bindparam("to_concepts"))
)
