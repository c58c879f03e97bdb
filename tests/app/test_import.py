"""`kliping import` as an operator calls it: whatever the file is, and wherever it is broken off."""

import asyncio
import gzip
import json
import signal
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.app.processes import Ended, kliping, kliping_given, start


def line(number: int, **values: Any) -> str:
    usual = {
        "title": f"Pasar desa {number} terbakar",
        "url": f"https://arsip.example/baca/{number}",
        "published_at": "2026-03-04T05:06:07+07:00",
        "outlet": "Arsip",
        "body": f"KUDUS - Pasar desa {number} terbakar pada malam hari. KPU menunda rapat.",
    }
    return json.dumps({**usual, **values})


def kept(folder: Path, question: str = "SELECT title FROM items ORDER BY id") -> list[Any]:
    with closing(sqlite3.connect(folder / "kliping.db")) as connection:
        return connection.execute(question).fetchall()


async def imported(folder: Path, content: bytes, *more: str, **settings: object) -> Ended:
    (folder / "arsip.jsonl").write_bytes(content)
    return await kliping("import", "arsip.jsonl", *more, folder=folder, **settings)


def summary(ended: Ended) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ended.out.splitlines()[-1])
    return found


async def test_an_archive_is_kept_grouped_and_found(tmp_path: Path) -> None:
    content = "\n".join(line(n) for n in range(3)).encode()

    ended = await imported(tmp_path, content, "--json")

    assert ended.status == 0, ended
    told = summary(ended)
    assert [told[key] for key in ("lines", "kept", "known", "wrong", "old", "grouped")] == [3, 3, 0, 0, 0, 3]
    assert not (tmp_path / "arsip.jsonl.wrong.jsonl").exists()
    found = await kliping("search", "kpu rapat", "--json", folder=tmp_path)
    assert len(found.out.splitlines()) >= 1

    again = await imported(tmp_path, content, "--json")
    assert (summary(again)["kept"], summary(again)["known"]) == (0, 3)


async def test_what_comes_on_standard_input_may_be_packed(tmp_path: Path) -> None:
    ended = await kliping_given(
        gzip.compress(line(1).encode()), "import", "-", "--no-grouping", folder=tmp_path
    )

    assert ended.status == 0, ended
    assert ended.out.startswith("lines: 1, kept: 1, known before: 0, wrong: 0; ")
    assert kept(tmp_path, "SELECT count(*) FROM stories") == [(0,)]


async def test_wrong_lines_are_named_and_kept_as_they_are_to_be_mended_and_imported(tmp_path: Path) -> None:
    broken = b'{"title": "Tanpa akhir'
    content = b"\n".join(
        [b"\xef\xbb\xbf" + line(1).encode(), broken, line(2, url="x").encode(), line(3).encode()]
    )

    ended = await imported(tmp_path, content.replace(b"\n", b"\r\n"), "--no-grouping")

    assert ended.status == 0, ended
    assert [row for (row,) in kept(tmp_path)] == ["Pasar desa 1 terbakar", "Pasar desa 3 terbakar"]
    assert "arsip.jsonl, line 2: no JSON" in ended.err
    assert "arsip.jsonl, line 3: 'url' is no address of the web" in ended.err
    side = tmp_path / "arsip.jsonl.wrong.jsonl"
    lines = side.read_bytes().splitlines()
    assert lines[0].startswith(b"# arsip.jsonl, line 2: no JSON")
    assert lines[1] == broken
    assert json.loads(lines[3]) == json.loads(line(2, url="x"))

    side.write_bytes(side.read_bytes().replace(broken, line(4).encode()))
    mended = await kliping("import", str(side), "--no-grouping", "--wrong", "rest.jsonl", folder=tmp_path)
    assert mended.status == 0
    assert ("Pasar desa 4 terbakar",) in kept(tmp_path)
    assert len((tmp_path / "rest.jsonl").read_bytes().splitlines()) == 2


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 40,
        b'{"title": "Pasar", "url": "https://a.exa',
        b"\x00" * 3_000,
        b'{"a":' * 200_000,
        b'{"title": "' + b"x" * 10_000_000 + b'"}',
        line(1).encode("utf-16"),
        b"PK\x03\x04" + b"\x00\xff" * 500,
        b"[" + line(1).encode() + b"]",
    ],
    ids=["binary", "half a line", "NUL", "nested", "10 MB", "UTF-16", "another archive", "one list"],
)
async def test_a_file_without_an_article_is_said_to_be_one(tmp_path: Path, content: bytes) -> None:
    ended = await imported(tmp_path, content)

    assert ended.status == 2, ended
    assert ended.err.splitlines()[-1].startswith(
        "kliping: arsip.jsonl holds no article: see arsip.jsonl.wrong"
    )
    assert len(ended.err) < 3_000
    assert kept(tmp_path) == []


async def test_an_empty_file_is_done_at_once(tmp_path: Path) -> None:
    ended = await imported(tmp_path, b"")

    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("lines: 0")


async def test_of_a_packed_file_that_is_cut_off_what_could_be_read_is_kept(tmp_path: Path) -> None:
    packed = gzip.compress(
        "\n".join(line(n, title=f"Kabar {n} {hash(n) % 997}") for n in range(3_000)).encode()
    )

    ended = await imported(tmp_path, packed[: len(packed) // 2], "--no-grouping")

    assert ended.status == 2
    assert "arsip.jsonl cannot be read beyond line" in ended.err.splitlines()[-1]
    ((some,),) = kept(tmp_path, "SELECT count(*) FROM items")
    assert 0 < some < 3_000


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import", "nowhere.jsonl"), "nowhere.jsonl cannot be read: No such file"),
        (("import", "."), ". cannot be read: Is a directory"),
        (("import", "a.jsonl", "--wrong", "a.jsonl"), "a.jsonl is the archive itself"),
        (
            ("import", "a.jsonl", "--wrong", "nowhere/b.jsonl"),
            "wrong lines cannot be kept in nowhere/b.jsonl",
        ),
    ],
)
async def test_what_the_operator_must_change_is_one_line(
    tmp_path: Path, arguments: Sequence[str], said: str
) -> None:
    (tmp_path / "a.jsonl").write_text("{\n")

    ended = await kliping(*arguments, folder=tmp_path)

    assert ended.status == 2
    assert said in ended.err.splitlines()[-1]


async def test_who_imports_what_is_older_than_the_limit_is_told_so(tmp_path: Path) -> None:
    ended = await imported(tmp_path, line(1, published_at="2001-02-03").encode(), "--no-grouping")

    assert ended.status == 0
    assert "Older than KLIPING_RETENTION_DAYS=365" in ended.out


async def test_a_locked_database_is_said_to_be_one_and_the_import_goes_on_later(tmp_path: Path) -> None:
    await imported(tmp_path, b"")
    with closing(sqlite3.connect(tmp_path / "kliping.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ended = await imported(tmp_path, line(1).encode(), database_url="sqlite:///kliping.db?timeout=0.1")
        assert ended.status == 2
        assert "database is locked" in ended.err.splitlines()[-1]
    assert (await imported(tmp_path, line(1).encode())).status == 0


async def test_an_import_that_is_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    number = 4_000
    content = "\n".join(["{", *(line(n) for n in range(number))]).encode()
    (tmp_path / "arsip.jsonl").write_bytes(content)
    process = await start("import", "arsip.jsonl", "--no-grouping", folder=tmp_path)
    assert process.stderr
    async with asyncio.timeout(60):
        assert b"line 1: no JSON" in await process.stderr.readline()  # said when the first lot has been kept
    process.send_signal(signal.SIGKILL)
    await process.communicate()
    ((before,),) = kept(tmp_path, "SELECT count(*) FROM items")

    ended = await kliping("import", "arsip.jsonl", "--no-grouping", "--json", folder=tmp_path)

    told = summary(ended)
    assert 0 < before <= told["known"] < number
    assert told["kept"] + told["known"] == number
    assert kept(tmp_path, "SELECT count(*), count(DISTINCT link) FROM items") == [(number, number)]
    assert kept(tmp_path, "SELECT count(*) FROM item_words") == [(number,)]


async def test_who_waits_for_more_to_come_can_be_stopped(tmp_path: Path) -> None:
    process = await start("import", "-", "--no-grouping", folder=tmp_path)
    assert process.stdin
    assert process.stderr
    process.stdin.write("\n".join(["{", *(line(n) for n in range(2_500))]).encode())
    async with asyncio.timeout(60):
        assert b"line 1: no JSON" in await process.stderr.readline()
        process.send_signal(signal.SIGINT)
        # Its standard input stays open.
        await process.wait()

    assert process.returncode == 130
    assert kept(tmp_path, "SELECT count(*) FROM items") >= [(999,)]


async def test_a_file_is_compacted(tmp_path: Path) -> None:
    await imported(tmp_path, line(1).encode())
    with closing(sqlite3.connect(tmp_path / "kliping.db", isolation_level=None)) as other:
        other.execute("PRAGMA auto_vacuum = NONE")
        other.execute("VACUUM")

    assert "kliping compact" in (await kliping("check", folder=tmp_path)).out
    ended = await kliping("compact", folder=tmp_path)

    assert (ended.status, ended.out) == (0, "Compacted.\n")
    assert "kliping compact" not in (await kliping("check", folder=tmp_path)).out
    assert kept(tmp_path) == [("Pasar desa 1 terbakar",)]
