"""Which regions a piece of news belongs to."""

import pytest

from news.regions import Field, Mention, Placed, find_regions
from news.words import forms

LAMPUNG, BABEL, JAKARTA, JAWA_BARAT = "18", "19", "31", "32"
BELITUNG, BELITUNG_TIMUR = "19.02", "19.06"
KABUPATEN_BOGOR, KOTA_BOGOR = "32.01", "32.71"
KOTA_BANJAR, KABUPATEN_BANJAR = "32.79", "63.03"


def found(
    title: str = "", lead: str = "", body: str = "", *, dateline: str | None = None, home: str | None = None
) -> list[Placed]:
    return find_regions(forms(title), forms(lead), forms(body), dateline=dateline, home=home)


def codes(
    title: str = "", lead: str = "", body: str = "", *, dateline: str | None = None, home: str | None = None
) -> list[str]:
    return [region.code for region in found(title, lead, body, dateline=dateline, home=home)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Panen lada di Belitung melimpah", "19.02"),
        ("Pasar ikan Pangkalpinang dibenahi", "19.71"),
        ("Pasar ikan Pangkal Pinang dibenahi", "19.71"),
        ("Rapat digelar di Tanjungpandan", "19.02"),
        ("Nelayan Toboali dapat bantuan", "19.03"),
        ("Lomba perahu Babel dimulai", "19"),
        ("Jembatan baru di Tangsel", "36.74"),
        ("Kebun sawit Kotim terbakar", "62.02"),
        ("Pemkab OKI menggelar pasar murah", "16.02"),
        ("Kampus di Jogja libur", "34"),
        ("Pelabuhan Deliserdang diperluas", "12.07"),
        ("Panen raya di Tulangbawang Barat", "18.12"),
        ("Bandara Bau-Bau ditutup", "74.72"),
        ("Flood hits West Java", "32"),
        ("Festival Danau Toba dibuka", "12"),
        ("Rapat di Kep. Siau Tagulandang Biaro", "71.09"),
    ],
)
def test_news_may_use_any_name_of_a_region(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bangka Belitung panen lada", "19"),
        ("Kepulauan Bangka Belitung panen lada", "19"),
        ("Warga Belitung Timur bergotong royong", "19.06"),
        ("Pemilih Papua Barat Daya bertambah", "96"),
        ("Pemilih Papua Barat bertambah", "92"),
        ("Pemilih Papua bertambah", "91"),
        ("Gempa terasa di Padang Pariaman", "13.05"),
        ("Banjarnegara siapkan posko", "33.04"),
        ("Kepulauan Riau siapkan posko", "21"),
    ],
)
def test_the_longest_name_counts(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Hujan merata di Sumatera, Jawa, Kalimantan dan Sulawesi",
        "Kepulauan Nusa Tenggara menghangat",
        "Kawanan banteng masuk kebun",
        "Perbaikan di Jalan Bandung selesai",
        "Kemacetan di Jl. Surabaya terurai",
        "Kemacetan di Jalan Raya Bogor terurai",
        "Bima Arya membuka rapat kerja",
        "Batu besar menutup saluran air",
        "Tentara Serang Markas Pemberontak",
        "Toni Batubara memberi sambutan",
        "Harga Batu Bara Naik Lagi",
        "Dua Pati Polri Bergeser",
        "Malang nasib ayah itu",
        "Semua bersiap, tetapi Malangnya hujan turun deras sejak pagi",
        "Penyanyi itu memulai Solo Leveling",
        "Sidang KTT OKI Ditutup",
        "Oki Setiana memberi ceramah",
        "Dari Sabang sampai Merauke",
        "Umat mengenang turunnya Roh Kudus",
        "Koran Jawa Pos terbit seperti biasa",
    ],
)
def test_what_only_looks_like_a_region_is_none(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Longsor terjadi di Batu kemarin", "35.79"),
        ("Wali Kota Batu meninjau longsor", "35.79"),
        ("KPU Pati menggelar simulasi", "33.18"),
        ("Bupati Batu Bara dilantik", "12.19"),
        ("Relawan tiba lewat udara ke Palu dan langsung bekerja", "72.71"),
        ("Ribuan orang menyambut Malang yang kembali bersih setelah banjir", "35.07"),
        ("Kejaksaan Kuningan memanggil saksi", "32.08"),
    ],
)
def test_a_doubtful_name_is_a_region_where_a_word_beside_it_or_a_capital_says_so(
    text: str, code: str
) -> None:
    assert code in codes(text)


def test_a_doubtful_name_is_believed_beside_its_province() -> None:
    assert "52.06" in codes("Karnaval Bima, NTB, meriah")
    assert codes("Karnaval Bima meriah") == []


def test_a_doubtful_name_is_believed_once_the_same_news_names_the_region_clearly() -> None:
    [pati] = found("Pati Bersiap Panen", "Bupati Pati meninjau sawah.")
    assert [mention.field for mention in pati.why] == [Field.TITLE, Field.LEAD]


def test_a_doubtful_name_before_a_region_of_another_province_is_a_quarter_there() -> None:
    assert codes("Sidang digelar di Kuningan, Jakarta Selatan") == ["31.74"]


def test_capital_letters_tell_nothing_in_a_headline_of_capitals() -> None:
    assert codes("TENTARA SERANG MARKAS, BANJIR BELITUNG SURUT") == ["19.02"]


def test_a_small_letter_needs_a_word_that_speaks_of_a_place() -> None:
    assert codes("Warga belitung menanam mangrove") == ["19.02"]
    assert codes("Rasa manis belitung jadi bahan kue") == []
    assert codes("Pendaki tergelincir di batu besar") == []


def test_metropolitan_police_are_not_the_city_of_metro() -> None:
    assert codes("Kapolres Metro Jakarta Selatan berganti") == ["31.74"]
    assert codes("Polda Metro Jaya menahan dua orang") == ["31"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bupati Bogor meninjau longsor", ["32.01"]),
        ("Pemkab Bogor membuka posko", ["32.01"]),
        ("Polres Bogor menahan dua orang", ["32.01"]),
        ("Wali Kota Bogor membuka pasar", ["32.71"]),
        ("Pemkot Bogor membuka posko", ["32.71"]),
        ("Polresta Bogor Kota menahan dua orang", ["32.71"]),
        ("Flood hits Bogor Regency", ["32.01"]),
        ("Kabupaten dan Kota Bogor bekerja sama", ["32.01", "32.71"]),
        ("Kabupaten/Kota Bogor bekerja sama", ["32.01", "32.71"]),
        ("Gubernur Jambi membuka rapat", ["15"]),
        ("Wali Kota Jambi membuka rapat", ["15.71"]),
        ("Polres Binjai menahan dua orang", ["12.75"]),
    ],
)
def test_a_regency_and_its_city_are_told_apart_by_what_stands_before(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_bare_name_of_two_regions_of_one_province_counts_half_for_each() -> None:
    kabupaten, kota = found("Warga Bogor menanam pohon")
    assert {kabupaten.code, kota.code} == {KABUPATEN_BOGOR, KOTA_BOGOR}
    assert kabupaten.weight == kota.weight < found("Kota Bogor menanam pohon")[0].weight


def test_a_bare_name_means_the_region_that_the_same_news_names_clearly() -> None:
    assert codes("Warga Bogor menanam pohon", "Pemkot Bogor memberi bibit.") == [KOTA_BOGOR]


def test_a_bare_name_means_the_region_of_the_outlet() -> None:
    assert codes("Warga Bogor menanam pohon", home=KABUPATEN_BOGOR) == [KABUPATEN_BOGOR]


def test_a_bare_name_of_a_province_means_it_even_beside_its_city() -> None:
    assert codes("Warga Jambi menanam pohon", "Pemkot Jambi memberi bibit.") == ["15", "15.71"]


def test_a_bare_name_means_its_usual_region() -> None:
    assert codes("Hujan deras di Bandung") == ["32.73"]
    assert codes("Hujan deras di Gorontalo") == ["75"]


def test_namesakes_in_two_provinces_need_a_province_or_a_home() -> None:
    assert codes("Warga Banjar menanam padi") == []
    assert KABUPATEN_BANJAR in codes("Warga Banjar menanam padi", "Kalsel menargetkan surplus.")
    assert codes("Warga Banjar menanam padi", home=KABUPATEN_BANJAR) == [KABUPATEN_BANJAR]
    assert codes("Warga Banjar menanam padi", home=JAWA_BARAT) == [KOTA_BANJAR]


def test_an_outlets_home_counts_alone_only_where_no_region_is_named() -> None:
    assert found("Rapat selesai", home=BABEL) == [Placed(code=BABEL, weight=0.5, why=())]
    assert codes("Rapat selesai di Lampung", home=BABEL) == [LAMPUNG]


def test_a_village_may_carry_the_name_of_a_region_elsewhere() -> None:
    assert codes("Kampung Sidoarjo mengadakan posyandu", home=LAMPUNG) == [LAMPUNG]
    assert codes("Kecamatan Seputih Mataram", "Bupati Lampung Tengah hadir.") == ["18.02"]


def test_papua_bears_witness_for_the_regions_that_it_once_had() -> None:
    assert codes("Pesawat mendarat di Puncak, Papua") == ["91", "94.05"]


def test_the_dateline_weighs_more_than_the_title_and_the_title_more_than_the_lead() -> None:
    assert codes(
        "Lampung gelar rapat",
        "Wakil Bali hadir. Wakil Bali bicara.",
        "Riau. Riau. Riau.",
        dateline="BELITUNG",
    ) == [BELITUNG, LAMPUNG, "51", "14"]


def test_no_repetition_outweighs_the_field_above() -> None:
    assert codes("Lampung gelar rapat", "Bali, " * 50, "Riau, " * 500) == [LAMPUNG, "51", "14"]


def test_a_dateline_holds_a_place_even_where_its_name_is_doubtful() -> None:
    assert codes("Rapat selesai", dateline="BATU") == ["35.79"]


def test_the_dateline_of_the_capital_says_who_writes() -> None:
    assert codes("Rapat selesai", "Gubernur Lampung hadir.", dateline="Jakarta") == [LAMPUNG, JAKARTA]


def test_a_club_or_a_dish_hardly_places_the_news() -> None:
    assert codes("Rendang Padang dipamerkan di Lampung") == [LAMPUNG, "13.71"]


def test_every_region_says_which_words_named_it_and_where() -> None:
    assert found("Rakor di Tanjungpandan", "Wakil Bupati Belitung hadir.", dateline="BELITUNG") == [
        Placed(
            code=BELITUNG,
            weight=14.0,
            why=(
                Mention(words="BELITUNG", field=Field.DATELINE, start=0, end=1),
                Mention(words="Tanjungpandan", field=Field.TITLE, start=2, end=3),
                Mention(words="Bupati Belitung", field=Field.LEAD, start=1, end=3),
            ),
        )
    ]


def test_a_regency_adds_nothing_for_its_province() -> None:
    assert codes("Panen lada di Manggar, Belitung Timur") == [BELITUNG_TIMUR]


def test_nothing_is_found_in_nothing() -> None:
    assert found() == []
