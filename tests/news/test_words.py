"""Words and lemmas: what the index and every query rely on."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.concepts import concepts
from news.gazetteer import regions
from news.reading import read
from news.words import LONGEST, Remembered, Words, fold, forms, known_of, lemma, lemmas, words


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
    for found in lemmas(text):
        assert found.isalnum()
        assert found == found.casefold()
        assert len(found.encode()) <= 256


@given(st.text() | st.text(alphabet="aB1é-.,'/_ ", min_size=LONGEST))
@example(f"{'a' * LONGEST}-dua/tiga satu")
def test_all_that_is_known_of_words_is_what_is_known_of_each(text: str) -> None:
    written = tuple(forms(text))
    assert words(text) == Words(written, tuple(map(lemma, written)), tuple(map(fold, written)))


def test_what_is_remembered_is_made_once_and_the_older_half_makes_room() -> None:
    made: list[str] = []

    def upper(text: str) -> str:
        made.append(text)
        return text.upper()

    remembered = Remembered(upper, most=4)
    assert [remembered[text] for text in "aabbcd"] == ["A", "A", "B", "B", "C", "D"]
    assert made == ["a", "b", "c", "d"]
    assert remembered["e"] == "E"
    assert list(remembered) == ["c", "d", "e"]


def test_what_is_longer_than_a_word_is_not_remembered() -> None:
    remembered = Remembered(len, most=2)
    assert [remembered["a" * length] for length in (LONGEST, LONGEST + 1)] == [LONGEST, LONGEST + 1]
    assert list(remembered) == ["a" * LONGEST]


def test_who_knows_words_already_hands_them_on() -> None:
    known = words("Ketua KPU Jum'at anak-anak")
    assert known_of(known) is known
    assert known_of(known.forms) == known


@pytest.mark.parametrize("text", ["a" * 5000, "ﷺ" * 400, "\U00020000" * 400, "9" * 5000])
def test_a_word_without_end_is_cut(text: str) -> None:
    assert all(len(found.encode()) <= 256 for found in lemmas(text))


def test_a_reading_holds_headline_lead_and_outlet_apart() -> None:
    reading = read("Banjirnya", "surut", outlet="Kota")
    assert [part.lemmas for part in (reading.title, reading.lead, reading.outlet)] == [
        ("banjir",),
        ("surut",),
        ("kota",),
    ]


@pytest.mark.parametrize(
    "family",
    [
        "pilih memilih dipilih pemilih pemilihan terpilih pilihan memilihnya",
        "satu bersatu persatuan kesatuan mempersatukan disatukan pemersatu",
        "laksana melaksanakan dilaksanakan pelaksanaan pelaksana terlaksananya",
        "kampanye berkampanye mengampanyekan mengkampanyekan dikampanyekan",
        "ajar belajar pelajar mengajar pelajaran pembelajaran mempelajari",
        "tahu mengetahui diketahui pengetahuan pemberitahuan memberitahukan",
        "periksa memeriksa diperiksa pemeriksaan pemeriksa",
        "baik memperbaiki diperbaiki perbaikan kebaikan sebaiknya",
        "beri memberi memberikan diberikan pemberian berikan",
        "orang seorang seseorang perorangan perseorangan orang-orang",
        "sah mengesahkan disahkan pengesahan",
        "verifikasi memverifikasi diverifikasi terverifikasi",
        "hutang utang hutangnya berutang",
        "adil ketidakadilan keadilan mengadili peradilan",
    ],
)
def test_a_family_has_one_lemma(family: str) -> None:
    assert len({lemma(form) for form in family.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pemilu", "pilu"),
        ("kemendagri", "mendagri"),
        ("berita", "beri"),
        ("pemuda", "muda"),
        ("mudah", "muda"),
        ("perang", "peran"),
        ("politikus", "politik"),
        ("radikalisme", "radikal"),
        ("mudik", "muda"),
        ("bekasi", "bekas"),
        ("kediri", "diri"),
        ("pemalang", "malang"),
        ("maluku", "malu"),
        ("abdullah", "abdul"),
    ],
)
def test_families_and_names_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert lemma(one) != lemma(other)


@pytest.mark.parametrize("clitic", ["nya", "lah", "kah", "pun"])
def test_clitics_are_taken_off_everything(clitic: str) -> None:
    assert lemma(f"pemilu{clitic}") == "pemilu"
    assert lemma(f"Forkopimda{clitic}") == "forkopimda"
    assert lemma(f"rapat{clitic}") == "rapat"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("anak-anaknya", ["anak-anaknya"]),
        ("KPU-Bawaslu", ["KPU", "Bawaslu"]),
        ("dan/atau", ["dan", "atau"]),
        ("1.234,5 orang", ["1.234,5", "orang"]),
        ("A.M. Fatwa", ["A.M", "Fatwa"]),
        ("Jum’at", ["Jum’at"]),
        ("detik.com", ["detik", "com"]),
        ("se-Babel", ["se", "Babel"]),
        ("“Siap!” — katanya…", ["Siap", "katanya"]),
    ],
)
def test_how_a_text_falls_into_words(text: str, words: list[str]) -> None:
    assert forms(text) == words


def test_no_word_of_a_regions_name_is_changed() -> None:
    changed = [
        form for region in regions().values() for form in forms(region.name) if lemma(form) != fold(form)
    ]
    assert changed == []


def test_no_abbreviation_of_a_concept_is_changed() -> None:
    names = (name for concept in concepts().values() for name in concept.names)
    short = [name for name in names if len(forms(name)) == 1 and any(map(str.isupper, name[1:]))]
    assert [name for name in short if lemma(name) != fold(name)] == []
    assert len(short) > 200
