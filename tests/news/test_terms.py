"""What the words of a query stand for: families, concepts, regions, exact words and dates."""

from datetime import UTC, date, datetime

import pytest

from news.errors import Expected, QueryError
from news.grammar import Search, parse_query, parse_search, write_query
from news.query import And, Inside, Named, Words, matches, reasons
from news.reading import read


def found(query: str, title: str, lead: str = "", **more: str) -> bool:
    return matches(parse_query(query), read(title, lead, **more))


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("pemilih", "Warga memilih kepala desa"),
        ("memilih", "Pemilihan ketua berlangsung"),
        ("kampanye", "Ia mengkampanyekan hidup sehat"),
        ("sinergi", "Sinergisitas antarlembaga dijaga"),
        ("Kesbangpol", "Badan Kesatuan Bangsa dan Politik membina ormas"),
        ("Kesbangpol", "Bakesbangpol mendata ormas"),
        ("bakesbangpol", "Kesbangpol mendata ormas"),
        ("KPU", "Komisi Pemilihan Umum menetapkan tahapan"),
        ('"Komisi Pemilihan Umum"', "KPU menetapkan tahapan"),
        ("komisi pemilihan umum tahapan", "KPU menetapkan tahapan"),
        ("kpu", "KPU-nya siap"),
        ("pemilu", "Revisi UU Pemilu dibahas"),
        ("pan", "PAN menggelar kongres"),
        ("wilayah:babel", "Rapat digelar di Kabupaten Belitung Timur"),
        ("wilayah:19.02", "Bupati Belitung membuka rapat"),
        ("=memilih", "Warga memilih kepala desa"),
        ('="kepala desa"', "Warga memilih kepala desa"),
    ],
)
def test_what_a_term_finds(query: str, title: str) -> None:
    assert found(query, title)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("KPU", "Toko itu menjual kpuasan"),
        ("wilayah:belitung", "Rapat digelar di Kota Pangkalpinang"),
        ("=pemilih", "Warga memilih kepala desa"),
        ('="desa kepala"', "Warga memilih kepala desa"),
        ("pemuda", "Buah muda dipetik"),
        ("judul:KPU", "Tahapan ditetapkan"),
        ("PAN", "Adonan dituang ke pan panas"),
        ("BIN", "Umar bin Abdul Aziz dikenang"),
    ],
)
def test_what_a_term_does_not_find(query: str, title: str) -> None:
    assert not found(query, title, "KPU bekerja." if query.startswith("judul") else "")


def test_a_dateline_places_the_news_and_a_home_stands_in_where_nothing_else_does() -> None:
    assert found("wilayah:babel", "Rapat digelar", place="BELITUNG")
    assert found("wilayah:babel", "Rapat digelar", home="19")
    assert not found("wilayah:babel", "Rapat digelar di Kota Bandung", home="19")


def test_a_short_form_that_several_share_is_looked_for_as_it_is_written() -> None:
    assert parse_query("PBB") == Words(text="PBB", wanted=("pbb",))


def test_words_side_by_side_that_name_a_concept_become_it() -> None:
    query = parse_query("rapat komisi pemilihan umum sungailiat")
    assert isinstance(query, And)
    assert [type(part) for part in query.parts] == [Words, Named, Words]
    assert write_query(query) == 'rapat "komisi pemilihan umum" sungailiat'


def test_a_name_of_several_regions_means_all_of_them() -> None:
    query = parse_query("wilayah:bogor")
    assert query == Inside(text="bogor", codes=("32.01", "32.71"))


def test_every_match_says_why() -> None:
    reading = read(
        "Rakor jelang Pilkada",
        "Badan Kesatuan Bangsa dan Politik membuka rapat.",
        place="BELITUNG",
        outlet="Kabar",
    )
    query = parse_query("kesbangpol pilkada wilayah:babel -banjir")
    assert [(reason.term, reason.matched, reason.field) for reason in reasons(query, reading)] == [
        ("kesbangpol", "Badan Kesatuan Bangsa dan Politik", "lead"),
        ("pilkada", "Pilkada", "title"),
        ("babel", "BELITUNG", "dateline"),
    ]


@pytest.mark.parametrize(
    ("text", "position", "expected", "suggestions"),
    [
        ("wilayah:belitong", 0, Expected.REGION, ("Belitung",)),
        ("banjir jdul:demak", 7, Expected.FIELD, ("judul:demak",)),
        ("judul:", 6, Expected.WORD, ()),
        ("judul:(a | b)", 6, Expected.WORD, ()),
        ("pemilu sejak:2026-01-01", 7, Expected.NO_DATE, ()),
    ],
)
def test_an_error_names_the_place_and_suggests(
    text: str, position: int, expected: Expected, suggestions: tuple[str, ...]
) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    error = caught.value
    assert (error.position, error.expected, error.suggestions) == (position, expected, suggestions)


def test_a_search_may_hold_dates() -> None:
    search = parse_search("sejak:2026-11-01 pemilu sampai:23/11/2026")
    assert search == Search(query=parse_query("pemilu"), since=date(2026, 11, 1), until=date(2026, 11, 23))
    earliest, now = datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    assert search.window(earliest, now, zone="Asia/Jakarta") == (
        datetime(2026, 10, 31, 17, tzinfo=UTC),
        datetime(2026, 11, 23, 17, tzinfo=UTC),
    )
    assert parse_search("pemilu").window(earliest, now, zone="Asia/Jakarta") == (earliest, now)


@pytest.mark.parametrize("text", ["pemilu sejak:kemarin", "pemilu sampai:2026-13-01"])
def test_a_date_that_is_none_is_named(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_search(text)
    assert (caught.value.position, caught.value.expected) == (7, Expected.DATE)
