"""The evaluation of reading, on a small folder of recorded news."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.app.processes import kliping

_FAMILIES = "pilih\tpilih memilih pemilih\ngelar\tgelar menggelar xqzgelar\n"
_ARTICLES = (
    ("KPU Belitung siap", "BELITUNG, kabar.example.com – Komisi Pemilihan Umum (KPU) memilih tempat rapat."),
    ("Harga cabai", "Harga cabai naik sejak kemarin."),
    ("Foto", "Foto: warga di pasar"),
    ("Tanpa isi", ""),
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "word_families.tsv").write_text(_FAMILIES)
    (folder / "article_belitung.txt").write_text("\n\n".join(_ARTICLES[0]))
    with gzip.open(folder / "articles.jsonl.gz", "wt") as file:
        for title, body in _ARTICLES:
            print(json.dumps({"title": title, "body": body, "outlet": "kabar.example"}), file=file)
    return folder


async def figures(data: Path) -> Any:
    ended = await kliping("evaluate", "reading", str(data), "--json", folder=data)
    assert ended.status == 0, ended
    return json.loads(ended.out)


async def test_families_are_counted_by_pairs_of_forms(data: Path) -> None:
    found = (await figures(data))["families"]
    assert (found["pairs"], found["pair_recall"], found["merged"]) == (6, 0.6667, [])


async def test_families_with_a_lemma_in_common_are_named(data: Path) -> None:
    (data / "word_families.tsv").write_text("pilih\tpilih memilih\npemilih\tpemilih\n")
    assert (await figures(data))["families"]["merged"] == [["pemilih", "pilih"]]


async def test_articles_are_counted(data: Path) -> None:
    found = await figures(data)
    assert found["abbreviations"] == {
        "articles": 4,
        "definitions": 1,
        "different": 1,
        "articles_with_one": 1,
        "share_with_one": 0.25,
    }
    assert found["regions"] == {"articles": 4, "articles_with_one": 1, "share_with_one": 0.25}
    assert found["packs"]["found"]["kpu-bawaslu"] == 1
    assert found["leads"] == {"articles": 3, "empty": 1, "share_empty": 0.3333}


async def test_what_is_found_is_shown_for_the_eye_and_every_figure_in_the_last_line(data: Path) -> None:
    said = (await kliping("evaluate", "reading", str(data), folder=data)).out
    assert json.loads(said.splitlines()[-1]).keys() == {
        *("names", "families", "regional_article"),
        *("speed", "abbreviations", "packs", "regions", "leads"),
    }
    assert "  KPU: Komisi Pemilihan Umum" in said
    assert "KPU Belitung siap: Kabupaten Belitung ('BELITUNG' in the dateline)" in said
    assert "apart: gelar: gelar: gelar menggelar | xqzgelar: xqzgelar" in said


async def test_a_file_that_is_missing_is_named_and_the_rest_is_measured(data: Path) -> None:
    (data / "articles.jsonl.gz").unlink()
    ended = await kliping("evaluate", "reading", str(data), "--json", folder=data)
    assert "articles.jsonl.gz is missing" in ended.err
    assert json.loads(ended.out).keys() == {"names", "families", "regional_article"}


async def test_a_folder_without_recorded_news_is_refused(tmp_path: Path) -> None:
    ended = await kliping("evaluate", "reading", str(tmp_path), folder=tmp_path)
    assert ended.status == 2
    assert ended.err.startswith(f"kliping: {tmp_path} holds none of ")


async def test_a_damaged_file_is_named(data: Path) -> None:
    (data / "articles.jsonl.gz").write_bytes(b"no gzip")
    ended = await kliping("evaluate", "reading", str(data), folder=data)
    assert ended.status == 2
    assert "articles.jsonl.gz cannot be read" in ended.err
