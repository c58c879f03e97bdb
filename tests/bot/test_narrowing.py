"""Narrowing what a search found, and widening it again."""

from datetime import timedelta

from storage.database import Database
from tests.bot.people import Person
from tests.clocks import MORNING
from tests.make import make_entry
from tests.storage.given import given_stories

LAST_HOUR = MORNING - timedelta(hours=1)
DAY = timedelta(days=1)


async def test_a_search_is_narrowed_and_widened_by_taps(sari: Person, sqlite_db: Database) -> None:
    old = MORNING - 3 * DAY
    await given_stories(sqlite_db, make_entry(title="Banjir di Belitung"), outlet="Suara")
    await given_stories(sqlite_db, make_entry(title="Banjir di Lampung Timur"), outlet="Kabar Lampung")
    entry = make_entry(title="Banjir di Belitung Timur", published_at=old)
    await given_stories(sqlite_db, entry, at=old, outlet="Suara")

    results = await sari.writes("/cari banjir")
    choices = (await sari.presses("Saring", results)).message
    today = (await sari.presses("Hari ini", choices)).message
    within = (await sari.presses("Saring", today)).message
    widened = (await sari.presses("Hari ini", within)).message

    assert choices.text == results.text
    assert choices.buttons == (
        "Hari ini", "7 hari", "30 hari", "📍 Bangka Belitung", "📍 Lampung", "📰 Suara", "📰 Kabar Lampung",
        "‹ Ke hasil",
    )  # fmt: skip
    assert today.text.startswith("🔎 banjir sejak:2026-11-23 · 2 peristiwa")
    assert "✓ Hari ini" in within.buttons
    assert widened.text.startswith("🔎 banjir · 3 peristiwa")


async def test_a_search_is_narrowed_to_a_region_and_an_outlet(sari: Person, sqlite_db: Database) -> None:
    await given_stories(sqlite_db, make_entry(title="Banjir di Belitung"), outlet="Suara")
    await given_stories(sqlite_db, make_entry(title="Banjir di Lampung Timur"), outlet="Kabar Lampung")
    await given_stories(sqlite_db, make_entry(title="Longsor di Bangka"), outlet="Suara", at=LAST_HOUR)

    results = await sari.writes("/cari banjir ATAU longsor")
    region = (await sari.presses("Belitung", (await sari.presses("Saring", results)).message)).message
    wide = (await sari.presses("✓ 📍 Bangka", (await sari.presses("Saring", region)).message)).message
    outlet = (await sari.presses("Suara", (await sari.presses("Saring", wide)).message)).message
    back = (await sari.presses("Ke hasil", (await sari.presses("Saring", outlet)).message)).message
    other = (await sari.presses("✓ 📰 Suara", (await sari.presses("Saring", back)).message)).message

    assert wide.text == results.text
    assert region.text.startswith('🔎 (banjir ATAU longsor) wilayah:"Bangka Belitung" · 2 peristiwa')
    assert outlet.text.startswith("🔎 (banjir ATAU longsor) media:Suara · 2 peristiwa")
    assert back.text == outlet.text
    assert other.text.startswith("🔎 banjir ATAU longsor · 3 peristiwa")
