"""Any folder of feed files can be a newsroom, and nothing outside of it is ever read."""

from pathlib import Path

import feedparser
import pytest

from sandbox.newsroom import Feed, Newsroom
from tests.newsroom.conftest import OpenNewsroom, Reader

RECORDINGS = Path(__file__).parents[3] / "shared" / "data" / "feeds"
FEED = b'<rss version="2.0"><channel><title>Pos Kampung</title></channel></rss>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "feeds"
    (root / "old times").mkdir(parents=True)
    (root / "pos.xml").write_bytes(FEED)
    (root / "empty.xml").write_bytes(b"")
    (root / "old times" / "front.html").write_bytes(b"<!doctype html><title>Front</title>")
    (root / "notes.txt").write_bytes(b"not news")
    (tmp_path / "secret.xml").write_bytes(b"<secret/>")
    (root / "leak.xml").symlink_to(tmp_path / "secret.xml")
    return root


@pytest.fixture
async def reader(opened: OpenNewsroom, folder: Path) -> Reader:
    return await opened(Newsroom.folder(folder))


async def test_every_feed_file_has_its_own_url(reader: Reader) -> None:
    assert reader.newsroom.feeds("http://127.0.0.1:8080/") == [
        Feed(name="empty.xml", url="http://127.0.0.1:8080/newsroom/empty.xml"),
        Feed(name="old times/front.html", url="http://127.0.0.1:8080/newsroom/old%20times/front.html"),
        Feed(name="pos.xml", url="http://127.0.0.1:8080/newsroom/pos.xml"),
    ]


async def test_files_are_served_as_they_are_with_the_type_of_their_suffix(reader: Reader) -> None:
    replies = [await reader.get(feed.url) for feed in reader.newsroom.feeds(reader.base_url)]
    assert [(reply.status, reply.headers["Content-Type"], reply.body) for reply in replies] == [
        (200, "application/xml", b""),
        (200, "text/html", b"<!doctype html><title>Front</title>"),
        (200, "application/xml", FEED),
    ]


async def test_an_unchanged_file_is_answered_with_304_and_a_changed_one_with_itself(
    reader: Reader, folder: Path
) -> None:
    url = f"{reader.base_url}/newsroom/pos.xml"
    known = (await reader.get(url)).headers["ETag"]
    assert (await reader.get(url, If_None_Match=known)).status == 304
    (folder / "pos.xml").write_bytes(FEED + b"\n")
    assert (await reader.get(url, If_None_Match=known)).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "../secret.xml",
        "%2e%2e/secret.xml",
        "..%2fsecret.xml",
        "old%20times/../../secret.xml",
        "/etc/hostname",
        "leak.xml",
        "notes.txt",
        "pos.xml%00.xml",
        "",
    ],
)
async def test_nothing_outside_the_list_is_served(reader: Reader, path: str) -> None:
    assert (await reader.get(f"{reader.base_url}/newsroom/{path}")).status == 404


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        Newsroom.folder(tmp_path / "nowhere")


@pytest.mark.skipif(not RECORDINGS.is_dir(), reason="the recordings are not on this machine")
async def test_the_recordings_are_served_byte_by_byte(opened: OpenNewsroom) -> None:
    reader = await opened(Newsroom.folder(RECORDINGS))
    feeds = reader.newsroom.feeds(reader.base_url)
    assert len(feeds) >= 15
    for feed in feeds:
        assert (await reader.get(feed.url)).body == (RECORDINGS / feed.name).read_bytes()
    assert feedparser.parse(
        (await reader.get(f"{reader.base_url}/newsroom/antara-mainpage.xml")).body
    ).entries
