"""Rebuilding the word index, as the database sees it: which items are left, and what is changed of them."""

from sqlalchemy import text, update

from news.ids import ItemId
from news.reread import Reread, Written, reread
from news.tokens import ANALYSER, Tokens
from storage.database import Database
from storage.rebuild import IndexState, finish_rebuilding, index_state, save_rebuilt, written_after
from storage.tables import items
from tests.make import make_entry
from tests.storage.given import asked, given_items
from tests.storage.test_search import _titles

LEAD = "Bupati Belitung meresmikan jembatan. Warga senang."


async def given_index(db: Database, *, analyser: int = 0) -> None:
    """The index as an older version left it."""
    async with db.writing() as tx:
        await tx.execute(text("UPDATE word_index SET analyser = :analyser"), {"analyser": analyser})


async def state(db: Database) -> IndexState:
    async with db.reading() as tx:
        return await index_state(tx)


async def written(db: Database, *, after: int = 0, limit: int = 9) -> list[Written]:
    async with db.reading() as tx:
        return await written_after(tx, ItemId(after), limit=limit)


async def save(db: Database, some: list[Written], read: list[Reread]) -> None:
    async with db.writing() as tx:
        await save_rebuilt(tx, list(zip(some, read, strict=True)), last=some[-1].item_id)


async def test_a_new_database_is_of_this_version(db: Database) -> None:
    await given_items(db, make_entry())

    assert await state(db) == IndexState(analyser=ANALYSER, rebuilt_to=ItemId(0), items=1, left=0)
    assert (await state(db)).is_current


async def test_what_an_older_version_read_is_left_until_it_is_read_again(db: Database) -> None:
    first, *_, last = sorted(item.id for item in await given_items(db, *(make_entry() for _ in range(3))))
    await given_index(db)

    before = await state(db)
    some = await written(db, limit=2)
    await save(db, some, reread(some))
    meanwhile = await state(db)
    rest = await written(db, after=meanwhile.rebuilt_to)
    await save(db, rest, reread(rest))
    async with db.writing() as tx:
        await finish_rebuilding(tx)

    assert [each.item_id for each in some] == [first, first + 1]
    assert (before.items, before.left) == (3, 3)
    assert (meanwhile.left, meanwhile.rebuilt_to) == (1, first + 1)
    assert [each.item_id for each in rest] == [last]
    assert (await state(db)).is_current


async def test_a_rebuilding_for_another_version_is_begun_anew(db: Database) -> None:
    await given_items(db, make_entry(), make_entry())
    await given_index(db)
    async with db.writing() as tx:
        await tx.execute(text("UPDATE word_index SET next_analyser = 999, rebuilt_to = 1"))

    assert (await state(db)).left == 2


async def test_an_item_is_found_by_what_is_read_now_and_no_longer_by_what_was(db: Database) -> None:
    (item,) = await given_items(db, make_entry(title="Jembatan", lead=LEAD))
    await given_index(db)
    some = await written(db)
    now = Reread(tokens=Tokens(title="titian"), regions=("19.02",), concepts=("Forkopimda",))

    await save(db, some, [now])

    assert await _titles(db, "titian") == {"Jembatan"}
    assert await _titles(db, "jembatan") == set()
    assert await asked(db, "SELECT regions, concepts FROM items") == [("19.02", "Forkopimda")]
    assert some == [
        Written(
            item_id=item.id, title="Jembatan", lead=item.lead, body="", place="", outlet="Kabar Pagi", home=""
        )
    ]


async def test_reading_again_says_what_reading_said(db: Database) -> None:
    await given_items(db, make_entry(title="Jembatan Belitung", lead=LEAD))
    words = await asked(db, "SELECT * FROM item_words")
    kept = await asked(db, "SELECT regions, concepts FROM items")
    some = await written(db)

    await save(db, some, reread(some))

    assert await asked(db, "SELECT * FROM item_words") == words
    assert await asked(db, "SELECT regions, concepts FROM items") == kept


async def test_an_item_that_has_changed_meanwhile_is_left_as_it_is(db: Database) -> None:
    first, second = await given_items(db, make_entry(title="Jembatan"), make_entry(title="Jalan"))
    await given_index(db)
    some = await written(db)
    async with db.writing() as tx:
        await tx.execute(update(items).where(items.c.id == first.id).values(title="Titian"))
        await tx.execute(text("DELETE FROM items WHERE id = :id"), {"id": second.id})
    now = Reread(tokens=Tokens(title="baru"), regions=(), concepts=())

    await save(db, some, [now, now])

    assert await _titles(db, "baru") == set()
    assert (await state(db)).left == 0
