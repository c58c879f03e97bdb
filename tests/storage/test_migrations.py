"""Migrations bring a filled database forward: nothing that was known is forgotten."""

from datetime import time, timedelta

from sqlalchemy import text

from news.growth import Told
from news.ids import DigestId, StoryId, TopicId
from news.message import Message
from news.schedule import Schedule
from storage.chats import take_due_chats
from storage.copies import late_texts
from storage.database import Database
from storage.deliveries import claim_due_deliveries
from storage.digests import ledgers, told_stories
from storage.feeds import followed_feeds
from storage.polls import claim_due_feeds
from storage.schema import check_schema, migrate
from storage.stories import stories_by_id
from storage.untold import fold_deliveries
from tests.clocks import MORNING
from tests.conftest import OpenDatabase
from tests.make import PERSON, make_chat, make_entry
from tests.storage.given import asked, known_chat, save_entries
from tests.storage.migrating import upgrade_to

_FEED = """INSERT INTO feeds (id, url, outlet_id, interval_seconds, failures, etag, modified, next_poll_at,
    last_polled_at, leased_until, reason) VALUES (:id, :url, 1, 600, :failures, :etag, :modified, :due,
    '2026-11-22 23:00:00+00:00', NULL, :reason)"""
_ITEM = """INSERT INTO items (feed_id, outlet_id, url, link, title, lead, published_at, first_seen_at)
    VALUES (1, 1, :url, :link, 'Judul', '', '2026-11-22 20:00:00+00:00', '2026-11-22 20:00:00+00:00')"""


_CHAT = """INSERT INTO chats (id, type, title, language, times, weekdays, zone, next_digest_at, covered_until,
    created_at) VALUES (7001, 'private', 'Sari', 'id', '06:30', '012', 'Asia/Jakarta',
    '2026-11-23 23:30:00+00:00', '2026-11-22 23:30:00+00:00', '2026-11-01 00:00:00+00:00')"""


_TOLD = (
    "INSERT INTO outlets (id, name, region) VALUES (1, 'Satu', ''), (2, 'Dua', '')",
    "INSERT INTO stories (id, first_seen_at, last_seen_at) "
    "VALUES (1, '2026-11-23 00:00:00+00:00', '2026-11-23 00:00:00+00:00')",
    "INSERT INTO items (id, outlet_id, story_id, url, link, title, lead, published_at, first_seen_at) VALUES "
    "(1, 1, 1, 'https://satu.example/1', '//satu.example/1', 'Judul', '', '2026-11-23 00:00:00+00:00', "
    "'2026-11-23 00:00:00+00:00'), "
    "(2, 2, 1, 'https://dua.example/1', '//dua.example/1', 'Judul', '', '2026-11-23 00:00:00+00:00', "
    "'2026-11-23 00:00:00+00:00')",
    "INSERT INTO topics (id, chat_id, name, query, created_at) "
    "VALUES (1, 7001, 'Pemilu', 'pemilu', '2026-11-01 00:00:00+00:00')",
    "INSERT INTO digests (id, chat_id, slot, composed_at) "
    "VALUES (1, 7001, '2026-11-23 00:00:00+00:00', '2026-11-23 00:00:00+00:00')",
    "INSERT INTO told (chat_id, story_id, digest_id, topic_id, position) VALUES (7001, 1, 1, 1, 0)",
)

_WAITING = (
    """INSERT INTO deliveries (id, digest_id, chat_id, html, buttons, state, attempts, repeat, created_at,
    due_at, reason) VALUES (1, 1, 7001, 'Kliping', '[]', 'pending', 0, false, '2026-11-23 00:00:00+00:00',
    '2026-11-23 00:00:00+00:00', '')""",
)


async def _told(db: Database) -> None:
    """A database as version 0007 left it, with a chat that was told a story."""
    async with db.writing() as tx:
        await tx.run_sync(upgrade_to, "0007")
        for statement in (_CHAT, *_TOLD):
            await tx.execute(text(statement))


async def _filled(db: Database, feeds: list[dict[str, object]], items: list[dict[str, object]]) -> None:
    """A database as version 0002 left it."""
    async with db.writing() as tx:
        await tx.run_sync(upgrade_to, "0002")
        await tx.execute(text("INSERT INTO outlets (id, name, region) VALUES (1, 'Kabar Pagi', '33')"))
        await tx.execute(text(_FEED), feeds)
        if items:
            await tx.execute(text(_ITEM), items)


def _feed(id_: int, url: str, *, due: str = "00:00:00", **more: object) -> dict[str, object]:
    ordinary = {"failures": 0, "etag": "", "modified": "", "reason": ""}
    return {**ordinary, "id": id_, "url": url, "due": f"2026-11-23 {due}+00:00", **more}


async def test_feeds_keep_what_their_polls_had_taught_and_are_due_when_they_were(
    blank_url: str, open_database: OpenDatabase
) -> None:
    db = open_database(blank_url)
    await _filled(
        db,
        [
            _feed(1, "https://kabar.example/1", etag='"42"', modified="Mon, 23 Nov 2026"),
            _feed(2, "https://kabar.example/2", due="01:00:00", failures=4, reason="HTTP 500"),
            _feed(3, "https://warta.example:8443/rss", due="02:00:00"),
        ],
        [],
    )

    assert await migrate(db) == ("0002", "0022")
    await check_schema(db)

    assert await asked(db, "SELECT id, host, strikes, etag, reason, polls FROM feeds ORDER BY id") == [
        (1, "kabar.example", 0.0, '"42"', "", 0),
        (2, "kabar.example", 4.0, "", "HTTP 500", 0),
        (3, "warta.example:8443", 0.0, "", "", 0),
    ]
    assert await asked(db, "SELECT id FROM feeds WHERE answered_at IS NULL") == [(2,)]
    async with db.writing() as tx:
        assert [feed.next_poll_at for feed in await followed_feeds(tx, now=MORNING)] == [
            MORNING,
            MORNING.replace(hour=1),
            MORNING.replace(hour=2),
        ]
        (feed,) = await claim_due_feeds(tx, now=MORNING, limit=9)
        later = await claim_due_feeds(tx, now=MORNING.replace(hour=2), limit=9)
    assert (feed.url, feed.validators.etag, feed.region) == ("https://kabar.example/1", '"42"', "33")
    assert [each.id for each in later] == [1, 3]


async def test_links_become_canonical_and_two_items_that_are_one_article_by_now_stay_two(
    blank_url: str, open_database: OpenDatabase
) -> None:
    db = open_database(blank_url)
    urls = [
        "https://www.kabar.example/a?utm_source=rss",
        "http://kabar.example/a/",
        "https://kabar.example/b",
    ]
    links = ["old:a?utm_source=rss", "old:a/", "//kabar.example/b"]
    items: list[dict[str, object]] = [
        {"url": url, "link": link} for url, link in zip(urls, links, strict=True)
    ]
    many: list[dict[str, object]] = [
        {"url": f"https://kabar.example/{n}", "link": f"old:{n}"} for n in range(100, 2_300)
    ]
    await _filled(db, [_feed(1, "https://kabar.example/1")], items + many)

    await migrate(db)

    assert await asked(db, "SELECT id, link FROM items ORDER BY id LIMIT 3") == [
        (1, "//kabar.example/a"),
        (2, "old:a/"),
        (3, "//kabar.example/b"),
    ]
    assert await asked(db, "SELECT count(*) FROM items WHERE link LIKE 'old:%'") == [(1,)]
    async with db.writing() as tx:
        (feed,) = await claim_due_feeds(tx, now=MORNING, limit=9)
        known = [make_entry(url=urls[0]), make_entry(url="https://kabar.example/2299")]
        new = make_entry(url="https://kabar.example/baru")
        kept = await save_entries(tx, feed, [*known, new], now=MORNING)
    assert [item.url for item in kept] == [new.url]


async def test_a_database_without_feeds_comes_forward(blank_url: str, open_database: OpenDatabase) -> None:
    db = open_database(blank_url)
    async with db.writing() as tx:
        await tx.run_sync(upgrade_to, "0002")

    assert await migrate(db) == ("0002", "0022")


async def test_chats_of_before_get_digests_on_holidays_have_no_quiet_hours_and_hear_of_no_news(
    blank_url: str, open_database: OpenDatabase
) -> None:
    db = open_database(blank_url)
    async with db.writing() as tx:
        await tx.run_sync(upgrade_to, "0007")
        await tx.execute(text(_CHAT))

    assert await migrate(db) == ("0007", "0022")

    schedule = Schedule(times=(time(6, 30),), weekdays=frozenset({0, 1, 2}))
    assert await known_chat(db, PERSON) == make_chat(schedule=schedule)


async def test_a_ledger_of_before_knows_how_many_outlets_told_a_story(
    blank_url: str, open_database: OpenDatabase
) -> None:
    db = open_database(blank_url)
    await _told(db)

    await migrate(db)

    async with db.reading() as tx:
        known = await ledgers(tx, [PERSON], since=MORNING - timedelta(days=1))
        assert await told_stories(tx, PERSON, DigestId(1), TopicId(1)) == [StoryId(1)]
    assert known == {PERSON: {StoryId(1): Told(seen_until=MORNING, voices=2)}}


async def test_items_of_before_are_no_copies_and_keep_their_stories(
    blank_url: str, open_database: OpenDatabase
) -> None:
    db = open_database(blank_url)
    await _told(db)
    async with db.writing() as tx:
        await tx.run_sync(upgrade_to, "0010")

    assert await migrate(db) == ("0010", "0022")

    async with db.reading() as tx:
        (story,) = await stories_by_id(tx, [StoryId(1)])
        assert await late_texts(tx, limit=9) == []
    assert [(item.outlet, item.copy_of, item.concepts) for item in story.items] == [
        ("Satu", None, ()),
        ("Dua", None, ()),
    ]


async def test_what_waits_of_before_is_sent_and_who_was_out_of_reach_sleeps(
    blank_url: str, open_database: OpenDatabase
) -> None:
    db = open_database(blank_url)
    await _told(db)
    async with db.writing() as tx:
        await tx.run_sync(upgrade_to, "0013")
        await tx.execute(text("UPDATE chats SET unreachable_since = created_at"))
        for statement in _WAITING:
            await tx.execute(text(statement))

    await migrate(db)

    async with db.writing() as tx:
        assert await take_due_chats(tx, now=MORNING + timedelta(days=9), limit=9) == []
        assert await fold_deliveries(tx, PERSON) is None
        (claim,) = await claim_due_deliveries(tx, now=MORNING + timedelta(days=9), limit=9)
    assert claim.delivery.message == Message(html="Kliping")
