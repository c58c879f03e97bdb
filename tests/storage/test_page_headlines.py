"""What a page told of an item stays, also when its feed lists it under another headline or with less."""

from news.page import read_body
from news.shingles import shingles
from storage.copies import texts_of
from storage.database import Database
from tests.make import make_text
from tests.storage.full_text import BODY, claimed, concepts, found, given_article, given_feed, kept, retitle
from tests.storage.given import asked


async def test_an_item_under_a_new_headline_keeps_its_body_its_lead_and_its_place(db: Database) -> None:
    feed = await given_feed(db)
    item = await given_article(db, feed, "https://kabar.example/1")
    (page,) = await claimed(db)
    await kept(db, page)
    before = await asked(db, "SELECT lead, place, body FROM items")

    await retitle(db, feed, item, "Pulau kecil siap memilih")

    assert await asked(db, "SELECT lead, place, body FROM items") == before
    assert await found(db, "kapal nelayan judul:pulau") == {"Pulau kecil siap memilih"}


async def test_an_item_speaks_of_what_its_page_names_also_under_a_new_headline(db: Database) -> None:
    feed = await given_feed(db)
    item = await given_article(db, feed, "https://kabar.example/1")
    assert await concepts(db) == ("KPU", "Pilkada")
    (page,) = await claimed(db)
    await kept(db, page)
    assert {"KPU", "Bawaslu"} <= set(await concepts(db))

    await retitle(db, feed, item, "Pulau kecil siap memilih")

    assert {"KPU", "Bawaslu"} <= set(await concepts(db))


async def test_the_text_of_a_page_is_kept_when_the_feed_lists_less_of_it_anew(db: Database) -> None:
    feed = await given_feed(db)
    item = await given_article(db, feed, "https://kabar.example/1", lead=make_text("umpan"))
    (page,) = await claimed(db)
    await kept(db, page)

    await retitle(db, feed, item, "Pulau kecil siap memilih", lead=make_text("umpan"))

    async with db.reading() as tx:
        (text,) = await texts_of(tx, [item])
    assert text.shingles == shingles(read_body(page, BODY).text)
