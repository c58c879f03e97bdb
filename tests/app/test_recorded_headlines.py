"""Recorded headlines and labelled pairs are read from files, and what is wrong with one is said."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import SettingsError
from app.evaluate.headlines import read_recording
from app.evaluate.story_pairs import labelled_pairs
from news.ids import ItemId
from news.item import Item

FIRST = {
    "outlet": "Kabar Pagi",
    "title": "Jembatan Waringin Roboh &amp; Tiga Pekerja Luka",
    "url": "http://www.kabar.example/baca/7/?utm_source=rss",
    "published_at": "2026-11-23T08:00:00+07:00",
    "lead": "WARINGIN, Kabar Pagi - Jembatan Waringin roboh.",
}
SECOND = {"outlet": "Warta Sore", "title": "Panen Raya", "published_at": "2026-11-23T02:00:00.000Z"}
COLUMNS = "set\tearlier\tlater\tlabel\treading_1\treading_2\tcosine"
JOURNAL = "headlines.jsonl"


def written(folder: Path, *lines: object, packed: bool = False) -> Path:
    """A file of these lines, in JSON unless they are text already."""
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path = folder / JOURNAL
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    return path


def test_records_are_items_as_a_poll_would_have_kept_them(tmp_path: Path) -> None:
    item, _ = read_recording(written(tmp_path, FIRST, SECOND)).items
    at = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    assert item == Item(
        id=ItemId(1),
        outlet="Kabar Pagi",
        url=FIRST["url"],
        link="//kabar.example/baca/7",
        title="Jembatan Waringin Roboh & Tiga Pekerja Luka",
        lead="Jembatan Waringin roboh.",
        published_at=at,
        first_seen_at=at,
    )


def test_items_are_numbered_in_order_of_time(tmp_path: Path) -> None:
    in_order = read_recording(written(tmp_path, FIRST, SECOND))

    assert [item.id for item in in_order.items] == [1, 2]
    assert sorted(in_order.names.values()) == [1, 2]
    assert read_recording(written(tmp_path, SECOND, FIRST, packed=True)).items == in_order.items


def test_a_time_without_a_zone_is_utc(tmp_path: Path) -> None:
    (item,) = read_recording(written(tmp_path, {**SECOND, "published_at": "2026-11-23 02:00"})).items

    assert item.published_at == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_records_without_an_address_share_no_link(tmp_path: Path) -> None:
    titles = enumerate(["", None, "?", "ftp://kabar.example/7"])
    records = [{**SECOND, "title": f"Rapat {number}", "url": url} for number, url in titles]

    assert len({item.link for item in read_recording(written(tmp_path, *records)).items}) == 4


def test_a_record_that_comes_twice_is_one_item(tmp_path: Path) -> None:
    found = read_recording(written(tmp_path, FIRST, "", SECOND, FIRST))

    assert (len(found.items), found.repeated, found.damaged) == (2, 1, [])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no JSON: "),
        ([], "a JSON object is expected on each line"),
        ({**FIRST, "title": " "}, "'title' is empty"),
        ({**FIRST, "title": 7}, "'title' is no text"),
        ({**FIRST, "published_at": "kemarin"}, "'published_at' is no time in ISO 8601: 'kemarin'"),
        ({**FIRST, "published_at": "0001-01-01T00:00+07:00"}, "'published_at' is no time in ISO 8601"),
        ({"outlet": "Kabar Pagi", "title": "Rapat"}, "'published_at' is no time in ISO 8601: ''"),
    ],
)
def test_a_damaged_line_is_named_and_passed_over(tmp_path: Path, line: object, reason: str) -> None:
    found = read_recording(written(tmp_path, FIRST, line, SECOND))

    assert len(found.items) == 2
    (said,) = found.damaged
    assert said.startswith(f"{JOURNAL}, line 2: {reason}")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: "),
        (b"", "holds no record: give JSON lines with outlet, title, published_at"),
        (b"<rss></rss>\n", "holds no record: give JSON lines with outlet, title, published_at"),
        (gzip.compress(json.dumps(FIRST).encode())[:-9], "cannot be read: "),
        (gzip.compress(b"{}")[:10] + b"\xff" * 30, "cannot be read: "),
    ],
    ids=["missing", "empty", "something else", "cut off", "damaged"],
)
def test_a_file_that_is_no_recording_is_refused(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / JOURNAL
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError) as refused:
        read_recording(path)

    assert str(refused.value).startswith(f"{path} {reason}")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ours\ta\tb\tX\tE\tE\t0.5", "line 3: 'X' is not a valid Label"),
        ("ours\ta\tb\tE\tE\tE\tnear", "line 3: could not convert string to float: 'near'"),
        ("ours\ta", "line 3: not all of set, earlier, later"),
        ("ours\ta\tb\tE\tE\tE", "line 3: not all of set, earlier, later"),
    ],
)
def test_damaged_pairs_are_refused_with_their_line(tmp_path: Path, line: str, reason: str) -> None:
    path = written(tmp_path, "# Of our own.", COLUMNS, line)
    with pytest.raises(SettingsError) as refused:
        labelled_pairs(path)

    assert str(refused.value).startswith(f"{path}, {reason}")


@pytest.mark.parametrize("content", [b"", b"set\tlabel\n", b"\xff\xfe", None])
def test_a_file_without_pairs_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "pairs.tsv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"pairs\.tsv (holds no labelled pairs|cannot be read)"):
        labelled_pairs(path)


def test_the_shipped_pairs_name_items_and_hold_nothing_that_was_recorded() -> None:
    sets = labelled_pairs(None)
    names = [pair.earlier + pair.later for pairs in sets.values() for pair in pairs]

    assert {kind: len(pairs) for kind, pairs in sets.items()} == {"judged": 500, "fitted": 2706}
    assert all(len(both) == 32 and int(both, 16) for both in names)
    assert len(set(names)) == len(names)
    assert all(pair.readings for pair in sets["judged"])
