"""Outlets: each with the best that can be said of its feeds."""

from datetime import timedelta

from news.feed import Health
from storage.database import Database
from storage.outlets import WatchedOutlet, watched_outlets
from tests.clocks import MORNING
from tests.storage.given import changed_feeds, given_feed

_LONG_AGO = "2026-11-01 00:00:00"
_NOW = "2026-11-23 00:00:00"


async def _watched(db: Database) -> list[WatchedOutlet]:
    async with db.reading() as tx:
        return await watched_outlets(tx, now=MORNING)


async def test_an_outlet_is_as_well_as_the_best_of_its_feeds(db: Database) -> None:
    for number, strikes in enumerate((3.0, 0.0)):
        feed = await given_feed(db, url=f"https://kabar{number}.example/rss", outlet="Kabar Pagi")
        await changed_feeds(db, feed, strikes=strikes, reason="HTTP 500" if strikes else "")

    assert await _watched(db) == [
        WatchedOutlet(name="Kabar Pagi", region="", feeds=2, health=Health.OK, newest_at=None)
    ]


async def test_outlets_come_by_name_with_what_is_wrong(db: Database) -> None:
    broken = await given_feed(db, url="https://warta.example/rss", outlet="Warta Sore")
    gone = await given_feed(db, url="https://suara.example/rss", outlet="Suara Kota")
    silent = await given_feed(db, url="https://kabar.example/rss", outlet="Kabar Pagi")
    await changed_feeds(db, broken, strikes=3.0, reason="HTTP 404")
    await changed_feeds(db, gone, gone_at=_LONG_AGO, reason="HTTP 410 Gone")
    await changed_feeds(db, silent, newest_at=_LONG_AGO, longest_pause_seconds=86_400, answered_at=_NOW)

    watched = await _watched(db)

    assert [(outlet.name, outlet.health) for outlet in watched] == [
        ("Kabar Pagi", Health.SILENT),
        ("Suara Kota", Health.GONE),
        ("Warta Sore", Health.BROKEN),
    ]
    assert watched[0].newest_at == MORNING - timedelta(days=22)
