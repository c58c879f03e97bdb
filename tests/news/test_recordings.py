"""Real feeds: read from the recordings that lie beside the repository, where there are any."""

import re
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from news.errors import FeedUnreadable
from news.item import Entry
from news.link import canonical_link
from news.parse import FeedDocument, parse
from storage.database import Database
from tests.storage.given import asked, given_feed, save_entries

DATA = Path(__file__).parents[3] / "shared" / "data"
FEEDS = DATA / "feeds"
SNAPSHOTS = DATA / "tempo_snapshots_2025.tar.gz"
SECTIONS = ("cekfakta", "ekonomi", "hukum", "investigasi", "wawancara")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no recordings in {DATA}")

_readable = sorted(path.name for path in FEEDS.glob("*.xml") if path.stat().st_size > 1)
_pages = sorted(path.name for path in FEEDS.glob("NOTFEED_*.html"))

_LISTED = re.compile(rb"<(?:item|entry)[ >]")
_LINK = re.compile(r"<item>.*?<link>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</link>", re.DOTALL)
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6})_(\d{4})")


def _read(name: str) -> FeedDocument:
    return parse((FEEDS / name).read_bytes(), url=f"https://media.example/{name}")


@cache
def _snapshots() -> dict[str, list[tuple[datetime, bytes]]]:
    """The recordings of each section in the order of their times."""
    found: dict[str, list[tuple[datetime, bytes]]] = {section: [] for section in SECTIONS}
    with tarfile.open(SNAPSHOTS) as archive:
        for member in archive:
            if written := archive.extractfile(member):
                section, name = member.name.split("/")
                found[section].append((_time(name), written.read()))
    return {section: sorted(recorded) for section, recorded in found.items()}


def _time(name: str) -> datetime:
    """`2025-06-26T114149_0700.xml`: a time, and how far its zone is ahead of UTC."""
    found = _TIME.match(name)
    assert found
    return datetime.strptime(f"{found[1]}+{found[2]}", "%Y-%m-%dT%H%M%S%z").astimezone(UTC)


def _links(body: bytes) -> Iterator[str]:
    """The articles' links, read without our parser."""
    return (canonical_link(unescape(link)) for link in _LINK.findall(body.decode()))


def _entries(body: bytes) -> tuple[Entry, ...]:
    return parse(body, url="https://media.example/rss").entries if body.strip() else ()


@pytest.mark.parametrize("name", _readable)
def test_a_recorded_feed_gives_as_many_entries_as_it_lists(name: str) -> None:
    entries = _read(name).entries

    assert len(entries) == len(_LISTED.findall((FEEDS / name).read_bytes()))
    assert all(entry.title and entry.published_at for entry in entries)


@pytest.mark.parametrize("name", _pages)
def test_a_page_pasted_as_a_feed_is_told_apart(name: str) -> None:
    with pytest.raises(FeedUnreadable, match="a web page, not a feed"):
        _read(name)


def test_an_empty_recording_is_told_apart() -> None:
    with pytest.raises(FeedUnreadable, match="empty document"):
        _read("tempo_empty_20250626.xml")


@pytest.mark.parametrize("section", SECTIONS)
async def test_polling_the_recordings_in_order_keeps_each_article_once(
    sqlite_db: Database, section: str
) -> None:
    feed = await given_feed(sqlite_db, url=f"https://media.example/{section}")
    kept: list[str] = []

    for at, body in _snapshots()[section]:
        entries = _entries(body)
        async with sqlite_db.writing() as tx:
            kept += [item.link for item in await save_entries(tx, feed, entries, now=at)]

    listed = {link for _, body in _snapshots()[section] for link in _links(body)}
    assert len(kept) == len(set(kept))
    assert set(kept) == listed
    assert {link for (link,) in await asked(sqlite_db, "SELECT link FROM items")} == listed
    assert len(listed) > 9
