"""Where sentences end in Indonesian news."""

import pytest

from news.sentences import sentences


@pytest.mark.parametrize(
    "text",
    [
        "Bupati H. Ahmad dan Hj. Siti bertemu Prof. Dr. Budi.",
        "Rapat dipimpin Drs. A. Rahman, S.H. Wibowo dan M.Si. Dewi.",
        "Harga cabai Rp. 50.000 di Jl. Merdeka No. 7 pukul 07.00 WIB.",
        "Ia menjual beras, gula, dll. kepada warga.",
        "Surat ditandatangani a.n. Kepala Dinas.",
        "“Kita harus siap!” kata Budi.",
        "1. Kartu keluarga.",
        "Gempa bermagnitudo 5.1 terasa.",
    ],
)
def test_not_every_full_stop_ends_a_sentence(text: str) -> None:
    assert sentences(text) == [text]


def test_marks_of_a_quotation_belong_to_its_sentence() -> None:
    assert sentences('“Kami siap.” Budi lalu pulang. "Benar?" Ia diam… Lalu tertawa.') == [
        "“Kami siap.”",
        "Budi lalu pulang.",
        '"Benar?"',
        "Ia diam…",
        "Lalu tertawa.",
    ]


def test_a_year_may_end_a_sentence() -> None:
    assert sentences("Pemilu digelar 2024. Warga antre.") == ["Pemilu digelar 2024.", "Warga antre."]


def test_words_that_look_like_titles_may_end_a_sentence() -> None:
    text = "Ia naik pangkat jenderal. Acara mulai pukul 07.00 WIB. Jaraknya 5 km. Banyak hal. Warga antre."
    assert len(sentences(text)) == 5


def test_a_line_break_ends_a_sentence() -> None:
    assert sentences("Syarat:\n- KTP\n\n- KK") == ["Syarat:", "- KTP", "- KK"]


def test_a_text_without_words_has_no_sentences() -> None:
    assert sentences(" \n ") == []
