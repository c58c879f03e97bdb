"""The two lanes agree on real feeds, from the recordings beside the repository, where there are any."""

import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from news.item import Draft, draft
from news.parse import FeedDocument, parse_fast, parse_slow
from news.raw_feed import mended

DATA = Path(__file__).parents[3] / "shared" / "data"
SNAPSHOTS = DATA / "tempo_snapshots_2025.tar.gz"
URL = "https://media.example/rss"
NOW = datetime(2026, 11, 23, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no recordings in {DATA}")

_feeds = sorted(path for path in (DATA / "feeds").glob("*.xml") if path.stat().st_size > 1)


def _snapshots() -> Iterator[bytes]:
    with tarfile.open(SNAPSHOTS) as archive:
        for member in archive:
            if written := archive.extractfile(member):
                yield written.read()


def _drafts(feed: FeedDocument) -> list[Draft]:
    return [draft(entry, outlet="Kabar Pagi", now=NOW) for entry in feed.entries]


def _told(feed: FeedDocument) -> object:
    """All that is kept of a feed: of an entry's HTML, what its draft makes of it."""
    return (feed.title, feed.hub, feed.topic), [
        (
            one.entry.title,
            one.entry.link,
            one.entry.url,
            one.entry.guid,
            one.lead,
            one.place,
            one.published_at,
        )
        for one in _drafts(feed)
    ]


@pytest.mark.parametrize("path", _feeds, ids=lambda path: path.name)
def test_a_recorded_feed_is_read_fast_and_as_the_reference_reads_it(path: Path) -> None:
    document = mended(path.read_bytes())

    fast = parse_fast(document, url=URL)

    assert fast
    assert _told(fast) == _told(parse_slow(document, url=URL))


def test_every_snapshot_is_read_fast_and_as_the_reference_reads_it() -> None:
    documents = [document for document in map(mended, _snapshots()) if document]

    assert len(documents) > 290
    for document in documents:
        fast = parse_fast(document, url=URL)
        assert fast
        assert _told(fast) == _told(parse_slow(document, url=URL))
