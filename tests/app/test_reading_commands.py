"""The commands that read: what a text says, which texts a query finds, what is known as a concept."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.documents import document_in, read_document
from app.errors import SettingsError
from app.json_lines import records
from news.feed import Source
from storage.database import Database
from storage.following import follow_feed
from storage.polls import claim_due_feeds
from storage.schema import migrate
from tests.app.processes import Ended, kliping, kliping_given, start
from tests.clocks import MORNING
from tests.make import make_entry
from tests.storage.given import save_entries

_ARTICLE = """\
Rakor Sinergi Jelang Pilkada

BELITUNG, kabar.example.com – Badan Kesatuan Bangsa dan Politik (Kesbangpol) gelar Rapat Koordinasi (Rakor).

BACA JUGA: Harga Lada Naik

Kesbangpol mengundang para pemilih.
"""


def objects(ended: Ended) -> list[dict[str, Any]]:
    """What a command that did its work printed with --json."""
    assert ended.status == 0, ended
    return [json.loads(line) for line in ended.out.splitlines()]


def lines(*records: object) -> str:
    return "".join(f"{json.dumps(record)}\n" for record in records)


async def read_article(tmp_path: Path) -> dict[str, Any]:
    (found,) = objects(await kliping_given(_ARTICLE, "read", "--json", folder=tmp_path))
    return found


async def test_a_text_is_read_as_one_document(tmp_path: Path) -> None:
    found = await read_article(tmp_path)
    assert list(found) == ["words", "concepts", "abbreviations", "regions", "lead"]
    assert found["concepts"] == [
        {"name": "Pilkada", "matched": "Pilkada"},
        {"name": "Kesbangpol", "matched": "Badan Kesatuan Bangsa dan Politik"},
        {"name": "Kesbangpol", "matched": "Kesbangpol"},
    ]
    assert found["abbreviations"] == [
        {"short": "Kesbangpol", "long": "Kesatuan Bangsa dan Politik"},
        {"short": "Rakor", "long": "Rapat Koordinasi"},
    ]
    assert found["regions"] == [{"code": "19.02", "name": "Kabupaten Belitung"}]
    assert found["lead"].startswith("Badan Kesatuan Bangsa dan Politik (Kesbangpol) gelar Rapat")


async def test_the_words_are_those_of_headline_and_text_as_given(tmp_path: Path) -> None:
    words = (await read_article(tmp_path))["words"]
    assert words[0] == {"form": "Rakor", "lemma": "rakor"}
    assert words[4] == {"form": "BELITUNG", "lemma": "belitung"}
    assert words[-1] == {"form": "pemilih", "lemma": "pilih"}
    assert {"form": "BACA", "lemma": "baca"} in words


async def test_without_json_a_person_can_read_it(tmp_path: Path) -> None:
    said = (await kliping_given(_ARTICLE, "read", folder=tmp_path)).out
    assert "Regions: Kabupaten Belitung (19.02)" in said
    assert "  Rakor: Rapat Koordinasi" in said
    assert "pemilih[pilih]" in said


async def test_a_first_line_that_ends_in_a_full_stop_is_no_headline(tmp_path: Path) -> None:
    text = "Banjir melanda kota.\n\nWarga mengungsi ke masjid."
    (found,) = objects(await kliping_given(text, "read", "--json", folder=tmp_path))
    assert found["lead"] == "Banjir melanda kota. Warga mengungsi ke masjid."


@given(st.text())
@example("(" * 10_000)
@example("Judul\n\n")
def test_any_text_can_be_read(text: str) -> None:
    read_document(document_in(text))


async def test_bytes_that_are_no_text_are_read_too(tmp_path: Path) -> None:
    (found,) = objects(await kliping_given(b"\xff\xfe banjir", "read", "--json", folder=tmp_path))
    assert found["words"] == [{"form": "banjir", "lemma": "banjir"}]


async def test_each_line_is_a_document_and_its_id_comes_back(tmp_path: Path) -> None:
    written = lines({"id": 7, "text": "KPU siap."}, {"title": "Banjir", "text": "Warga mengungsi."})
    first, second = objects(await kliping_given(written, "read", "--lines", "--json", folder=tmp_path))
    assert (first["id"], second["id"]) == (7, None)
    assert first["concepts"] == [{"name": "KPU", "matched": "KPU"}]
    assert [word["form"] for word in second["words"]] == ["Banjir", "Warga", "mengungsi"]


async def test_a_line_is_read_before_the_next_one_comes(tmp_path: Path) -> None:
    process = await start("read", "--lines", "--json", folder=tmp_path)
    assert process.stdin
    assert process.stdout
    for text in ("Banjir", "Gempa"):
        process.stdin.write(lines({"text": text}).encode())
        async with asyncio.timeout(60):
            assert json.loads(await process.stdout.readline())["lead"] == text
    await process.communicate(b"")


async def test_half_a_character_in_json_does_no_harm(tmp_path: Path) -> None:
    written = '{"id": "\\ud83d", "text": "banjir \\ud83d"}\n'
    (found,) = objects(await kliping_given(written, "read", "--lines", "--json", folder=tmp_path))
    assert found["lead"] == "banjir ?"


async def test_a_line_that_cannot_be_read_is_named_after_those_before_it_are_printed(tmp_path: Path) -> None:
    written = lines({"text": "Banjir"}) + "\n{text}\n" + lines({"text": "Gempa"})
    ended = await kliping_given(written, "read", "--lines", "--json", folder=tmp_path)
    assert ended.status == 2
    assert json.loads(ended.out)["lead"] == "Banjir"
    assert ended.err.startswith("kliping: standard input, line 3: no JSON: ")
    assert ended.err.count("\n") == 1


async def test_a_document_without_a_text_is_named(tmp_path: Path) -> None:
    ended = await kliping_given(lines({"title": "Banjir"}), "read", "--lines", folder=tmp_path)
    assert ended.status == 2
    assert "line 1: 'text' is missing" in ended.err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[" * 100_000, "line 1: no JSON"),
        ('["banjir"]', "line 1: a JSON object is expected"),
        ('{"text": 5}', "line 1: 'text' is no text"),
    ],
)
def test_what_is_no_record_is_refused(line: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        [record.text("text") for record in records([line.encode()], source="standard input")]


async def matched(tmp_path: Path, query: str, *records: object) -> list[dict[str, Any]]:
    return objects(await kliping_given(lines(*records), "match", query, "--json", folder=tmp_path))


async def test_what_matches_is_printed_with_its_line_and_why(tmp_path: Path) -> None:
    records = [
        {"title": "Harga lada naik"},
        {"id": "a", "title": "Bakesbangpol Babel rapat", "body": "Warga hadir."},
    ]
    assert await matched(tmp_path, "kesbangpol wilayah:babel", *records) == [
        {
            "line": 2,
            "id": "a",
            "title": "Bakesbangpol Babel rapat",
            "why": [
                {"term": "kesbangpol", "matched": "Bakesbangpol", "field": "title"},
                {"term": "babel", "matched": "Babel", "field": "title"},
            ],
        }
    ]


async def test_a_match_is_found_in_text_body_and_lead_and_by_outlet(tmp_path: Path) -> None:
    records = [{key: "Pemilih mengantre."} for key in ("text", "body", "lead", "title")]
    found = await matched(
        tmp_path, "memilih media:kabar", *({**each, "outlet": "Kabar Pagi"} for each in records)
    )
    assert [each["line"] for each in found] == [1, 2, 3, 4]
    assert found[0]["why"][1] == {"term": "kabar", "matched": "Kabar", "field": "outlet"}


async def test_what_the_lead_says_is_not_said_again_by_the_body(tmp_path: Path) -> None:
    filler = "Warga di sepanjang sungai menyiapkan karung pasir sejak pagi. " * 8
    (found,) = await matched(
        tmp_path, "gempa tsunami", {"text": f"Gempa terasa.\n{filler}\nTsunami tidak terjadi."}
    )
    assert [(reason["matched"], reason["field"]) for reason in found["why"]] == [
        ("Gempa", "lead"),
        ("Tsunami", "body"),
    ]


async def test_a_match_can_be_read_by_a_person(tmp_path: Path) -> None:
    ended = await kliping_given(lines({"title": "Pemilih mengantre"}), "match", "memilih", folder=tmp_path)
    assert ended.out == "1: Pemilih mengantre\n    memilih: 'Pemilih' in the title\n"


async def test_days_are_those_of_wib_and_leave_what_has_no_date(tmp_path: Path) -> None:
    dates = ["2026-11-01T16:59:59Z", "2026-11-01T17:00:00Z", "2026-11-03T00:30:00+07:00", "2026-11-04", ""]
    records = [{"title": "Banjir", "published_at": date} for date in dates]
    found = await matched(tmp_path, "banjir sejak:2026-11-02 sampai:2026-11-03", *records)
    assert [each["line"] for each in found] == [2, 3, 5]


async def test_a_date_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    written = lines({"title": "Banjir", "published_at": "kemarin"})
    ended = await kliping_given(written, "match", "banjir sejak:2026-11-02", folder=tmp_path)
    assert ended.status == 2
    assert "line 1: 'published_at' is no time in ISO 8601: 'kemarin'" in ended.err


async def test_a_record_without_any_text_is_named(tmp_path: Path) -> None:
    ended = await kliping_given(lines({"url": "https://kabar.example/1"}), "match", "banjir", folder=tmp_path)
    assert ended.status == 2
    assert "line 1: none of title, lead, text, body is there" in ended.err


async def test_a_query_that_cannot_be_read_is_named_with_what_may_be_meant(tmp_path: Path) -> None:
    ended = await kliping_given("", "match", "banjir wilayah:beliton", folder=tmp_path)
    assert ended.status == 2
    assert "at ▶ in 'banjir ▶wilayah:beliton'" in ended.err
    assert "did you mean Belitung?" in ended.err
    assert ended.err.count("\n") == 1


async def test_concepts_are_listed_with_their_names(tmp_path: Path) -> None:
    found = {
        each["name"]: each for each in objects(await kliping("concepts", "list", "--json", folder=tmp_path))
    }
    assert len(found) >= 150
    assert (found["KPU"]["full"], found["KPU"]["kind"]) == ("Komisi Pemilihan Umum", "body")
    assert "KPUD" in found["KPU"]["names"]
    assert "KPUD" in (await kliping("concepts", "list", folder=tmp_path)).out


async def keep(folder: Path, articles: Sequence[tuple[str, str]]) -> None:
    """Articles in the database of `folder`: the outlet and the lead of each."""
    db = Database.at(f"sqlite:///{folder / 'kliping.db'}")
    await migrate(db)
    async with db.writing() as tx:
        for outlet in dict(articles):
            await follow_feed(tx, Source(outlet=outlet, url=f"https://{outlet}.example/rss"), now=MORNING)
        for feed in await claim_due_feeds(tx, now=MORNING, limit=10):
            entries = [make_entry(lead=lead) for outlet, lead in articles if outlet == feed.outlet]
            await save_entries(tx, feed, entries, now=MORNING)
    await db.close()


async def test_an_abbreviation_that_outlets_define_alike_is_proposed(tmp_path: Path) -> None:
    new = "Tim Reaksi Gerak Cepat Sungai (TRGCS) siaga."
    known = "Komisi Pemilihan Umum (KPU) siap."
    outlets = ["pagi", "sore"] * 3
    await keep(tmp_path, [(outlet, lead) for outlet in outlets for lead in (new, known)])
    found = objects(await kliping("concepts", "proposed", "--json", folder=tmp_path))
    assert found == [{"short": "TRGCS", "long": "Tim Reaksi Gerak Cepat Sungai", "articles": 6, "outlets": 2}]
    assert "TRGCS: Tim Reaksi" in (await kliping("concepts", "proposed", folder=tmp_path)).out


async def test_without_articles_nothing_is_proposed(tmp_path: Path) -> None:
    assert "No abbreviation" in (await kliping("concepts", "proposed", folder=tmp_path)).out
