"""Lists of feeds say for which of them pages are fetched as well."""

import pytest

from news.feed import Source
from news.feed_csv import read_csv, write_csv
from news.subscription_lists import Problem

KABAR = Source(outlet="Kabar", url="https://kabar.example/rss", region="19.02", full_text=True)
LAIN = Source(outlet="Lain", url="https://lain.example/rss")


@pytest.mark.parametrize(
    ("written", "full_text"),
    [("yes", True), ("Ya", True), ("1", True), ("TRUE", True), ("no", False), ("tidak", False), ("", False)],
)
def test_a_line_says_whether_pages_are_fetched(written: str, full_text: bool) -> None:
    listed = read_csv(f"outlet,url,full_text\nLain,https://lain.example/rss,{written}\n".encode())

    assert [source.full_text for source in listed.sources] == [full_text]


def test_a_list_without_the_column_wants_no_pages() -> None:
    assert read_csv(b"outlet,url\nLain,https://lain.example/rss\n").sources == (LAIN,)


def test_what_is_neither_yes_nor_no_is_said() -> None:
    listed = read_csv(b"outlet,url,full_text\nLain,https://lain.example/rss,mungkin\n")

    assert listed.problems == (Problem(line=2, reason="full_text is 'mungkin'; write yes or no"),)


@pytest.mark.parametrize(
    ("sources", "header"),
    [
        ((KABAR, LAIN), b"outlet,url,region,full_text"),
        ((LAIN,), b"outlet,url,region"),
        ((), b"outlet,url,region"),
    ],
)
def test_a_list_that_is_written_is_read_back(sources: tuple[Source, ...], header: bytes) -> None:
    written = write_csv(sources)

    assert written.splitlines()[0] == header
    if sources:
        assert read_csv(written).sources == sources
