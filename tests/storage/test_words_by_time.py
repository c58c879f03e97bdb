"""The migrations that write the word index anew, by time and with more lexemes, keep what it holds."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from news.grammar import parse_query
from news.ids import ItemId
from news.reading import read
from news.tokens import Tokens, tokens_of
from storage.database import Database
from storage.schema import migrate
from storage.search import index_outlet, tokens_of_items
from storage.window import Span, newest_matches
from storage.word_keys import item_of
from tests.clocks import MORNING
from tests.conftest import OpenDatabase
from tests.storage.migrating import upgrade_to

_ITEM = """INSERT INTO items (id, outlet_id, url, link, title, lead, published_at, first_seen_at)
    VALUES (:id, 1, '', :link, '', '', :at, '2026-11-23 00:00:00+00:00')"""
_FTS = """INSERT INTO item_words (rowid, title, lead, body, outlet)
    VALUES (:id, 'dana hibah', 'kepala desa bupati ¶19', 'kabar baik pagi', 'kabar pagi kabarpagi')"""
_VECTOR = "INSERT INTO item_words (item_id, words) VALUES (:id, CAST(:words AS tsvector))"
_WORDS = (
    "'dana':1A 'hibah':2A 'kepala':4B 'desa':5B 'bupati':6B '¶19':7B 'kabar':9D,13C 'pagi':10D,15C "
    "'kabarpagi':11D 'baik':14C"
)
_FOUND = (
    '"dana hibah"', "bupati", "pagi", "wilayah:babel", 'media:"kabar pagi"', "media:kabarpagi", "judul:hibah",
    'judul:"dana hibah"', '"kepala desa"', '"kepala desa bupati"', '"kabar baik"',
)  # fmt: skip
_NOT_FOUND = ("judul:bupati", 'judul:"kepala desa"', '"desa kepala"', '"kabar pagi"', '"hibah kepala"')


async def test_what_was_found_before_is_found_after_and_in_the_order_of_time(
    blank_url: str, open_database: OpenDatabase
) -> None:
    db: Database = open_database(blank_url)
    days = {1: 3, 2: 25_000, 3: 0, 4: 400}
    async with db.writing() as tx:
        await tx.run_sync(upgrade_to, "0017")
        await tx.execute(text("INSERT INTO outlets (id, name, region) VALUES (1, 'Kabar Pagi', '')"))
        for id_, ago in days.items():
            at = f"{MORNING - timedelta(days=ago, minutes=30):%Y-%m-%d %H:%M:%S+00:00}"
            await tx.execute(text(_ITEM), {"id": id_, "link": str(id_), "at": _instant(at, db)})
            if db.is_sqlite:
                await tx.execute(text(_FTS), {"id": id_})
            else:
                await tx.execute(text(_VECTOR), {"id": id_, "words": _WORDS})

    await migrate(db)

    for query in _FOUND:
        assert await _found(db, query) == [3, 1, 4, 2], query
    for query in _NOT_FOUND:
        assert await _found(db, query) == [], query
    async with db.reading() as tx:
        tokens = await tokens_of_items(tx, [ItemId(1), ItemId(4)])
    kept = Tokens(title="dana hibah", lead="kepala desa bupati ¶19", body="kabar baik pagi")
    assert tokens == dict.fromkeys((1, 4), kept)
    async with db.writing() as tx:
        await index_outlet(tx, [ItemId(1)], tokens_of(read("", outlet="Suara Sore")).outlet)
    assert await _found(db, "media:pagi") == [3, 4, 2]
    assert await _found(db, "media:sore") == [1]


def _instant(at: str, db: Database) -> str | datetime:
    return at.removesuffix("+00:00") if db.is_sqlite else datetime.fromisoformat(at)


async def _found(db: Database, query: str) -> list[ItemId]:
    since = datetime(1900, 1, 1, tzinfo=UTC)
    async with db.reading() as tx:
        found = await newest_matches(tx, parse_query(query), Span(since=since, until=MORNING), limit=9)
        return [item_of(key) for key in found]
