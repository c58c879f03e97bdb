"""The evaluation of search, on a few articles of its own."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from app.evaluate.asked import Article, Wanted, questions, recorded_articles, tags
from app.evaluate.plain_search import PlainSearch
from tests.app.processes import Ended, kliping

RECORDS: tuple[Mapping[str, object], ...] = (
    {
        "title": "Bupati meresmikan jembatan Waringin",
        "body": "Jembatan Waringin diresmikan bupati pada Senin pagi. Warga lama menunggu jembatan itu.",
        "summary": "Jembatan yang lama ditunggu warga sudah dibuka.",
        "tags": ["Jembatan", "desa"],
    },
    {
        "title": "Panen jagung melimpah di Lembah Sunyi",
        "body": "Petani Lembah Sunyi memanen jagung lebih banyak daripada tahun lalu. Jembatan belum ada.",
        "tags": "desa, jagung, ",
    },
    {
        "title": "Banjir merendam pasar Kalirejo",
        "body": "Pasar Kalirejo terendam banjir setinggi lutut. Pedagang memindahkan dagangan mereka.",
        "tags": "desa",
    },
    {"title": "Tanpa isi", "body": " "},
    {"title": "", "body": "Pertandingan sepak bola ditunda karena hujan lebat."},
)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(map(json.dumps, RECORDS)))
    return path


async def evaluated(recording: Path, *options: str) -> Ended:
    return await kliping("evaluate", "search", str(recording), *options, folder=recording.parent)


async def test_known_items_and_tags_are_measured_beside_plain_bm25(recording: Path) -> None:
    ended = await evaluated(recording, "--json")
    assert ended.status == 0, ended
    found: dict[str, Any] = json.loads(ended.out)

    assert found["collection"] == {"articles": 4, "whole": 1}
    kinds = ("titles_of_all", "summaries_of_all", "questions_of_all", "tags_of_all")
    assert [found[name]["searched"] for name in kinds] == [3, 1, 3, 1]
    assert found["titles_of_all"]["mrr_10"] == found["titles_of_all"]["hit_1"] == 1.0
    assert found["titles_of_all"]["plain"]["hit_10"] == 1.0
    assert found["titles_of_all"].keys() >= {"fitted", "held_out", "relaxed", "median_ms", "p99_ms"}
    assert found["tags_of_all"].keys() >= {"precision_10", "recall_100", "average_precision", "plain"}
    assert found["tags_of_all"]["recall_100"] == 0.0  # no body says "desa"


async def test_articles_with_headline_and_summary_are_searched_among_themselves_too(recording: Path) -> None:
    found: dict[str, Any] = json.loads((await evaluated(recording, "--json")).out)

    assert [found[name]["searched"] for name in ("titles", "summaries", "questions")] == [1, 1, 1]
    assert "tags" not in found  # among them no tag has several articles


async def test_what_was_not_found_is_shown_and_every_figure_stands_in_the_last_line(recording: Path) -> None:
    said = (await evaluated(recording, "--most", "2")).out.splitlines()

    assert "Headlines find their bodies, which are indexed without them, among all" in said
    assert json.loads(said[-1])["titles_of_all"]["searched"] == 2


async def test_a_file_without_a_body_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text('{"title": "Banjir"}\n')
    ended = await evaluated(tmp_path / "empty.jsonl")
    assert ended.status == 2
    assert "holds no record with a body" in ended.err


def test_a_question_is_made_of_a_headlines_words_and_asks_for_its_article(recording: Path) -> None:
    articles = recorded_articles(recording)

    made = questions(articles)

    assert made == questions(articles)
    assert [each.answers for each in made] == [{0}, {1}, {2}]
    assert all(
        each.text.lower() != article.title.lower() for each, article in zip(made, articles, strict=False)
    )


def test_a_tag_asks_for_all_that_have_it(recording: Path) -> None:
    assert tags(recorded_articles(recording)) == [Wanted(text="desa", answers=frozenset({0, 1, 2}))]


def test_articles_with_one_body_answer_for_one_another() -> None:
    same = Article(title="Banjir di Demak", body="Air naik.", summary="", tags=frozenset())
    other = Article(title="Kota Demak terendam banjir", body="Air  naik.", summary="", tags=frozenset())

    assert [each.answers for each in questions([same, other])] == [{0, 1}]


def test_plain_search_finds_words_and_the_rarer_ones_first() -> None:
    plain = PlainSearch(["pasar ramai", "pasar banjir", "pasar sepi"])

    assert plain.best("Banjir pasar", 10) == [1, 0, 2]
    assert plain.best("gempa", 10) == []
