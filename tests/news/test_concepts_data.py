"""The data of the concepts keeps its own rules, so that whoever extends it is told what went wrong."""

from collections import defaultdict

import pytest

from news.concepts import Concept, Kind, concepts, find_concepts
from news.words import fold, forms

ORDINARY_WORDS = frozenset(
    """
    ada adalah agama agar air akan aksi alam aman anak anggota antara apa api atas atau awal baik bagi bahan
    bahwa bais baju baku banyak baru batas bawah beberapa bebas belum benar berat beras berita besar besok
    bin bisa bola buah buat bukan buku bulan bumi buruh cara cepat cukup dalam dan dana dapat darah dari
    daerah data datang dekat demi demokrat dengan depan desa di dia diri dua dunia empat garuda gas gelora
    guru hak hal ham hanya harga hari harus hati hukum hutan ibu ikan ikut ini itu jadi jalan jam jangan
    jika juga jumlah kabar kader kakak kalau kami kampung kanan kantor kapal karena karya kartu kasus kata
    kawasan ke kebun kecil keluarga kelas kembali kepada kepala kerja kertas kiri kita komisi kota kua kuasa
    kue kur laba lagi lahan lain laku lama lapor laut lebih lewat lima luar lurus ma mahal main maka makan
    malam mana mandi masa masih masuk mata mati menteri mereka mi milik minta mobil muda mui mulai nama
    nasional negara negeri nilai nu obat orang pa pada pagi pajak paling pan panas pangan panitia para
    partai pasar pas pemerintah pemuda perlu pernah peti pihak pin pn pohon politik pos pp publik pulang
    pusat putih raja rakyat rapat rumah saat sah salah sama sampah sana sara sawah saya sebagai sebelum
    sehat sekolah selama semua sering siang siapa suara suap sudah surat tahu tahun tanah tangan tapi teman
    tempat terus tidak tiga tim tinggi tokoh tua tuan tugas turun uang udara ulang umum undang untuk upaya
    usaha utama waktu warga wilayah
    """.split()
)

ALL = tuple(concepts().values())


def key(name: str) -> tuple[str, ...]:
    return tuple(fold(form) for form in forms(name))


def test_there_are_at_least_two_hundred_concepts_of_every_kind() -> None:
    assert len(ALL) >= 200
    assert {concept.kind for concept in ALL} == set(Kind)


@pytest.mark.parametrize("sort", ["plain", "cased", "shared"])
def test_every_name_is_found(sort: str) -> None:
    lost = [
        (concept.name, name)
        for concept in ALL
        for name in getattr(concept, sort)
        if not finds(concept, name, shared=sort == "shared")
    ]
    assert lost == []


def finds(concept: Concept, name: str, *, shared: bool) -> bool:
    words = forms(name)
    article = [*words, "", "", "", *forms(concept.plain[0])] if shared else words
    found = find_concepts(article)
    return bool(found) and (found[0].concept, found[0].start, found[0].end) == (concept.name, 0, len(words))


def test_every_concept_has_a_name_of_its_own() -> None:
    assert [concept.name for concept in ALL if not concept.plain + concept.cased] == []


def test_no_name_belongs_to_two_concepts_unless_both_share_it() -> None:
    owners: defaultdict[tuple[str, ...], set[tuple[str, bool]]] = defaultdict(set)
    for concept in ALL:
        for name in concept.names:
            owners[key(name)].add((concept.name, name in concept.shared))
    assert [held for held in owners.values() if len(held) > 1 and not all(shared for _, shared in held)] == []


def test_no_concept_lists_a_name_twice() -> None:
    assert [concept.name for concept in ALL if len({*map(key, concept.names)}) < len(concept.names)] == []


def test_signs_belong_to_shared_names_and_shared_names_have_signs() -> None:
    assert [concept.name for concept in ALL if bool(concept.signs) != bool(concept.shared)] == []


def test_a_sign_is_a_single_word_and_not_the_shared_name_itself() -> None:
    wrong = [
        (concept.name, sign)
        for concept in ALL
        for sign in concept.signs
        if len(forms(sign)) != 1 or sign in {*map(fold, concept.shared)}
    ]
    assert wrong == []


def test_shared_names_are_written_in_capitals() -> None:
    assert [name for concept in ALL for name in concept.shared if not name.isupper()] == []


def test_no_ordinary_word_is_a_name_in_any_letter_case() -> None:
    assert [
        (concept.name, name) for concept in ALL for name in concept.plain if fold(name) in ORDINARY_WORDS
    ] == []


def test_an_ordinary_word_is_no_concept() -> None:
    assert [word for word in ORDINARY_WORDS if find_concepts([word]) or find_concepts([word.title()])] == []
