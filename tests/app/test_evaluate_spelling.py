"""The evaluation of spelling, on a few records and on the recorded articles."""

import gzip
import json
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.evaluate.spelling import damaged_words, evaluate_spelling
from app.evaluate.typing_errors import Damage, one_edit, one_slip, two_edits
from app.json_lines import records
from news.spelling import edits
from tests.app.processes import kliping

RECORDED = Path(__file__).parents[3] / "shared" / "data" / "articles.jsonl.gz"

_TITLES = ("Gubernur meresmikan jembatan", "Gubernur meninjau jembatan", "Jembatan milik gubernur")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl.gz"
    with gzip.open(path, "wt") as file:
        for title in _TITLES:
            print(json.dumps({"title": title, "body": "Kata bupati itu."}), file=file)
    return path


async def test_words_of_three_records_are_damaged_and_asked_for(recording: Path) -> None:
    ended = await kliping("evaluate", "spelling", str(recording), "--json", folder=recording.parent)

    assert (ended.status, ended.err) == (0, "")
    found = json.loads(ended.out)
    assert found["vocabulary"] == {"items": 3, "words": 7, "said_often": 4}
    for way in ("edit", "slip", "two_edits"):
        assert found[way]["6_letters_or_more"]["words"] == 3
        assert found[way]["shorter"]["words"] == 1
        assert found[way]["milliseconds"].keys() == {"p50", "p99"}
    assert found["edit"]["6_letters_or_more"] == {"words": 3, "first": 1.0, "among_three": 1.0}


async def test_what_is_shown_ends_with_the_figures_and_is_the_same_each_time(recording: Path) -> None:
    first, second = [
        (await kliping("evaluate", "spelling", str(recording), folder=recording.parent)).out.splitlines()
        for _ in range(2)
    ]

    assert first[:2] == ["Vocabulary", "  3 items say 7 words, 4 of them in 3 items or more"]
    assert json.loads(first[-1]).keys() == {"vocabulary", "edit", "slip", "two_edits"}
    assert first[:-1] == second[:-1]


async def test_a_file_without_words_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text('{"title": "Sekali saja"}\n')
    ended = await kliping("evaluate", "spelling", str(path), folder=tmp_path)

    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("kliping: no word of 3 records or more")
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(("damage", "most"), [(one_edit, 1), (one_slip, 2), (two_edits, 3)])
@pytest.mark.parametrize("word", ["pemilu", "dana", "penyelenggara", "hhhh"])
def test_damage_is_as_large_as_its_name_says(damage: Damage, most: int, word: str) -> None:
    chance = Random(1)
    damaged = {damage(word, chance) for _ in range(200)}

    assert len(damaged) > 10 or word == "hhhh"
    assert all(edits(word, each, most=most) is not None for each in damaged)


def test_what_somebody_has_written_is_no_error() -> None:
    counts = {"pemilu": 3, "pemila": 1, "dana": 3}

    def damage(word: str, chance: Random) -> str:
        return chance.choice(["pemilu", "pemila", "pemile"]) if word == "pemilu" else "dna"

    assert set(damaged_words(["pemilu", "dana"] * 9, counts, damage)) == {("pemilu", "pemile")}


@pytest.mark.skipif(not RECORDED.exists(), reason="the recorded articles are not here")
async def test_the_right_word_is_nearly_always_the_first_among_recorded_ones() -> None:
    with gzip.open(RECORDED, "rb") as lines:
        sections = await evaluate_spelling(records(islice(lines, 1_000), source="articles"), most=500)
    found: Mapping[str, Any] = {section.name: section.figures for section in sections}

    for way in ("edit", "slip"):
        assert found[way]["6_letters_or_more"]["words"] > 300
        assert found[way]["6_letters_or_more"]["first"] >= 0.9
        assert found[way]["6_letters_or_more"]["among_three"] >= 0.97
