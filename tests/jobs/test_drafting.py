"""Editions: what is new in a feed is read in another process as it would be here, and nothing else is."""

from dataclasses import replace

import pytest

from jobs.reading import DRAFTS_AT_ONCE, READ_AT_ONCE, Readers
from news.edition import MOST_DRAFTS, edition
from news.feed import Feed, Validators
from news.parse import parse
from tests.clocks import MORNING
from tests.make import make_feed

URL = "https://kabar.example/rss"
LEAD = "BELITUNG, Kabar Pagi – KPU (Komisi Pemilihan Umum) siap."


def rss(*names: str, text: str = LEAD) -> bytes:
    items = (
        f"<item><title>Judul {name}</title><link>/{name}</link><description>{text}</description></item>"
        for name in names
    )
    return f"<rss version='2.0'><channel><title>Kabar</title>{''.join(items)}</channel></rss>".encode()


def feed(*seen: str) -> Feed:
    """One whose entries of these names have been seen."""
    marks = parse(rss(*seen), url=URL).marks if seen else frozenset()
    return replace(make_feed(outlet="Kabar Pagi"), validators=Validators(marks=marks))


@pytest.mark.parametrize("count", [0, 1, DRAFTS_AT_ONCE, DRAFTS_AT_ONCE + 1, 2 * MOST_DRAFTS + 1])
async def test_what_is_read_elsewhere_says_the_same(count: int) -> None:
    body = rss(*map(str, range(count)))
    expected = edition(parse(body, url=URL), outlet="Kabar Pagi", home="", now=MORNING, most=count)

    async with Readers(processes=1) as readers:
        found = await readers.read(body, feed=feed(), url=URL, now=MORNING)

    assert found == expected
    assert (found.listed, len(found.drafts), found.document.entries) == (count, count, ())


async def test_a_large_document_comes_with_its_news_at_one_go() -> None:
    body = rss("satu", "dua", text=LEAD * (READ_AT_ONCE // len(LEAD)))

    async with Readers(processes=1) as readers:
        found = await readers.read(body, feed=feed("dua"), url=URL, now=MORNING)

    assert [draft.entry.title for draft in found.drafts] == ["Judul satu"]
    assert found.listed == 2


async def test_a_little_news_starts_no_process() -> None:
    names = [str(number) for number in range(DRAFTS_AT_ONCE)]
    async with Readers(processes=1) as readers:
        await readers.read(rss("lama", *names), feed=feed("lama"), url=URL, now=MORNING)
        assert not readers.pids
        await readers.read(rss("lama", *names), feed=feed(), url=URL, now=MORNING)
        assert len(readers.pids) == 1
