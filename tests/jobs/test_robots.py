"""robots.txt is kept for a day within bounds, whatever hosts answer; and a page may not exhaust us."""

from datetime import datetime, timedelta

import pytest

from jobs.fetch import Fetched, NotModified
from jobs.reading import Readers
from jobs.robots import MOST_KEPT, Robots
from news.errors import FeedUnreadable, FetchError, FetchForbidden
from news.robots import MOST_BYTES, Verdict
from tests.clocks import TestClock
from tests.news.pages import article_page


class Hosts:
    """Answer with the rules that a test gives, and note what was asked for."""

    def __init__(self, answer: bytes | Exception | None) -> None:
        self.answer = answer
        self.asked: list[str] = []

    async def get(
        self, url: str, *, now: datetime, headers: dict[str, str], most_bytes: int
    ) -> Fetched | NotModified:
        self.asked.append(url)
        if isinstance(self.answer, Exception):
            raise self.answer
        return NotModified() if self.answer is None else Fetched(body=self.answer, url=url)


def robots(hosts: Hosts, readers: Readers, clock: TestClock) -> Robots:
    return Robots(get=hosts.get, run=readers.run, clock=clock, pause=timedelta(seconds=1))


async def test_each_scheme_host_and_port_has_its_own(readers: Readers, clock: TestClock) -> None:
    hosts = Hosts(b"User-agent: *\nDisallow: /x")
    known = robots(hosts, readers, clock)
    for url in (
        "https://a.example/1",
        "https://a.example/2",
        "http://a.example/1",
        "https://a.example:8443/1",
    ):
        assert await known.verdict(url) == Verdict(allowed=True)

    assert hosts.asked == [
        "https://a.example/robots.txt", "http://a.example/robots.txt", "https://a.example:8443/robots.txt",
    ]  # fmt: skip
    assert clock.slept == [1.0] * 3


async def test_what_is_kept_of_all_hosts_is_bounded(readers: Readers, clock: TestClock) -> None:
    hosts = Hosts(b"#" * MOST_BYTES * 2)
    known = robots(hosts, readers, clock)
    most = MOST_KEPT // MOST_BYTES
    for number in range(most + 1):
        await known.verdict(f"https://{number}.example/1")
    hosts.asked.clear()
    await known.verdict(f"https://{most}.example/1")
    await known.verdict("https://0.example/1")

    assert hosts.asked == ["https://0.example/robots.txt"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (FetchForbidden("u", "a private address"), FetchForbidden),
        (FetchError("u", "cannot connect"), FetchError),
        (FetchError("u", "HTTP 304", status=304), FetchError),
        (None, FetchError),
    ],
)
async def test_nothing_is_allowed_where_it_cannot_be_had(
    readers: Readers, clock: TestClock, answer: Exception | None, expected: type[Exception]
) -> None:
    with pytest.raises(expected, match=r"its robots\.txt cannot be had"):
        await robots(Hosts(answer), readers, clock).verdict("https://a.example/1")


async def test_a_page_that_takes_too_much_memory_is_not_read_and_the_next_one_is(readers: Readers) -> None:
    vast, url = b"<p>Kalimat yang panjang sekali di sini.</p>" * 150_000, "https://a.example/1"
    with pytest.raises(FeedUnreadable, match="memory"):
        await readers.run("extract", vast, url=url)

    text: str = await readers.run("extract", article_page().encode(), url=url)
    assert text.startswith("TANJUNGPANDAN")
