"""Spelling: what is near to a word, by its letters and by its sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.spelling import (
    Known,
    Meant,
    beginning,
    beginnings_near,
    divided,
    edits,
    endings_near,
    is_spelled,
    joined,
    names,
    names_like,
    nearest,
    sound,
    sounds_near,
    words_near,
)

letters = st.text("abcdefghijklmnopqrstuvwxyz", max_size=9)


def nearest_of(asked: str, *known: str) -> list[str]:
    return [meant.text for meant in nearest(asked, [Known(word, 1) for word in known])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("soekarno", "sukarno"),
        ("tjempaka", "cempaka"),
        ("djakarta", "jakarta"),
        ("jogja", "yogya"),
        ("masjarakat", "masyarakat"),
        ("inflassi", "inflasi"),
        ("taun", "tahun"),
        ("nopember", "november"),
        ("aktip", "aktif"),
        ("karnafian", "karnavian"),
        ("warganga", "warganya"),
        ("mempengaruhi", "memengaruhi"),
        ("memfitnah", "mempitnah"),
        ("ijin", "iyin"),
        ("exekutif", "eksekutif"),
    ],
)
def test_spellings_of_one_word_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@given(letters)
def test_sounding_a_sound_changes_nothing_more_than_once(word: str) -> None:
    assert set(sound(word)) <= set("abcdegijklmnoprstuw")


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("pemilu", "pemilu", 0),
        ("pemilu", "pemlu", 1),
        ("pemilu", "pemiluh", 1),
        ("pemilu", "pemila", 1),
        ("pemilu", "pemliu", 1),
        ("pemilu", "epmiluh", 2),
        ("pemilu", "pamelu", 2),
        ("pemilu", "pamelo", None),
        ("pemilu", "bupati", None),
        ("pemilu", "", None),
        ("pem", "pemilu", None),
    ],
)
def test_edits_are_counted(one: str, other: str, number: int | None) -> None:
    assert edits(one, other, most=2) == edits(other, one, most=2) == number


@st.composite
def _edited(draw: st.DrawFn, size: int, letters: str = "abcdegijklmnoprstuw") -> tuple[str, str]:
    """A word of so many letters, and what becomes of it with an edit."""
    word = draw(st.text(letters, min_size=size, max_size=size))
    place = draw(st.integers(0, size))
    before, after, letter = word[:place], word[place:], draw(st.sampled_from(letters))
    ways = (
        before + letter + after,
        before + after[1:],
        before + letter + after[1:],
        before + after[1:2] + after[:1] + after[2:],
    )
    return word, draw(st.sampled_from(ways))


@given(_edited(5, "abcdefghijklmnopqrstuvwxyz"))
def test_every_edit_is_found_among_all_that_there_are(pair: tuple[str, str]) -> None:
    word, edited = pair

    assert edited in words_near(word)


@pytest.mark.parametrize("word", ["pemilu", "aaaa", "dana"])
def test_nothing_else_is_found_among_them(word: str) -> None:
    assert all(edits(word, each, most=1) is not None for each in words_near(word))


@given(_edited(5))
def test_every_edit_of_a_sound_is_found_among_all_that_there_are(pair: tuple[str, str]) -> None:
    assert pair[1] in sounds_near(pair[0])


@given(_edited(6), _edited(6))
def test_a_sound_is_found_by_its_beginning_where_each_half_has_an_edit(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    meant, heard = (f"{one}nn{other}" for one, other in zip(first, second, strict=True))

    begins = [each for each in beginnings_near(heard) if meant.startswith(each)]
    assert meant.startswith(beginning(heard)) or any(
        meant[len(each) :] in endings_near(heard) for each in begins
    )


def test_the_nearest_comes_first_and_of_two_as_near_the_more_frequent() -> None:
    known = [Known("pemilih", 900), Known("pemilu", 7), Known("pemicu", 8), Known("pemuda", 9)]

    assert nearest("pemilhu", known) == [
        Meant("pemilu", 0.5),
        Meant("pemilih", 1.5),
        Meant("pemicu", 1.5),
    ]


def test_habits_cost_less_than_edits() -> None:
    assert nearest_of("karnafian", "karnapian", "karnalian", "karnavian") == [
        "karnapian",
        "karnavian",
        "karnalian",
    ]


def test_people_hardly_ever_err_in_the_first_letter() -> None:
    assert nearest_of("bupate", "aupate", "bupati") == ["bupati", "aupate"]


def test_a_short_word_is_allowed_one_edit_and_a_longer_one_two() -> None:
    assert nearest_of("desak", "dasar", "besak") == ["besak"]
    assert nearest_of("banjirr", "banjar") == ["banjar"]


def test_a_word_is_never_suggested_for_itself() -> None:
    assert nearest_of("pemilu", "pemilu") == []


def test_a_word_is_divided_where_both_parts_may_be_words() -> None:
    assert [meant.text for meant in divided("dijakarta")] == [
        "di jakarta",
        "dij akarta",
        "dija karta",
        "dijak arta",
        "dijaka rta",
    ]
    assert divided("abcd") == []
    assert joined("pan", "gkal").text == "pangkal"


@pytest.mark.parametrize("word", ["", "kpu", "a" * 25, "g20an", "выборы", "pemilu damai", "Pemilu"])
def test_some_words_have_no_spelling(word: str) -> None:
    assert not is_spelled(word)


@pytest.mark.parametrize(
    ("asked", "name"),
    [("belitong", "belitung"), ("kemendagry", "kemendagri"), ("pangkalpinng", "pangkalpinang")],
)
def test_names_of_regions_and_concepts_are_words_too(asked: str, name: str) -> None:
    assert name in names()
    assert nearest(asked, names_like(asked))[0].text == name


def test_a_name_that_is_farther_away_is_looked_for_by_its_beginning() -> None:
    assert nearest("kemendegrri", names_like("kemendegrri"))[0].text == "kemendagri"
    assert "kemend" in beginnings_near(sound("kmendagry"))
    assert beginning("sambas") == ""
