"""Archives: kept once per outlet and link, as if each article had been seen when it came out."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from news.archive import Archived, Read, read_archived
from storage.archive import known_links, known_outlets, save_archived
from storage.database import Database
from storage.feeds import lock_feeds
from tests.clocks import MORNING
from tests.conftest import OpenDatabase
from tests.make import make_entry, make_text
from tests.storage.given import asked, given_feed, given_items, save_entries

YEAR = timedelta(days=365)


def article(title: str = "Banjir surut", *, outlet: str = "Arsip", **values: Any) -> Archived:
    url = values.pop("url", f"https://arsip.example/{title.replace(' ', '-')}")
    at = values.pop("at", MORNING - YEAR)
    entry = make_entry(title=title, url=url, published_at=at)
    return Archived(entry=entry, outlet=outlet, published_at=at, **values)


def read(*articles: Archived) -> Sequence[Read]:
    return [read_archived(each, now=MORNING) for each in articles]


async def save(db: Database, *articles: Archived) -> int:
    async with db.writing() as tx:
        return await save_archived(tx, read(*articles))


async def test_an_article_is_seen_when_it_came_out_and_belongs_to_no_feed(db: Database) -> None:
    assert await save(db, article("Banjir surut", body="Air surut di Demak. Warga pulang.")) == 1

    assert await asked(db, "SELECT title, body, feed_id, story_id, page_due_at FROM items") == [
        ("Banjir surut", "Air surut di Demak. Warga pulang.", None, None, None)
    ]
    assert await asked(db, "SELECT count(*) FROM items WHERE first_seen_at = published_at") == [(1,)]
    assert await asked(db, "SELECT count(*) FROM item_words") == [(1,)]


async def test_an_article_is_kept_once_also_within_one_lot_and_where_a_feed_brought_it(db: Database) -> None:
    url = "https://kabar.example/baca/9"
    await given_items(db, make_entry(title="Dari feed", url=url), outlet="Kabar Pagi")

    kept = await save(
        db,
        article("Dari arsip", outlet="Kabar Pagi", url=url),
        article("Baru", url="https://arsip.example/1"),
        article("Baru lagi", url="https://www.arsip.example/1/"),
        article("Baru di tempat lain", outlet="Lain", url="https://arsip.example/1"),
    )

    assert kept == 2
    assert await asked(db, "SELECT title FROM items ORDER BY id") == [
        ("Dari feed",),
        ("Baru",),
        ("Baru di tempat lain",),
    ]


async def test_what_is_kept_is_known_by_its_outlet_and_link(db: Database) -> None:
    await save(db, article("Lama"))

    async with db.reading() as tx:
        known = await known_links(tx, [article("Lama"), article("Lama", outlet="Lain"), article("Baru")])

    assert ("Arsip", article("Lama").entry.link) in known
    assert ("Lain", article("Lama").entry.link) not in known
    assert ("Arsip", article("Baru").entry.link) not in known


async def test_outlets_are_known_by_name_and_by_the_hosts_of_their_feeds(db: Database) -> None:
    await given_feed(db, url="https://www.kabar.example/rss", outlet="Kabar Pagi")
    await given_feed(db, url="https://bersama.example/a", outlet="Satu")
    await given_feed(db, url="https://bersama.example/b", outlet="Dua")

    async with db.reading() as tx:
        known = await known_outlets(tx)

    assert known.by_host == {"kabar.example": "Kabar Pagi"}
    assert known.regions == {"Kabar Pagi": "", "Satu": "", "Dua": ""}


async def test_a_poll_waits_for_an_archive_that_brings_the_same_article(
    postgres_url: str, open_database: OpenDatabase
) -> None:
    one, other = open_database(postgres_url), open_database(postgres_url)
    url = "https://kabar.example/baca/9"
    feed = await given_feed(one, outlet="Kabar Pagi")

    async def poll() -> int:
        async with other.writing() as tx:
            await lock_feeds(tx, [feed])
            return len(await save_entries(tx, feed, [make_entry(url=url)], now=MORNING))

    async with one.writing() as tx:
        await save_archived(tx, read(article(outlet="Kabar Pagi", url=url)))
        polling = asyncio.create_task(poll())
        done, _ = await asyncio.wait([polling], timeout=0.2)
        assert not done

    assert await polling == 0


async def test_only_what_is_new_waits_to_be_compared(db: Database) -> None:
    body = make_text("kata")
    await save(db, article("Lama", body=body), article("Baru", body=body, at=MORNING))

    assert await asked(db, "SELECT title FROM items JOIN full_texts ON item_id = id") == [("Baru",)]
