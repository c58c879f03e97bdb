"""Headlines: an item is found under the one that it has by now; those of before are remembered."""

from datetime import timedelta

from sqlalchemy import select

from news.grammar import parse_query
from news.ids import ItemId
from news.item import Entry, Item, draft
from news.poll import Change
from storage.database import Database
from storage.headlines import HEADLINES_KEPT, former_headlines, save_changes
from storage.items import items_after
from storage.search import found_by
from storage.tables import items
from tests.clocks import MORNING
from tests.make import make_entry
from tests.storage.given import asked, given_headline, given_items

HOUR = timedelta(hours=1)
URL = "https://kabar.example/banjir"


async def _change(db: Database, item_id: ItemId, before: str, entry: Entry, *, hours: int = 1) -> None:
    await given_headline(db, item_id, before, entry, at=MORNING + hours * HOUR)


async def _found(db: Database, query: str) -> list[str]:
    async with db.reading() as tx:
        wanted = found_by(parse_query(query), tx.dialect)
        return list(await tx.scalars(select(items.c.title).where(wanted)))


async def _history(db: Database, item_id: ItemId) -> list[str]:
    async with db.reading() as tx:
        return await former_headlines(tx, item_id)


async def _items(db: Database) -> list[Item]:
    async with db.reading() as tx:
        return await items_after(tx, None, limit=9)


async def test_an_item_has_the_headline_the_lead_and_the_address_of_now(db: Database) -> None:
    (item,) = await given_items(db, make_entry(title="Banjir di Demak", url=URL, lead="Air naik."))
    new = make_entry(title="Longsor di Kudus", url=f"{URL}-longsor", lead="Tanah bergerak.")

    await _change(db, item.id, "Banjir di Demak", new)

    assert await _items(db) == [
        Item(
            id=item.id,
            outlet=item.outlet,
            url=new.url,
            link=new.link,
            title="Longsor di Kudus",
            lead="Tanah bergerak.",
            published_at=item.published_at,
            first_seen_at=item.first_seen_at,
            regions=("33.19",),
            concepts=("Tanah longsor",),
        )
    ]
    assert await _history(db, item.id) == ["Banjir di Demak"]


async def test_an_item_is_found_under_its_new_headline_and_not_under_the_old_one(db: Database) -> None:
    (item,) = await given_items(db, make_entry(title="Banjir di Demak", url=URL))

    await _change(db, item.id, "Banjir di Demak", make_entry(title="Longsor di Kudus", url=URL))

    assert await _found(db, "longsor") == ["Longsor di Kudus"]
    assert await _found(db, "banjir") == []


async def test_a_new_address_alone_is_no_new_headline(db: Database) -> None:
    (item,) = await given_items(db, make_entry(title="Tetap", url=URL))

    await _change(db, item.id, "Tetap", make_entry(title="Tetap", url=f"{URL}-2"))

    assert await _history(db, item.id) == []


async def test_a_headline_that_comes_and_goes_is_one_line_of_the_history(db: Database) -> None:
    (item,) = await given_items(db, make_entry(title="A", url=URL))
    for hours in range(6):
        before, after = ("A", "B") if hours % 2 == 0 else ("B", "A")
        await _change(db, item.id, before, make_entry(title=after, url=URL), hours=hours)

    assert await _history(db, item.id) == ["B", "A"]


async def test_of_ever_new_headlines_the_last_ones_are_kept(db: Database) -> None:
    item, other = await given_items(db, make_entry(title="0", url=URL), make_entry(title="Lain"))
    item, other = (item, other) if item.title == "0" else (other, item)
    await _change(db, other.id, "Lain", make_entry(title="Lainnya", url=other.url), hours=0)
    for number in range(HEADLINES_KEPT + 3):
        await _change(db, item.id, str(number), make_entry(title=str(number + 1), url=URL), hours=number)

    history = await _history(db, item.id)

    assert history == [str(number) for number in range(HEADLINES_KEPT + 2, 2, -1)]
    assert await _history(db, other.id) == ["Lain"]


async def test_a_change_of_an_item_that_was_forgotten_meanwhile_is_dropped(db: Database) -> None:
    (item,) = await given_items(db, make_entry(title="Ada", url=URL))
    change, gone = (
        Change(
            item_id=id_,
            former_title="Ada",
            draft=draft(make_entry(title="Baru", url=url), outlet="Kabar Pagi", now=MORNING),
        )
        for id_, url in ((item.id, URL), (ItemId(999), f"{URL}-2"))
    )
    async with db.writing() as tx:
        await save_changes(tx, [gone, change], now=MORNING)
        await save_changes(tx, [gone], now=MORNING)

    assert [each.title for each in await _items(db)] == ["Baru"]
    assert await asked(db, "SELECT count(*) FROM item_words") == [(1,)]


async def test_the_headlines_of_an_item_go_with_it(db: Database) -> None:
    (item,) = await given_items(db, make_entry(title="A", url=URL))
    await _change(db, item.id, "A", make_entry(title="B", url=URL))

    async with db.writing() as tx:
        await tx.execute(items.delete())

    assert await asked(db, "SELECT * FROM headlines") == []
