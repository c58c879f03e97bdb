"""Words and lemmas: what the index and every query rely on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.reading import read
from news.words import lemmas


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PEMILU", "pemilu"),
        ("pemilunya", "pemilu"),
        ("pilkadanya", "Pilkada"),
        ("pertanian", "Pertanian"),
        ("café", "cafe"),
        ("ﬁnal", "final"),
        ("𝐊𝐏𝐔", "kpu"),
    ],
)
def test_forms_that_one_search_finds_together(one: str, other: str) -> None:
    assert list(lemmas(one)) == list(lemmas(other))


@pytest.mark.parametrize(("one", "other"), [("KPU", "kpud"), ("pemilu", "pemilik"), ("2024", "2026")])
def test_words_that_are_kept_apart(one: str, other: str) -> None:
    assert list(lemmas(one)) != list(lemmas(other))


def test_lemmas_keep_the_order_of_the_text() -> None:
    assert [*lemmas("Banjir"), *lemmas("Demak")] == list(lemmas("Banjir, Demak!"))


@given(st.text())
def test_a_lemma_is_letters_and_digits_in_lower_case_and_never_long(text: str) -> None:
    # What `storage.search` builds on: nothing in a lemma means anything to a database.
    for lemma in lemmas(text):
        assert lemma.isalnum()
        assert lemma == lemma.casefold()
        assert len(lemma.encode()) <= 256


@pytest.mark.parametrize("text", ["a" * 5000, "ﷺ" * 400, "\U00020000" * 400, "9" * 5000])
def test_a_word_without_end_is_cut(text: str) -> None:
    assert all(len(lemma.encode()) <= 256 for lemma in lemmas(text))


def test_a_reading_holds_headline_lead_and_outlet_apart() -> None:
    reading = read("Banjirnya", "surut", outlet="Kota")
    assert [part.lemmas for part in (reading.title, reading.lead, reading.outlet)] == [
        ("banjir",),
        ("surut",),
        ("kota",),
    ]
