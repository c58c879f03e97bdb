"""What of a news page is the news."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.boilerplate import lead, without_boilerplate
from news.furniture import is_surely_free, known, phrases

ARTICLE = """Jembatan Desa Rampung Diperbaiki

MANGGAR, beritapulau.com – Warga Desa Lalang memperbaiki jembatan kayu (Foto) yang rusak. Mereka sepuluh.

SCROLL TO CONTINUE WITH CONTENT

Baca juga: Jalan Desa Akan Diaspal

“Kami gotong royong,” kata Kepala Desa, H. Budi.

BACA JUGA:"""


def test_an_article_keeps_its_sentences_only() -> None:
    assert without_boilerplate(ARTICLE).splitlines() == [
        "Jembatan Desa Rampung Diperbaiki",
        "Warga Desa Lalang memperbaiki jembatan kayu (Foto) yang rusak. Mereka sepuluh.",
        "“Kami gotong royong,” kata Kepala Desa, H. Budi.",
    ]


def test_the_lead_is_the_first_sentences_after_headline_and_dateline() -> None:
    assert lead(ARTICLE, 100) == (
        "Warga Desa Lalang memperbaiki jembatan kayu (Foto) yang rusak. Mereka sepuluh."
    )
    assert lead(ARTICLE, 70) == "Warga Desa Lalang memperbaiki jembatan kayu (Foto) yang rusak."


def test_a_headline_without_dateline_is_not_the_lead() -> None:
    assert lead("Jembatan Desa Rampung\nWarga bersyukur.\nBeras habis") == "Warga bersyukur. Beras habis"


def test_a_long_first_sentence_is_shortened_between_words() -> None:
    assert lead("Jakarta - Warga memperbaiki jembatan bersama-sama.", 20) == "Warga memperbaiki…"


def test_the_cut_off_lead_of_a_feed_stays_as_it_is() -> None:
    assert (
        lead("Polda memperkuat pembinaan personel untuk ...")
        == "Polda memperkuat pembinaan personel untuk ..."
    )


@pytest.mark.parametrize(
    "line",
    [
        "SCROLL TO CONTINUE WITH CONTENT",
        "ADVERTISEMENT SCROLL TO CONTINUE WITH CONTENT",
        "SCROLL TO RESUME CONTENT",
        "ADVERTISEMENT",
        "[Gambas:Video 20detik]",
        "BACA JUGA:",
        "Baca Juga : Harga Beras Turun",
        "Baca juga: Apa Itu Pilkada? Ini Penjelasannya",
        "Simak juga Video 'Detik-detik Jembatan Roboh':",
        'Tonton juga video "Jembatan Roboh" di sini:',
        "Lihat juga: Jembatan Roboh",
        "Saksikan Video Pilihan Ini:",
        "Pilihan Editor: Jembatan Roboh",
        "Pewarta: Ani Budi Editor: Citra",
        "Reporter: Ani Budi | Editor: Citra Dewi",
        "Copyright © ANTARA 2025",
        "Tags: jembatan, desa",
        "Ikuti berita terbaru kami di Google News dan WhatsApp Channel",
        "Artikel ini telah tayang di beritapulau.com dengan judul Jembatan Roboh",
        "Foto: Jembatan yang roboh (Ani/beritapulau)",
        "Ilustrasi jembatan desa. (Foto: Instagram @desa)",
        "Warga melintasi jembatan (YouTube Desa Lalang)",
        "(ani/bud)",
        "***",
    ],
)
def test_a_line_of_the_page_goes(line: str) -> None:
    assert without_boilerplate(f"Warga antre.\n{line}\nBeras habis.") == "Warga antre.\nBeras habis."


@pytest.mark.parametrize(
    "line",
    [
        "Saksikan pertandingan itu bersama warga, kata Budi.",
        "Ia meminta warga baca juga aturannya.",
        "Pewarta foto dilarang masuk.",
        "Warga (Desa Lalang) antre di balai desa (Jawa Barat).",
        "Mereka berdiri di pos jaga (pagi/siang) secara bergantian.",
        "Editor majalah itu mundur.",
        "Foto itu palsu, kata polisi.",
        "Situs kpu.go.id, YouTube dan WhatsApp sulit dibuka.",
        "Iklan kampanye dilarang.",
    ],
)
def test_a_true_sentence_stays_untouched(line: str) -> None:
    assert without_boilerplate(f"Warga antre.\n{line}") == f"Warga antre.\n{line}"


@pytest.mark.parametrize(
    ("glued", "parted"),
    [
        ("Ia terjun ke politik.Dia menang.", "Ia terjun ke politik. Dia menang."),
        (
            "Ia wisudawan (Unisba)setelah lulus dalam 11 hari.“Saya bisa.”",
            "Ia wisudawan (Unisba) setelah lulus dalam 11 hari. “Saya bisa.”",
        ),
        ('Tugas itu selesai."Kami pulang," katanya.', 'Tugas itu selesai. "Kami pulang," katanya.'),
        ('"Tugas itu selesai."Dia pulang.', '"Tugas itu selesai." Dia pulang.'),
        ("Menurut dataKPM dariKementerian itu.", "Menurut data KPM dari Kementerian itu."),
        ("Berupa bantuan sosial(bansos).", "Berupa bantuan sosial (bansos)."),
    ],
)
def test_glued_words_and_sentences_are_parted(glued: str, parted: str) -> None:
    assert without_boilerplate(glued) == parted


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ia pulang.Baca juga: Dana Desa DikajiBudi lalu rapat.", "Ia pulang. Budi lalu rapat."),
        ('Ia pulang. Baca juga: Budi ke Solo"Saya lelah," kata Budi.', 'Ia pulang. "Saya lelah," kata Budi.'),
        ("Ia pulang. Baca juga: Jembatan roboh Baca juga: Jalan rusak", "Ia pulang."),
        (
            "Ia pulang.Simak Video: Budi Menang[Gambas:Video 20detik] (ani/bud) budi desa politik",
            "Ia pulang.",
        ),
        ("Ia pulang. Baca juga: Apa Itu Pilkada 2029Budi lalu rapat.", "Ia pulang. Budi lalu rapat."),
    ],
)
def test_a_link_within_a_line_goes_with_its_headline(text: str, kept: str) -> None:
    assert without_boilerplate(text) == kept


def test_of_a_link_whose_end_is_in_doubt_only_the_announcement_goes() -> None:
    text = "Ia pulang. Baca juga: Dana Desa Dikaji Budi menilai dana itu cukup. Warga setuju."
    assert (
        without_boilerplate(text) == "Ia pulang. Dana Desa Dikaji Budi menilai dana itu cukup. Warga setuju."
    )


@given(st.text(alphabet='aB.: "“”()[]*-–/\nJakarta', max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    without_boilerplate(text)
    assert len(lead(text, 80)) <= 80


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "a",
        "-",
        '"',
        ".",
        "\n",
        " ",
        "A.",
        "aB",
        "Baca juga: ",
        "[Gambas:",
        "(ab/cd) ab ",
        "a (Foto",
        "scroll to ",
    ],
)
def test_a_hostile_megabyte_is_read_quickly(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    without_boilerplate(text)
    lead(text)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("name", ["phrases", "links", "endings"])
@pytest.mark.parametrize("before", ["", "İzmir ", "Warga pulang. ", "ſ ı K "])
def test_a_phrase_is_found_in_any_case_where_it_stands(name: str, before: str) -> None:
    for phrase in known(name):
        for written in (phrase, phrase.upper(), phrase.lower()):
            line = f"{before}{written} di sini"
            places = [(found.start(), found.end()) for found in phrases(name).found(line)]
            assert (len(before), len(before) + len(written)) in places
            assert not is_surely_free(line)


def test_most_lines_hold_no_phrase_for_sure() -> None:
    assert is_surely_free("Warga Desa Lalang memperbaiki jembatan kayu yang rusak.")
    assert not is_surely_free("Banjir surut.[Gambas:Video 20detik]")


@pytest.mark.parametrize("marks", ["(*)", " ***", " [*] (*)", " (abc/de)", " (ab/cd) foto 2"])
def test_signs_and_initials_at_the_end_go(marks: str) -> None:
    assert without_boilerplate(f"Warga (banyak) pulang.{marks}") == "Warga (banyak) pulang."


def test_only_the_words_that_are_glued_are_parted() -> None:
    glued = "Menteri dariKementerian Agama (Kemenag)setelah rapatYouTube di iPhone kartuKKS (bansos) pulang"
    assert without_boilerplate(glued) == (
        "Menteri dari Kementerian Agama (Kemenag) setelah rapatYouTube di iPhone kartu KKS (bansos) pulang"
    )
