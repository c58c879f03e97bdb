"""Which abbreviations an article defines, and how many words their long forms have."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.abbreviations import Abbreviation, Definitions, abbreviations


def only(text: str) -> Abbreviation:
    (found,) = abbreviations(text)
    return found


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Ketua Komisi Pemilihan Umum (KPU) hadir.", "KPU", "Komisi Pemilihan Umum"),
        ("Ia warga Nusa Tenggara Timur (NTT).", "NTT", "Nusa Tenggara Timur"),
        ("Perserikatan Bangsa-Bangsa (PBB) bersidang.", "PBB", "Perserikatan Bangsa-Bangsa"),
        ("Ia mengajar di taman kanak-kanak (TK) desa.", "TK", "taman kanak-kanak"),
        ("Menurut Undang-Undang (UU) itu sah.", "UU", "Undang-Undang"),
        ("Menyusun Rancangan Undang-Undang (RUU) baru.", "RUU", "Rancangan Undang-Undang"),
        (
            "Undang-Undang Nomor 11 Tahun 2008 tentang Informasi dan Transaksi Elektronik (UU ITE) direvisi.",
            "UU ITE",
            "Undang-Undang Nomor 11 Tahun 2008 tentang Informasi dan Transaksi Elektronik",
        ),
        ("Lewat surat pemberitahuan (SPT) tahunan.", "SPT", "surat pemberitahuan"),
        (
            "Wilayah 3T (Tertinggal, Terdepan, dan Terluar) didahulukan.",
            "3T",
            "Tertinggal, Terdepan, dan Terluar",
        ),
        ("Dengan nota atau memorandum of understanding (MoU) baru.", "MoU", "memorandum of understanding"),
        ("Mencapai Sustainable Development Goals (SDGs) itu sulit.", "SDGs", "Sustainable Development Goals"),
        ("Ditulis dengan kecakapan Artificial Intelligence (AI).", "AI", "Artificial Intelligence"),
    ],
)
def test_initials_are_explained_by_the_words_before_them(text: str, short: str, long: str) -> None:
    assert only(text) == Abbreviation(short, long)


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Panitia menggelar Rapat Koordinasi (Rakor) di aula.", "Rakor", "Rapat Koordinasi"),
        (
            "Kepala Badan Kesatuan Bangsa dan Politik (Kesbangpol).",
            "Kesbangpol",
            "Kesatuan Bangsa dan Politik",
        ),
        (
            "Kepala Badan Kesatuan Bangsa dan Politik (Bakesbangpol).",
            "Bakesbangpol",
            "Badan Kesatuan Bangsa dan Politik",
        ),
        (
            "Bersama Forum Koordinasi Pimpinan Daerah (Forkopimda).",
            "Forkopimda",
            "Forum Koordinasi Pimpinan Daerah",
        ),
        ("Direktorat Kewaspadaan Nasional (Wasnas) hadir.", "Wasnas", "Kewaspadaan Nasional"),
        ("Dukungan Pemerintah Daerah (Pemda) penuh.", "Pemda", "Pemerintah Daerah"),
        ("Jelang Pemilihan Kepala Daerah (Pilkada) serentak.", "Pilkada", "Pemilihan Kepala Daerah"),
        ("Staf Kementerian Dalam Negeri (Kemendagri) datang.", "Kemendagri", "Kementerian Dalam Negeri"),
        ("Di Kepulauan Bangka Belitung (Babel) hujan.", "Babel", "Bangka Belitung"),
        ("Menyalurkan bantuan sosial (bansos) itu.", "bansos", "bantuan sosial"),
        ("Tahap Pencocokan dan Penelitian (Coklit) selesai.", "Coklit", "Pencocokan dan Penelitian"),
        ("Lewat kelompok tani (poktan) setempat.", "poktan", "kelompok tani"),
        ("Menjadi pelaksana tugas (Plt) bupati.", "Plt", "pelaksana tugas"),
        (
            "Dinas Kependudukan dan Pencatatan Sipil (Disdukcapil).",
            "Disdukcapil",
            "Dinas Kependudukan dan Pencatatan Sipil",
        ),
    ],
)
def test_syllables_may_come_from_anywhere_in_a_word(text: str, short: str, long: str) -> None:
    assert only(text) == Abbreviation(short, long)


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        (
            "Anggota Satuan Polisi Pamong Praja (Satpol PP) berjaga.",
            "Satpol PP",
            "Satuan Polisi Pamong Praja",
        ),
        ("Badan Penanggulangan Bencana Daerah (BPBD) siaga.", "BPBD", "Badan Penanggulangan Bencana Daerah"),
        (
            "Kantor Wilayah Kementerian Hukum (Kanwil Kemenkum) pindah.",
            "Kanwil Kemenkum",
            "Kantor Wilayah Kementerian Hukum",
        ),
        ("Ketua Dewan Pimpinan Cabang PKB (DPC PKB) berkata.", "DPC PKB", "Dewan Pimpinan Cabang PKB"),
        (
            "Peraturan Badan Pengawas Obat dan Makanan (BPOM RI) terbit.",
            "BPOM",
            "Badan Pengawas Obat dan Makanan",
        ),
    ],
)
def test_short_forms_of_several_words_mix_both(text: str, short: str, long: str) -> None:
    found = abbreviations(text)
    assert Abbreviation(short, long) in found


def test_the_long_form_may_follow_its_short_form() -> None:
    assert only("Laporan BPS (Badan Pusat Statistik) terbit.") == Abbreviation("BPS", "Badan Pusat Statistik")
    assert only("Program Samisade (Satu Miliar Satu Desa).") == Abbreviation(
        "Samisade", "Satu Miliar Satu Desa"
    )


def test_both_may_stand_inside_the_parenthesis() -> None:
    text = "Dana Moneter Internasional (International Monetary Fund/IMF) memperingatkan."
    assert only(text) == Abbreviation("IMF", "International Monetary Fund")


def test_a_short_form_may_be_announced() -> None:
    assert only("Aparatur Sipil Negara (selanjutnya disebut ASN).") == Abbreviation(
        "ASN", "Aparatur Sipil Negara"
    )


def test_definitions_follow_one_another_in_the_order_of_the_text() -> None:
    text = "Kepala Badan Kesatuan Bangsa dan Politik (Kesbangpol) Provinsi Bangka Belitung (Babel) hadir."
    assert abbreviations(text) == [
        Abbreviation("Kesbangpol", "Kesatuan Bangsa dan Politik"),
        Abbreviation("Babel", "Bangka Belitung"),
    ]


def test_a_definition_made_twice_counts_once() -> None:
    assert len(abbreviations("Bank Indonesia (BI) rapat. Bank Indonesia (BI) diam.")) == 1


def test_a_tail_that_no_letter_needs_is_not_part_of_the_long_form() -> None:
    assert only("Menurut Kementerian Sosial RI (Kemensos).").long == "Kementerian Sosial"
    assert only("Menurut Kepolisian Negara Republik Indonesia (Polri).").long == (
        "Kepolisian Negara Republik Indonesia"
    )


def test_words_glued_together_where_a_link_was_are_parted() -> None:
    text = (
        "Para penerima menunggu. Bantuan itu tiba. "
        "Penerimabantuan sosial (bansos) dan danaBPNT(Bantuan Pangan Non-Tunai)."
    )
    assert abbreviations(text) == [
        Abbreviation("bansos", "bantuan sosial"),
        Abbreviation("BPNT", "Bantuan Pangan Non-Tunai"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Rapat digelar Rabu (1/2/2023).",
        "Bupati menyerahkan piagam (Foto: Antara).",
        "Pelaku bernama Budi (45) ditahan.",
        "Menteri Dalam Negeri (tengah) melambai.",
        "Sidang di Bandung (Jawa Barat) ditunda.",
        "Ia belum pulang (red) hingga malam.",
        "Politikus Puan Maharani (PDIP) menolak.",
        "PT Pertamina (Persero) untung.",
        "Tuan rumah menang (3-1) kemarin.",
        "Bandarlampung (ANTARA) - Warga panen.",
        "Kuliah selama 2 (dua) semester atau 1 (satu) tahun.",
        "Kata Budi Pemilihan Umum (KPU) dimulai.",
        "Ia melihat sungaibantuan sosial (bansos).",
        "Stadion Gelora (Surabaya) penuh.",
        "Emiten PT Maju Hillcon Tbk (HILL) naik.",
        "Musyawarah selesai. Jadi (jadwal pelantikan) ditetapkan.",
        "Ia berbicara terus (kongkalikong).",
        "()",
        "KPU",
    ],
)
def test_other_parentheses_define_nothing(text: str) -> None:
    assert abbreviations(text) == []


def test_a_long_form_never_reaches_back_over_the_end_of_a_sentence() -> None:
    assert abbreviations("Itu pendapat Komisi. Pemilihan Umum (KPU) sudah dekat.") == []


def test_the_last_part_to_define_a_short_form_is_right() -> None:
    told = Definitions(
        ["", "Pesta Kesenian Baru (PKB) dibuka.", "PKB (Partai Kebangkitan Bangsa) hadir di kota (Solo)."]
    )
    assert told.long_form("PKB") == "Partai Kebangkitan Bangsa"
    assert told.long_form("Solo") is None


@given(st.text(st.sampled_from('KPUkpu ().-/"\xa0\n'), max_size=80))
@example("Komisi Pemilihan Umum (KPU RI) hadir.")
@example("danaKPU\xa0(Komisi Pemilihan Umum)")
@example("Kota P Umum (PU), kata PU (Pekerjaan Umum), dan kota P Umum (PU)")
def test_asking_for_one_definition_answers_what_reading_all_would(text: str) -> None:
    every = {found.short: found.long for found in abbreviations(text)}
    told = Definitions([text])
    assert {short: told.long_form(short) for short in every} == every


@given(st.text(alphabet="KPUkpu ().-/23\n\u00e9", max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    for found in abbreviations(text):
        assert found.short
        assert found.long


@pytest.mark.parametrize(
    "piece", ["(", ")", "a", "A ", "(a", "(aa) ", "aaaa aaa aa (aaaaaaaaaaaaaaaaaaaa) ", "-", "/(A"]
)
def test_a_hostile_megabyte_is_read_quickly(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    abbreviations(text)
    assert time.process_time() - start < 5
