"""The evaluation of stories, on a small recording with labelled pairs of its own."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from app.evaluate.headlines import read_recording
from app.evaluate.stories import evaluate_stories
from app.evaluate.story_pairs import labelled_pairs
from tests.app.processes import Ended, kliping, kliping_from_nothing

RECORDED = Path(__file__).parents[3] / "shared" / "data" / "headlines.jsonl.gz"

_SAID = (
    ("Kabar Pagi", "Panen Raya Jagung di Lembah Sunyi Melimpah", "23T07:00"),
    ("Kabar Pagi", "Jembatan Waringin Roboh, Tiga Pekerja Luka", "23T08:00"),
    ("Warta Sore", "Tiga Pekerja Terluka akibat Robohnya Jembatan Waringin", "23T09:00"),
    ("Suara Kota", "Jembatan Waringin Roboh, Pekerja Luka", "23T10:00"),
    ("Suara Kota", "Korban Tewas Banjir Kalirejo Jadi 12 Orang", "23T12:00"),
    ("Suara Kota", "Korban Tewas Banjir Kalirejo Jadi 19 Orang", "24T13:00"),
)
PANEN, ROBOH, TERLUKA, PEKERJA, TOLL, NEXT_TOLL = (
    {"outlet": outlet, "title": title, "published_at": f"2026-11-{at}:00+07:00", "url": ""}
    for outlet, title, at in _SAID
)
RECORDS = (PANEN, ROBOH, TERLUKA, PEKERJA, TOLL, NEXT_TOLL)
Record = Mapping[str, str]

LABELLED = (
    ("ours", ROBOH, TERLUKA, "E", "E", "E", "0.55"),
    ("ours", ROBOH, PEKERJA, "E", "E", "R", "0.58"),
    ("ours", TERLUKA, PEKERJA, "R", "R", "R", "0.61"),
    ("ours", TOLL, NEXT_TOLL, "E", "E", "E", "0.95"),
    ("ours", ROBOH, PANEN, "U", "U", "U", "1.00"),
    ("once", PANEN, TOLL, "U", "U", "-", "-"),
)


def name(record: Record) -> str:
    told = "\n".join((record["outlet"], record["title"], record["published_at"]))
    return blake2b(told.encode(), digest_size=8).hexdigest()


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return written(tmp_path / "headlines.jsonl", *RECORDS)


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    lines = ["# Of our own.", "set\tearlier\tlater\tlabel\treading_1\treading_2\tcosine"]
    for kind, earlier, later, *rest in LABELLED:
        lines.append("\t".join((kind, name(earlier), name(later), *rest)))
    path = tmp_path / "pairs.tsv"
    path.write_text("\n".join(lines) + "\n")
    return path


def written(path: Path, *records: Record | str) -> Path:
    lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
    path.write_text("\n".join(lines) + "\n")
    return path


async def evaluated(recording: Path, pairs: Path, *options: str) -> Ended:
    return await kliping(
        "evaluate", "stories", str(recording), "--pairs", str(pairs), *options, folder=recording.parent
    )


async def figures(recording: Path, pairs: Path) -> Any:
    ended = await evaluated(recording, pairs, "--json")
    assert ended.status == 0, ended
    return json.loads(ended.out)


async def test_items_and_stories_are_counted(recording: Path, pairs: Path) -> None:
    found = await figures(recording, pairs)

    assert found["recording"] == {"items": 6, "damaged": 0, "repeated": 0}
    assert found["stories"] == {
        "items": 6,
        "stories": 4,
        "of_several_outlets": 1,
        "by_size": {"1": 3, "3": 1},
    }
    assert found["inside"] == {"pairs": 3}
    assert found["near_misses"] == {"pairs": 1}


async def test_pairs_are_right_wrong_or_missed(recording: Path, pairs: Path) -> None:
    found = (await figures(recording, pairs))["pairs_ours"]

    assert (found["pairs"], found["recorded"]) == (5, 5)
    assert (found["precision"], found["recall"], found["f1"]) == (0.6667, 0.6667, 0.6667)
    assert found["by_label"] == {
        "E": {"pairs": 3, "together": 2, "share_together": 0.6667},
        "R": {"pairs": 1, "together": 1, "share_together": 1.0},
        "U": {"pairs": 1, "together": 0, "share_together": 0.0},
    }


async def test_pairs_are_told_apart_by_the_cosine_by_which_they_were_drawn(
    recording: Path, pairs: Path
) -> None:
    found = await figures(recording, pairs)

    assert found["pairs_ours"]["by_cosine"] == {
        "0.5 to 0.6": {"pairs": 2, "same_event": 2, "precision": 1.0, "recall": 1.0, "f1": 1.0},
        "0.6 to 0.7": {"pairs": 1, "same_event": 0, "precision": 0.0, "recall": None, "f1": 0.0},
        "0.9 to 1.0": {"pairs": 2, "same_event": 1, "precision": None, "recall": 0.0, "f1": 0.0},
    }
    assert list(found["pairs_once"]["by_cosine"]) == ["drawn otherwise"]


async def test_two_readings_agree_on_labels_and_on_events(recording: Path, pairs: Path) -> None:
    found = await figures(recording, pairs)

    assert found["pairs_ours"]["readings"] == {
        "pairs": 5,
        "label": {"share": 0.8, "kappa": 0.6875},
        "same_event": {"share": 0.8, "kappa": 0.6154},
    }
    assert "readings" not in found["pairs_once"]


async def test_likeness_itself_is_measured_by_how_it_orders_pairs(recording: Path, pairs: Path) -> None:
    found = await figures(recording, pairs)

    # Of 3 times 2 pairs, only the two tolls are less alike than what merely was the same affair.
    assert found["pairs_ours"]["likeness_auc"] == 0.8333
    assert found["pairs_once"]["likeness_auc"] is None


async def test_pairs_that_are_not_recorded_are_left_out(recording: Path, pairs: Path) -> None:
    written(recording, TERLUKA, PEKERJA, PANEN)
    found = await figures(recording, pairs)

    assert (found["pairs_ours"]["pairs"], found["pairs_ours"]["recorded"]) == (5, 1)
    assert found["pairs_once"] == {"pairs": 1, "recorded": 0}


async def test_all_is_shown_for_the_eye_and_every_figure_in_the_last_line(
    recording: Path, pairs: Path
) -> None:
    said = (await evaluated(recording, pairs)).out

    assert json.loads(said.splitlines()[-1]) == await figures(recording, pairs)
    assert "6 items tell 4 stories, 1 of them by several outlets" in said
    largest = said[said.index("the largest 4:") :].splitlines()
    assert largest[1:5] == [
        "    3 items",
        "      2026-11-23 01:00  Kabar Pagi  Jembatan Waringin Roboh, Tiga Pekerja Luka",
        "      2026-11-23 02:00  Warta Sore  Tiga Pekerja Terluka akibat Robohnya Jembatan Waringin",
        "      2026-11-23 03:00  Suara Kota  Jembatan Waringin Roboh, Pekerja Luka",
    ]
    inside, near = said[said.index("Inside stories") :].split("Near misses")
    assert [inside.count(record["title"]) for record in (ROBOH, TERLUKA, PEKERJA)] == [2, 2, 2]
    assert near.index("Jadi 12 Orang") < near.index("Jadi 19 Orang")
    assert "same affair, another event: 1 of 1 in one story (100.0%)" in said


async def test_the_report_is_the_same_each_time(recording: Path, pairs: Path) -> None:
    arguments = ("evaluate", "stories", str(recording), "--pairs", str(pairs))
    first, second = [await kliping_from_nothing(*arguments, folder=recording.parent) for _ in range(2)]

    assert first.status == 0, first
    assert first == second


@pytest.mark.skipif(not RECORDED.exists(), reason="the recorded headlines are not here")
def test_recorded_headlines_are_put_into_the_right_stories() -> None:
    sections = evaluate_stories(read_recording(RECORDED), {"judged": labelled_pairs(None)["judged"]})
    found: Mapping[str, Any] = {section.name: section.figures for section in sections}["pairs_judged"]

    assert found["recorded"] == 500
    assert found["f1"] >= 0.80
    assert found["precision"] >= 0.78


async def test_damaged_lines_are_named_and_passed_over(recording: Path, pairs: Path) -> None:
    written(recording, ROBOH, "{", TERLUKA)
    ended = await evaluated(recording, pairs, "--json")

    assert ended.status == 0
    assert ended.err.startswith("headlines.jsonl, line 2: no JSON: ")
    assert ended.err.endswith(" (passed over)\n")
    assert json.loads(ended.out)["recording"] == {"items": 2, "damaged": 1, "repeated": 0}


async def test_a_file_that_is_no_recording_is_refused_in_one_line(recording: Path, pairs: Path) -> None:
    ended = await evaluated(recording.parent / "nothing.jsonl", pairs)

    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith(f"kliping: {recording.parent / 'nothing.jsonl'} cannot be read: ")
    assert ended.err.count("\n") == 1
