"""The vocabulary: the words that items say, as they are written, and in how many items each occurs.

Items are counted once, in the order of their ids, by whoever takes the turn that stands for the last item
counted (`turns`). Their words are read from the word index. What is counted later than its item, such as an
article's page, and what is forgotten with it, changes no number: they order suggestions, and prove nothing.
Words that are said often have their sound, under which they are looked up.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Delete,
    Executable,
    Select,
    TableValuedAlias,
    Text,
    TextClause,
    any_,
    bindparam,
    cast,
    column,
    delete,
    func,
    select,
    text,
    true,
    union,
    update,
)

from news.ids import ItemId
from news.spelling import (
    MOST_EDITS,
    OFTEN,
    Known,
    beginning,
    beginnings_near,
    endings_near,
    sound,
    sounds_near,
    words_near,
)
from storage.database import Transaction
from storage.search import tokens_of_items
from storage.tables import items, turns, vocabulary

REMEMBERED = 300_000
"""Items that come before a word is forgotten which fewer than `OFTEN` of them have said."""

_STEP = 32_768
"""When a word was seen last is told in steps of so many items: else an index would be written each time."""


async def last_counted(tx: Transaction) -> ItemId:
    """The last item whose words have been counted; 0 for none."""
    return ItemId((await tx.execute(select(turns.c.turn).where(_COUNTING))).scalar_one())


async def texts_after(
    tx: Transaction, last: ItemId, *, until: datetime, limit: int
) -> tuple[ItemId, list[str]]:
    """The tokens of the next items after `last` that came in by `until`, at most `limit` of them, and the
    last of these; `last` itself where there are none."""
    following = select(items.c.id).where(items.c.id > last, items.c.first_seen_at <= until)
    found = [ItemId(id_) for id_ in await tx.scalars(following.order_by(items.c.id).limit(limit))]
    if not found:
        return last, []
    tokens = await tokens_of_items(tx, found)
    return found[-1], [f"{each.title} {each.lead} {each.body}" for each in tokens.values()]


async def save_counts(tx: Transaction, counts: Mapping[str, int], *, after: ItemId, last: ItemId) -> bool:
    """So many more items say these words: those after `after`, up to `last`. False where somebody else has
    counted them."""
    turn = update(turns).where(_COUNTING, turns.c.turn == after).values(turn=last)
    if not (await tx.execute(turn)).rowcount:
        return False
    if not counts:
        return True
    # In the order of the letters, in which they are kept.
    rows = [(word, items, last // _STEP) for word, items in sorted(counts.items())]
    if tx.dialect.name == "sqlite":
        # By the driver itself, as the words of the index.
        await tx.exec_driver_sql(_INSERT_ROWS, rows)
    else:
        columns = map(list, zip(*rows, strict=True))
        await tx.execute(_INSERT_ARRAYS, dict(zip(_COLUMNS, columns, strict=True)))
    await _hear(tx)
    return True


async def forget_rare_words(tx: Transaction, *, limit: int) -> int:
    """Forget at most `limit` of the words that few items said and none of late, and as many of those that no
    item says that we still keep; returns how many that were."""
    last = await last_counted(tx)
    first = await tx.scalar(select(func.min(items.c.id))) or 0
    bounds = {"late": (last - REMEMBERED) // _STEP, "first": first // _STEP, "limit": limit}
    return sum([(await tx.execute(gone, bounds)).rowcount for gone in (_FORGET_RARE, _FORGET_GONE)])


async def words_like(tx: Transaction, word: str) -> list[Known]:
    """The words said often that may be near to `word`: those that are one edit from it as they are written or
    by their sounds, or else those that may be two edits from it, one of them in the first half at most."""
    heard = sound(word)
    ask = _ASK[tx.dialect.name]
    if tx.dialect.name != "sqlite":
        # Taking them for thousands, it would read all rows, or compile the question for a tenth of a second.
        await tx.execute(_FOR_FEW_ROWS)
    near = {"sounds": ask.listed(sounds_near(heard)), "written": ask.listed(words_near(word))}
    found = (await tx.execute(ask.near, near)).all()
    if not found and (begin := beginning(heard)):
        halves = {
            "begins": ask.listed(beginnings_near(heard)), "endings": ask.listed(endings_near(heard)),
            "begin": begin, "end": begin + _AFTER,
            "shortest": len(heard) - MOST_EDITS, "longest": len(heard) + MOST_EDITS,
        }  # fmt: skip
        found = (await tx.execute(ask.farther, halves)).all()
    return [Known(row.word, row.said_by) for row in found]


async def words_known(tx: Transaction, words: Iterable[str]) -> list[Known]:
    """Those of the words that are said often."""
    rows = await tx.execute(_KNOWN, {"words": list(words)})
    return [Known(row.word, row.said_by) for row in rows]


async def _hear(tx: Transaction) -> None:
    """Give the words that are said often by now their sounds."""
    # Not to all at once: of most words nobody ever says more than once or twice.
    rows = [{"of": word, "by": sound(word)} for word in await tx.scalars(_UNHEARD)]
    if rows:
        await tx.execute(_HEAR, rows)


_AFTER = "{"
"""The sign that follows z."""

_COUNTING = turns.c.name == "vocabulary"
_INSERT_ROWS = (
    "INSERT INTO vocabulary (word, said_by, last_seen) VALUES (?, ?, ?) "
    "ON CONFLICT (word) DO UPDATE "
    "SET said_by = vocabulary.said_by + excluded.said_by, last_seen = excluded.last_seen"
)
_INSERT_ARRAYS = text(
    "INSERT INTO vocabulary (word, said_by, last_seen) SELECT * FROM unnest("
    "CAST(:word AS text[]), CAST(:said_by AS int[]), CAST(:last_seen AS int[])) "
    "ON CONFLICT (word) DO UPDATE "
    "SET said_by = vocabulary.said_by + excluded.said_by, last_seen = excluded.last_seen"
)
_COLUMNS = ("word", "said_by", "last_seen")
_FOR_FEW_ROWS = text("SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)")

_words = vocabulary.c
# As the conditions stand in the indexes: else these would not be used.
_HEARD, _SAID_RARELY = text("sound <> ''"), text(f"said_by < {OFTEN}")
_UNHEARD = select(_words.word).where(text(f"said_by >= {OFTEN} AND sound = ''"))
_HEAR = update(vocabulary).where(_words.word == bindparam("of")).values(sound=bindparam("by"))


def _forgetting(*wanted: ColumnElement[bool] | TextClause) -> Delete:
    gone = select(_words.word).where(*wanted).limit(bindparam("limit"))
    return delete(vocabulary).where(_words.word.in_(gone))


def _often(*wanted: ColumnElement[bool]) -> Select[str, int]:
    return select(_words.word, _words.said_by).where(_HEARD, *wanted)


_FORGET_RARE = _forgetting(_SAID_RARELY, _words.last_seen < bindparam("late"))
_FORGET_GONE = _forgetting(_words.last_seen < bindparam("first"))
_KNOWN = _often(_words.word.in_(bindparam("words", expanding=True)))


class _Ask(NamedTuple):
    """The questions for words that are like one, and how a database is given a list of texts.

    It is one parameter: hundreds would take longer to read than to look up.
    """

    near: Executable
    farther: Executable
    listed: Callable[[Iterable[str]], object]


def _asking(
    within: Callable[[ColumnElement[str], str], ColumnElement[bool]],
    begins: TableValuedAlias,
    listed: Callable[[Iterable[str]], object],
) -> _Ask:
    an_edit_in_each_half = (
        _words.sound >= begins.c.value,
        _words.sound < begins.c.value.concat(_AFTER),
        within(func.substr(_words.sound, func.length(begins.c.value) + 1), "endings"),
    )
    two_in_the_second = (
        _words.sound >= bindparam("begin"),
        _words.sound < bindparam("end"),
        func.length(_words.sound).between(bindparam("shortest"), bindparam("longest")),
    )
    return _Ask(
        near=union(_often(within(_words.sound, "sounds")), _often(within(_words.word, "written"))),
        farther=union(
            _often(*an_edit_in_each_half).join_from(begins, vocabulary, true()), _often(*two_in_the_second)
        ),
        listed=listed,
    )


def _json(name: str) -> TableValuedAlias:
    return func.json_each(bindparam(name)).table_valued(column("value", Text))


def _array(name: str) -> ColumnElement[Any]:
    return cast(bindparam(name), ARRAY(Text))


_ASK = {
    "sqlite": _asking(
        lambda texts, name: texts.in_(select(_json(name).c.value)),
        _json("begins"),
        lambda texts: json.dumps(list(texts)),
    ),
    "postgresql": _asking(
        lambda texts, name: texts == any_(_array(name)),
        func.unnest(_array("begins")).table_valued(column("value", Text)).render_derived(),
        list,
    ),
}
