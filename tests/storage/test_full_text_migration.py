"""The migration that makes room for bodies keeps what the word index holds."""

from sqlalchemy import text

from news.ids import ItemId
from news.reading import read
from news.tokens import tokens_of
from storage.database import Database
from storage.schema import migrate
from storage.search import index_words
from tests.conftest import OpenDatabase
from tests.storage.migrating import upgrade_to

_ITEM = """INSERT INTO items (id, outlet_id, url, link, title, lead, published_at, first_seen_at)
    VALUES (:id, 1, '', :link, '', '', '2026-11-22 20:00:00', '2026-11-22 20:00:00')"""


async def test_what_was_found_before_is_found_after_and_bodies_as_well(
    blank_sqlite_url: str, open_database: OpenDatabase
) -> None:
    db: Database = open_database(blank_sqlite_url)
    async with db.writing() as tx:
        await tx.run_sync(upgrade_to, "0003")
        await tx.execute(text("INSERT INTO outlets (id, name, region) VALUES (1, 'Kabar', '')"))
        for id_ in (7, 8):
            await tx.execute(text(_ITEM), {"id": id_, "link": f"//kabar.example/{id_}"})
        await tx.execute(
            text("INSERT INTO item_words (rowid, title, lead, outlet) VALUES (7, 'pilu', 'banjir', 'kabar')")
        )

    await migrate(db)

    async with db.writing() as tx:
        await index_words(tx, {ItemId(8): tokens_of(read("Judul", body="Kapal karam."))})
        for column, word, id_ in (("title", "pilu", 7), ("lead", "banjir", 7), ("body", "kapal", 8)):
            found = text("SELECT rowid & 4294967295 FROM item_words WHERE item_words MATCH :words")
            assert list(await tx.scalars(found, {"words": f"{column} : {word}"})) == [id_]
