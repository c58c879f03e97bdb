"""Which region a person means by a name, as in `wilayah:babel`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.regions import is_part_of, region_named, regions_named, suggest_regions


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("babel", "Kepulauan Bangka Belitung"),
        ("BABEL", "Kepulauan Bangka Belitung"),
        ("Belitung Timur", "Kabupaten Belitung Timur"),
        ("kota bogor", "Kota Bogor"),
        ("kab. bogor", "Kabupaten Bogor"),
        ("pangkalpinang", "Kota Pangkal Pinang"),
        ("provinsi jambi", "Jambi"),
        ("kota jambi", "Kota Jambi"),
        ("jambi", "Jambi"),
        ("bandung", "Kota Bandung"),
        ("oki", "Kabupaten Ogan Komering Ilir"),
        ("west java", "Jawa Barat"),
        ("19.02", "Kabupaten Belitung"),
        ("Kota Administrasi Jakarta Utara", "Kota Administrasi Jakarta Utara"),
        ("batu", "Kota Batu"),
    ],
)
def test_a_person_may_use_any_name_or_the_code(text: str, name: str) -> None:
    assert [region.name for region in regions_named(text)] == [name]
    assert region_named(text) == regions_named(text)[0]


@pytest.mark.parametrize("text", ["", "   ", "atlantis", "kota", "kota belitung", "nusa tenggara", "99"])
def test_an_unknown_name_is_none(text: str) -> None:
    assert region_named(text) is None
    assert regions_named(text) == ()


def test_a_name_of_a_regency_and_its_city_means_both() -> None:
    assert [region.name for region in regions_named("bogor")] == ["Kabupaten Bogor", "Kota Bogor"]


@pytest.mark.parametrize(
    ("code", "ancestor", "expected"),
    [
        ("19.02", "19", True),
        ("19", "19", True),
        ("19", "19.02", False),
        ("19.02", "1", False),
        ("18.02", "19", False),
    ],
)
def test_a_region_includes_its_parts(code: str, ancestor: str, expected: bool) -> None:
    assert is_part_of(code, ancestor) is expected


def test_a_near_miss_is_answered_with_names_that_look_alike() -> None:
    assert suggest_regions("belitnug")[0] == "Belitung"
    assert suggest_regions("kabupaten belitnug")[0] == "Belitung"
    assert suggest_regions("pangkal pinag") == ["Pangkal Pinang"]
    assert suggest_regions("xyzzy") == []


@given(st.text(max_size=60))
def test_any_text_can_be_asked_for(text: str) -> None:
    assert region_named(text) in (None, *regions_named(text))
