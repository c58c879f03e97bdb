"""The operator's feeds file."""

from pathlib import Path

import pytest

from app.errors import SettingsError
from app.feeds_file import read_feeds_file
from app.settings import DEFAULT_FEEDS_FILE
from news.feed import Source


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "feeds.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_it_lists_outlets_with_their_feeds_and_regions(tmp_path: Path) -> None:
    path = written(
        tmp_path, "outlet,url,region\nKabar Satu,https://satu.id/rss,19\n Dua ,http://dua.id/rss,\n"
    )
    assert read_feeds_file(path) == [
        Source(outlet="Kabar Satu", url="https://satu.id/rss", region="19"),
        Source(outlet="Dua", url="http://dua.id/rss"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("outlet,region\n", "line 1: the column 'url' is missing; wanted outlet, url, region"),
        ("outlet,url,region\nA,,\n", "line 2: the address is missing"),
        ("outlet,url,region\nA,https://a.id/rss,99\n", "line 2: the region '99' is not known"),
        ('outlet,url,region\nA,"https://a.id/rss,\n', "line 2: a quote is opened and not closed"),
        (
            "outlet,url,region\nA,https://a.id/rss,\nB,ftp://b.id/rss,\n",
            "line 3: 'ftp://b.id/rss' is no http",
        ),
        ("outlet,url,region\n,https://a.id/rss,\n", "line 2: the outlet's name is missing"),
        (
            "outlet,url,region\nA,https://a.id/rss,\nB,https://a.id/rss,\n",
            "line 3: https://a.id/rss stands in line 2 already",
        ),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        read_feeds_file(written(tmp_path, text))


def test_regions_may_be_left_out_or_named_and_other_columns_stand_beside(tmp_path: Path) -> None:
    assert read_feeds_file(written(tmp_path, "url;outlet\nhttps://a.id/rss;A\n")) == [
        Source(outlet="A", url="https://a.id/rss")
    ]
    assert read_feeds_file(written(tmp_path, "note,region,url,outlet\n!,Babel,https://a.id/rss,A\n")) == [
        Source(outlet="A", url="https://a.id/rss", region="19")
    ]


def test_a_file_that_is_missing_or_no_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        read_feeds_file(tmp_path / "feeds.csv")
    for document, what in [(b"", "an empty document"), (b"PK\x03\x04", "an Excel workbook .*, not CSV")]:
        (tmp_path / "feeds.csv").write_bytes(document)
        with pytest.raises(SettingsError, match=f"feeds.csv cannot be read: {what}"):
            read_feeds_file(tmp_path / "feeds.csv")


def test_a_file_that_a_spreadsheet_saved_in_windows_1252_is_read(tmp_path: Path) -> None:
    (tmp_path / "feeds.csv").write_bytes("outlet,url,region\nCafé,https://a.id/rss,\n".encode("cp1252"))
    assert read_feeds_file(tmp_path / "feeds.csv") == [Source(outlet="Café", url="https://a.id/rss")]


def test_the_shipped_feeds_file_can_be_read() -> None:
    assert len(read_feeds_file(DEFAULT_FEEDS_FILE)) > 50
