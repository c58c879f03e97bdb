"""What the tests of reading share: documents, processes that go too far, and a look at what is left."""

import asyncio
from pathlib import Path

import pytest

from jobs.reading import Readers
from news.errors import FeedUnreadable

URL = "https://kabar.example/feed"
TOO_SLOW = "takes more than 1.5 seconds to read"
TOO_GREEDY = "takes more than 100 MB of memory to read"
_ITEM = "<item><title>Berita {0}{1}</title><link>/{0}</link><description>{2}</description></item>"


def rss(items: int, *, fault: str = "", text: str = "kata " * 50) -> bytes:
    listed = "".join(_ITEM.format(number, fault, text) for number in range(items))
    return f"<rss version='2.0'><channel><title>Kabar</title>{listed}</channel></rss>".encode()


async def turns(number: int = 20) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


def is_gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def children() -> set[int]:
    return {
        int(pid) for path in Path("/proc/self/task").glob("*/children") for pid in path.read_text().split()
    }


async def failure_of(readers: Readers, task: str) -> str:
    with pytest.raises(FeedUnreadable) as caught:
        await readers.run(task, b"", url=URL)
    return caught.value.reason


def bytes_read() -> int:
    """How many bytes this process has read so far, from files and pipes alike."""
    return int(Path("/proc/self/io").read_text().split()[1])
