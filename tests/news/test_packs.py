"""The topic packs that ship, and those that an operator adds."""

import pytest

from news.chat import LONGEST_NAME, Language
from news.grammar import LONGEST, parse_query, write_query
from news.packs import Pack, PackError, load_packs, packs
from news.query import matches, reasons
from news.reading import Reading, read

ALL = tuple(packs().values())

EXPECTED_BY_EVERYBODY = {
    "kesbangpol", "pemilu", "pilkada", "ormas", "kewaspadaan-nasional", "konflik-sosial", "forkopimda",
    "kemendagri", "kpu-bawaslu", "korupsi", "bencana", "harga-pangan",
}  # fmt: skip

PACK = """
[pasar]
name = { id = "Pasar rakyat", en = "Markets" }
description = { id = "Pasar rakyat di daerah.", en = "Markets in the regions." }
query = "pasar | (pedagang kios)"
"""


def finds(key: str, reading: Reading) -> bool:
    return matches(parse_query(packs()[key].query), reading)


def test_there_are_packs_for_what_an_office_watches() -> None:
    assert len(ALL) >= 30
    assert packs().keys() >= EXPECTED_BY_EVERYBODY


@pytest.mark.parametrize("pack", ALL, ids=lambda pack: pack.key)
def test_a_pack_has_a_name_and_one_sentence_in_each_language(pack: Pack) -> None:
    assert set(pack.name) == set(pack.description) == set(Language)
    assert all(0 < len(name) <= LONGEST_NAME for name in pack.name.values())
    for sentence in pack.description.values():
        assert sentence.endswith(".")
        assert ". " not in sentence


@pytest.mark.parametrize("pack", ALL, ids=lambda pack: pack.key)
def test_a_packs_query_is_canonical_and_fits(pack: Pack) -> None:
    assert write_query(parse_query(pack.query)) == pack.query
    assert len(pack.query) <= LONGEST


def test_no_two_packs_share_a_name_or_a_query() -> None:
    for language in Language:
        assert len({pack.name[language].casefold() for pack in ALL}) == len(ALL)
    assert len({pack.query for pack in ALL}) == len(ALL)


@pytest.mark.parametrize(
    ("key", "headline", "lead"),
    [
        ("kesbangpol", "Bakesbangpol Data Ulang Organisasi di Kabupaten", ""),
        ("kesbangpol", "", "Kepala Badan Kesatuan Bangsa dan Politik membuka rapat di aula."),
        ("pemilu", "KPU Terima Logistik Pemilu dari Percetakan", ""),
        ("pemilu", "Gudang Dijaga Ketat", "Ribuan lembar surat suara tiba di gudang kabupaten."),
        ("pilkada", "Tiga Pasangan Mendaftar untuk Pilgub", ""),
        ("pilkada", "Petugas Dilantik", "KPU melantik petugas yang akan bekerja saat pilkada."),
        ("ormas", "Bupati Kumpulkan Pimpinan Ormas", ""),
        ("korupsi", "Jaksa Tahan Dua Tersangka Korupsi Jembatan", ""),
        ("korupsi", "Bendahara Dinas Ditahan", "Kejari menahan bendahara dalam kasus korupsi dana sekolah."),
        ("bencana", "Banjir Rendam Tiga Desa di Pesisir", ""),
        ("bencana", "Dua Dusun Terputus", "BPBD mencatat longsor menutup satu-satunya jalan."),
        ("kewaspadaan-nasional", "Camat Ikut Rakor", "Direktorat Wasnas memimpin rakor di provinsi."),
        ("konflik-sosial", "Dua Kampung Bentrok, Polisi Berjaga", ""),
        ("kemendagri", "Mendagri Minta Kepala Daerah Hemat Anggaran", ""),
        ("kpu-bawaslu", "Panwascam Dilantik di Balai Kota", "Ketua Bawaslu mengambil sumpah panwascam."),
        ("harga-pangan", "Harga Cabai dan Beras Naik di Pasar Induk", ""),
        ("netralitas-asn", "Sekda Ingatkan Netralitas ASN", ""),
        ("dana-hibah", "Masjid dan Gereja Terima Dana Hibah Provinsi", ""),
        ("terorisme", "Densus 88 Geledah Rumah Kontrakan", ""),
        ("wawasan-kebangsaan", "Siswa Belajar Pancasila Lewat Drama", ""),
        ("partai-politik", "PDI Perjuangan Gelar Rapat Kerja Daerah", ""),
        ("unjuk-rasa", "Mahasiswa Demo di Depan Kantor Gubernur", ""),
        ("narkoba", "Kurir Sabu Ditangkap di Pelabuhan", ""),
        ("perbatasan", "PLBN Baru Diresmikan di Kalimantan", ""),
        ("apbd", "DPRD Sahkan APBD Perubahan", ""),
    ],
)
def test_a_pack_finds_what_it_is_named_for(key: str, headline: str, lead: str) -> None:
    assert finds(key, read(headline, lead))


@pytest.mark.parametrize(
    ("key", "headline", "lead"),
    [
        ("kesbangpol", "Persatuan Bangsa Jadi Tema Pidato", "Ia bicara tentang politik dan bangsa."),
        ("pemilu", "Warga Memilih Sayur di Pasar", "Pemilihan sayur segar dilakukan sejak subuh."),
        ("pemilu", "Trump Bicara Pemilu Sela", ""),
        ("pemilu", "Siswa Gelar Pemilu OSIS", ""),
        ("pilkada", "Bupati Resmikan Jembatan", "Jembatan itu janjinya saat pilkada lima tahun silam."),
        ("ormas", "Organisasi Kantor Ditata Ulang", "Masyarakat diminta bersabar."),
        ("korupsi", "Kasus Gigitan Ular Meningkat", "Puskesmas menangani kasus dugaan keracunan."),
        ("bencana", "Penyanyi Muda Banjir Pujian", ""),
        ("bencana", "Pejabat Hadiri Wisuda", "Hadir pula Kepala BPBD dan para camat."),
        ("kewaspadaan-nasional", "Warga Diminta Waspada Penipuan", "Tingkatkan kewaspadaan di jalan."),
        ("konflik-sosial", "Jadwal Dua Acara Berbenturan", ""),
        ("kemendagri", "Menteri Dalam Negeri Malaysia Kunjungi Johor", ""),
        ("kpu-bawaslu", "Pabrik Kapur Tambah Tungku", ""),
        ("harga-pangan", "Harga Emas Naik Lagi", ""),
        ("netralitas-asn", "Swiss Pertahankan Netralitas", ""),
        ("dana-hibah", "Warga Hibahkan Tanah untuk Sekolah", ""),
        ("terorisme", "Penonton Ngeri oleh Teror Film Pocong", ""),
        ("wawasan-kebangsaan", "Libur Hari Lahir Pancasila, Jalan Tol Padat", ""),
        ("partai-politik", "Nenek Menggoreng dengan Pan Anti Lengket", ""),
        ("unjuk-rasa", "Demokrasi Desa Dibahas di Kampus", ""),
        ("narkoba", "Halte BNN Direnovasi", ""),
        ("perbatasan", "Stok Terbatas, Warga Antre", ""),
        ("apbd", "Jalan Diperbaiki", "Perbaikan jalan itu memakai dana APBD."),
    ],
)
def test_a_pack_leaves_out_what_only_sounds_like_it(key: str, headline: str, lead: str) -> None:
    reading = read(headline, lead)
    assert not finds(key, reading), reasons(parse_query(packs()[key].query), reading)


def test_an_operators_pack_is_read_with_its_query_made_canonical() -> None:
    [pack] = load_packs(PACK).values()

    assert pack == Pack(
        key="pasar",
        name={Language.INDONESIAN: "Pasar rakyat", Language.ENGLISH: "Markets"},
        description={
            Language.INDONESIAN: "Pasar rakyat di daerah.",
            Language.ENGLISH: "Markets in the regions.",
        },
        query="pasar ATAU pedagang kios",
    )


def test_packs_keep_the_order_of_their_file() -> None:
    text = "".join(PACK.replace("[pasar]", f"[{key}]") for key in ("c", "a", "b"))
    assert list(load_packs(text)) == ["c", "a", "b"]


def test_an_empty_file_has_no_packs() -> None:
    assert load_packs("") == {}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (PACK + "[pasar]", "packs: Cannot declare"),
        ("[pasar", "packs: "),
        ('pasar = "pasar"', "pack pasar: expected a table [pasar]"),
        (PACK.replace("[pasar]", '["Pasar Rakyat"]'), "pack Pasar Rakyat: a key is 1 to 32 small letters"),
        (PACK.replace("[pasar]", f"[{'p' * 33}]"), f"pack {'p' * 33}: a key is"),
        (PACK.replace("query", "quary"), "pack pasar: unknown: quary"),
        (PACK.replace("query", "# query"), "pack pasar: query is missing"),
        (PACK.replace(', en = "Markets"', ""), "pack pasar: name.en is missing"),
        (PACK.replace("Pasar rakyat di daerah.", " "), "pack pasar: description.id is missing"),
        (PACK.replace("Pasar rakyat", "Pasar " * 11), f"pack pasar: a name has at most {LONGEST_NAME}"),
        (PACK.replace("kios)", "kios"), "pack pasar: query: expected closing-parenthesis at ''"),
        (PACK.replace("pasar |", "| pasar"), "pack pasar: query: expected word at '| pasar (pedagang ki'"),
        (PACK.replace("pasar |", "pasar " * 90), "pack pasar: query: expected "),
    ],
)
def test_what_is_wrong_with_a_pack_is_told_with_its_key(wrong: str, told: str) -> None:
    with pytest.raises(PackError) as refused:
        load_packs(wrong)
    assert str(refused.value).startswith(told)
