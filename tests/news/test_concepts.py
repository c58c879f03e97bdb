"""Concepts are found under all their names, as whole words, longest first; shared names on evidence."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.concepts import concept_named, concepts_named, find_concepts, find_in_parts
from news.words import forms


def named(text: str, **defined: str) -> list[str]:
    return [found.concept for found in find_concepts(forms(text), defined=defined)]


def written(text: str) -> list[str]:
    words = forms(text)
    return [" ".join(words[found.start : found.end]) for found in find_concepts(words)]


@pytest.mark.parametrize(
    "text",
    [
        "Kesbangpol menggelar rapat",
        "Bakesbangpol Kabupaten Sukamaju menggelar rapat",
        "Badan Kesatuan Bangsa dan Politik menggelar rapat",
        "Kepala Kantor Kesbangpol memimpin rapat",
        "rapat di Kesatuan Bangsa & Politik",
        "KESBANGPOL GELAR RAPAT",
        "staf kesbangpol hadir",
    ],
)
def test_a_concept_is_found_under_each_of_its_names(text: str) -> None:
    assert named(text) == ["Kesbangpol"]


def test_the_regional_offices_of_an_institution_are_the_institution() -> None:
    assert named("KPUD dan Bawaslu Provinsi bertemu Komisi Pemilihan Umum Kabupaten") == [
        "KPU",
        "Bawaslu",
        "KPU",
    ]


def test_english_names_are_names() -> None:
    assert named("The General Elections Commission (KPU) met the Home Affairs Ministry") == [
        "KPU",
        "KPU",
        "Kemendagri",
    ]


def test_a_found_concept_says_where_it_stands() -> None:
    words = forms("Ketua Badan Pengawas Pemilu, Bu Sari, hadir")
    (found,) = find_concepts(words)
    assert (found.concept, found.start, found.end) == ("Bawaslu", 1, 4)


def test_a_name_is_never_found_inside_a_word() -> None:
    assert named("RKPUR dan kpuan serta MKPU tidak ada artinya") == []


@pytest.mark.parametrize(
    "text", ["KPU-nya", "KPUnya", "kpupun", "KPU-lah", "Pemilihan Umum itu diurus KPU-kah"]
)
def test_a_name_may_carry_a_clitic(text: str) -> None:
    assert "KPU" in named(text)


def test_a_long_name_may_carry_a_clitic_at_its_end() -> None:
    assert written("Badan Pengawas Pemilunya bekerja") == ["Badan Pengawas Pemilunya"]


def test_the_longest_name_counts_and_what_is_inside_does_not() -> None:
    assert named("Wakil Menteri Dalam Negeri menemui Dewan Perwakilan Rakyat Daerah") == [
        "Wamendagri",
        "DPRD",
    ]


def test_what_is_foreign_and_has_a_longer_name_is_not_the_indonesian_body() -> None:
    assert named("DPR AS bersidang") == ["Kongres AS"]


def test_a_name_that_stops_half_way_is_the_shorter_one() -> None:
    assert named("Dewan Perwakilan Rakyat bersidang di daerah") == ["DPR"]


def test_a_body_is_not_the_post_at_its_head() -> None:
    assert named("Kemendagri menunggu Mendagri") == ["Kemendagri", "Mendagri"]
    assert named("Kementerian Dalam Negeri menunggu Menteri Dalam Negeri") == ["Kemendagri", "Mendagri"]
    assert named("Ketua KPU hadir") == ["KPU"]


@pytest.mark.parametrize(
    "text", ["menggoreng telur di pan", "Pan Mei tiba", "Umar bin Said", "sebesar 20 bps"]
)
def test_a_name_that_is_also_an_ordinary_word_counts_only_as_it_is_written(text: str) -> None:
    assert named(text) == []


def test_a_name_that_is_also_an_ordinary_word_counts_in_capitals() -> None:
    assert named("Kepala BIN menemui PAN") == ["BIN", "PAN"]
    assert named("PAN-nya ikut, PANnya juga") == ["PAN", "PAN"]


def test_in_a_line_all_in_capitals_such_a_name_is_not_believed() -> None:
    assert named("ULAMA BERNAMA UMAR BIN ABDULLAH WAFAT") == []


def test_after_a_dateline_in_capitals_such_a_name_is_believed() -> None:
    assert named("BANDUNG - MUI membuka rapat") == ["MUI"]


def test_a_word_in_capitals_is_not_cut_to_a_name() -> None:
    assert named("HARGA BERAS MALAH TURUN") == ["Harga pangan"]


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("Perserikatan Bangsa-Bangsa prihatin. PBB menyerukan gencatan.", "Perserikatan Bangsa-Bangsa"),
        ("Partai Bulan Bintang siap. Ketua PBB optimistis.", "Partai Bulan Bintang"),
        ("Bapenda menagih PBB dan BPHTB dari wajib pajak.", "Pajak Bumi dan Bangunan"),
        ("Fraksi lain setuju, PKS menolak, kata politikus itu di DPR.", "Partai Keadilan Sejahtera"),
        ("Kedua kepala dinas menandatangani nota dan PKS.", "Perjanjian kerja sama"),
        ("Petani menjual tandan sawit ke PKS terdekat.", "Pabrik kelapa sawit"),
        ("Stok darah menipis, PMI mengajak warga donor.", "Palang Merah Indonesia"),
        ("PMI asal Lombok dipulangkan dari Malaysia, kata BP2MI.", "Pekerja migran"),
        ("MA menolak kasasi terdakwa.", "Mahkamah Agung"),
        ("Siswa MTs dan MA di pesantren itu berlomba.", "Madrasah Aliyah"),
        ("Ketua DPD Golkar terpilih dalam musda.", "Dewan Pimpinan Daerah"),
        ("Senator dari MPR dan DPD berkunjung.", "DPD RI"),
        ("KPU melantik anggota PPK dan PPS.", "Panitia Pemilihan Kecamatan"),
        ("Kontraktor menyuap PPK dalam pengadaan proyek itu.", "Pejabat Pembuat Komitmen"),
    ],
)
def test_a_shared_name_means_what_its_article_speaks_of(text: str, sense: str) -> None:
    short = next(word for word in ("PBB", "PKS", "PMI", "MA", "DPD", "PPK") if word in forms(text))
    words = forms(text)
    assert [found.concept for found in find_concepts(words) if words[found.start] == short] == [sense]


@pytest.mark.parametrize("text", ["PBB hadir kemarin", "PKS dibahas", "MA belum menjawab", "pbb dan pks"])
def test_a_shared_name_stays_undecided_when_the_article_says_nothing(text: str) -> None:
    assert named(text) == []


def test_a_shared_name_stays_undecided_when_the_article_says_as_much_for_both() -> None:
    assert "PBB" not in written("Pajak tetap. Perdamaian tetap. Kemarin hadir juga dari PBB sore itu.")


def test_the_words_beside_a_shared_name_weigh_more_than_those_far_away() -> None:
    text = "Pengurus partai, kader, dan parpol lain hadir di aula. Setelah itu datanglah Senator MPR dan DPD."
    assert named(text)[-1] == "DPD RI"


def test_a_longer_name_settles_what_a_shared_one_inside_it_means() -> None:
    assert named("Sidang Umum PBB dibuka") == ["Perserikatan Bangsa-Bangsa"]


def test_the_body_of_an_article_settles_the_names_in_its_headline() -> None:
    headline, body = find_in_parts(
        forms("PBB kirim utusan"), forms("Perserikatan Bangsa-Bangsa mengutus tim.")
    )
    assert [found.concept for found in headline] == ["Perserikatan Bangsa-Bangsa"]
    assert [(found.start, found.end) for found in body] == [(0, 2)]


def test_what_an_article_defines_itself_overrides_what_a_short_name_usually_means() -> None:
    assert named("PKB dibuka di kampus, kata partai itu", PKB="Pesta Kesenian Baru") == []
    assert named("KPU itu klub perahu", KPU="Klub Perahu Utama") == []
    assert named("BPK memilih ketua", BPK="Badan Permusyawaratan Kampung") == []


def test_a_definition_with_a_typing_error_or_a_title_is_still_the_concept() -> None:
    assert named("KPU hadir", KPU="Komisi Pemilihan Umm") == ["KPU"]
    assert named("PBB hadir", PBB="Ketua Partai Bulan Bintang") == ["Partai Bulan Bintang"]


def test_a_person_names_a_concept_in_any_letter_case() -> None:
    for text in ("kesbangpol", "badan kesatuan bangsa dan politik", "Bakesbangpol", "  KESBANGPOL "):
        concept = concept_named(text)
        assert concept is not None
        assert concept.name == "Kesbangpol"


def test_a_person_may_add_of_the_republic() -> None:
    concept = concept_named("Kemenkes Republik Indonesia")
    assert concept is not None
    assert concept.name == "Kemenkes"


def test_a_name_of_several_concepts_names_none_of_them_alone() -> None:
    assert concept_named("PBB") is None
    assert {concept.name for concept in concepts_named("pbb")} == {
        "Partai Bulan Bintang",
        "Perserikatan Bangsa-Bangsa",
        "Pajak Bumi dan Bangunan",
    }


@pytest.mark.parametrize("text", ["", "  ", "pisang goreng", "KPU dan Bawaslu", "anggota KPU"])
def test_what_is_no_name_names_no_concept(text: str) -> None:
    assert concept_named(text) is None


def test_a_regional_report_is_read_in_full() -> None:
    text = (
        "Direktorat Kewaspadaan Nasional (Wasnas) dan Dirjen Politik dan Pemerintahan Umum Kemendagri "
        "membuka rapat dengan Pemda. Kepala Badan Kesatuan Bangsa dan Politik (Kesbangpol) berbicara soal "
        "Pemilu, Kepala Badan Kesbangpol Kabupaten Sukamaju soal Pilkada, bersama Forkopimda dan "
        "penyelenggara pemilukada."
    )
    assert named(text) == [
        "Kewaspadaan nasional",
        "Kewaspadaan nasional",
        "Dirjen Polpum",
        "Kemendagri",
        "Pemda",
        "Kesbangpol",
        "Kesbangpol",
        "Pemilu",
        "Kesbangpol",
        "Pilkada",
        "Forkopimda",
        "Pilkada",
    ]


@given(
    st.lists(
        st.sampled_from(["KPU", "Badan", "Pengawas", "Pemilu", "PBB", "dan", "MA-nya", "", "BIN", "DPD"])
    )
)
def test_found_concepts_stand_in_order_and_never_overlap(words: list[str]) -> None:
    found = find_concepts(words)
    assert all(0 <= each.start < each.end <= len(words) for each in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    find_concepts(forms(text))
    concepts_named(text)
