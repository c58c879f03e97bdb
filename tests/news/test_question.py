"""A question is answered by its content words; what was chosen on purpose stays demanded."""

import pytest
from hypothesis import given

from news.grammar import parse_query
from news.query import Inside, Named, Or, Words, matches
from news.question import Question, question_in
from news.reading import read
from tests.queries import queries


def words_of(text: str) -> list[str]:
    return [word.text for word in question(text).words]


def question(text: str) -> Question:
    found = question_in(parse_query(text))
    assert found
    return found


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("siapa ketua KPU Babel?", ["ketua", "KPU", "Babel"]),
        ("kapan pilkada ulang bangka digelar", ["pilkada", "ulang", "bangka", "digelar"]),
        ("apakah dana hibah untuk pilkada sudah cair", ["dana hibah", "pilkada", "cair"]),
        ("berita terbaru tentang banjir di Demak", ["banjir", "Demak"]),
        ("when is the election in Belitung?", ["election", "Belitung"]),
        ("PKS-PKB berkoalisi di Demak", ["PKS", "PKB", "berkoalisi", "Demak"]),
    ],
)
def test_question_words_and_function_words_are_dropped(asked: str, words: list[str]) -> None:
    assert words_of(asked) == words


@pytest.mark.parametrize(
    "asked", ["siapa ketua KPU", "where is the flood", "satu dua lima enam tujuh delapan"]
)
def test_a_question_and_a_long_text_are_no_choice_of_words(asked: str) -> None:
    assert question(asked).spoken


def test_a_few_words_are_a_choice() -> None:
    assert not question("dana hibah pilkada").spoken


def test_a_region_is_named_by_a_word_and_a_concept_stays_one() -> None:
    ketua, kpu, babel = question("siapa ketua KPU Babel?").words

    assert isinstance(kpu.term, Named)
    assert ketua.query == Words(text="ketua", wanted=("ketua",))
    assert babel.query == Or((Words(text="Babel", wanted=("babel",)), Inside(text="Babel", codes=("19",))))


@pytest.mark.parametrize(
    "part",
    ['"jalan raya"', "judul:banjir", "=memilih", "media:antara", "wilayah:Demak", "(a | b)", "-kampanye"],
)
def test_what_was_chosen_on_purpose_is_demanded(part: str) -> None:
    found = question(f"siapa bupati kudus {part}")

    assert [word.text for word in found.words] == ["bupati", "kudus"]
    assert len(found.demanded) == 1


@pytest.mark.parametrize("text", ["banjir", '"jalan raya"', "a | b", "judul:banjir", "=banjir"])
def test_where_no_word_can_be_let_go_there_is_no_question(text: str) -> None:
    assert question_in(parse_query(text)) is None


def test_a_word_that_headlines_use_and_the_news_below_does_not_counts_half() -> None:
    words = question("siapa bos BUMD Demak ditahan gara-gara diduga genjot setoran").words

    assert [word.text for word in words if word.weight < 1] == ["bos", "gara-gara", "genjot"]
    assert {word.weight for word in words} == {0.5, 1.0}


def test_of_empty_words_alone_all_are_asked_for() -> None:
    assert words_of("apa itu") == ["apa", "itu"]


@given(query=queries)
def test_what_matches_the_query_matches_its_question(query: object) -> None:
    found = question_in(query)  # type: ignore[arg-type]
    reading = read("Komisi Pemilihan Umum memilih", "Dana hibah banjir Demak ri-1 dan PBB", outlet="Demak")
    if found and matches(query, reading):  # type: ignore[arg-type]
        assert matches(found.all, reading)
