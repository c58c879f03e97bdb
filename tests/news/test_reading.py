"""The one analyser: what a reading holds, for any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.boilerplate import lead, without_boilerplate
from news.errors import QueryError
from news.grammar import parse_query
from news.query import matches
from news.reading import Passage, read

MEGABYTE = 1_000_000
SHAPES = [
    "(",
    "-",
    "a",
    "a-",
    "a ",
    "KPU ",
    "KPU (",
    "PBB ",
    "Kota Bogor ",
    "Badan ",
    "“",
    "\n",
    "BACA JUGA: ",
]


def concepts_in(passage: Passage) -> list[str]:
    return [found.concept for found in passage.concepts]


def test_every_part_is_read_into_words_lemmas_and_concepts() -> None:
    reading = read("Rakor Pemilu", "Bakesbangpol mengundang para pemilih.", outlet="ANTARA News")
    assert reading.title.forms == ("Rakor", "Pemilu")
    assert reading.lead.lemmas == ("bakesbangpol", "undang", "para", "pilih")
    assert reading.lead.folded == ("bakesbangpol", "mengundang", "para", "pemilih")
    assert (concepts_in(reading.title), concepts_in(reading.lead)) == (["Pemilu"], ["Kesbangpol"])
    assert reading.outlet.lemmas == ("antara", "news", "antaranews")


def test_what_the_body_says_decides_what_a_short_form_in_the_headline_means() -> None:
    alone = read("Ketua PBB datang")
    told = read("Ketua PBB datang", body="Sidang umum Perserikatan Bangsa-Bangsa dimulai di New York.")
    assert concepts_in(alone.title) == []
    assert len(concepts_in(told.title)) == 1


def test_an_abbreviation_that_the_item_defines_means_what_the_item_says() -> None:
    reading = read("PKB dibuka", "Pesta Kesenian Bali (PKB) dibuka gubernur.")
    assert concepts_in(reading.title) == []


def test_what_an_item_names_is_told_once_the_headline_first() -> None:
    body = "Bawaslu dan KPU hadir. DPR menyusul."

    assert read("KPU dan Pemilu", "Bawaslu mengawasi Pemilu.", body=body).named == (
        "KPU",
        "Pemilu",
        "Bawaslu",
        "DPR",
    )


def test_the_dateline_weighs_most() -> None:
    reading = read("Harga cabai naik di Kota Bandung", "Pasokan berkurang.", place="PALEMBANG")
    assert [placed.code for placed in reading.regions] == ["16.71", "32.73"]


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_text_can_be_read(title: str, body: str) -> None:
    reading = read(title, lead(body), body=without_boilerplate(body))
    for passage in (reading.title, reading.lead, reading.body):
        assert len(passage.forms) == len(passage.lemmas) == len(passage.folded)
        assert all(found.end <= len(passage.forms) for found in passage.concepts)


@settings(deadline=None)
@given(st.text())
def test_any_query_either_parses_or_says_where_it_cannot_be_read(text: str) -> None:
    place = _place_of_error(text)
    assert place is None or 0 <= place <= len(text)


def _place_of_error(text: str) -> int | None:
    try:
        matches(parse_query(text), read(""))
    except QueryError as error:
        return error.position
    return None


@pytest.mark.parametrize("shape", SHAPES)
def test_a_megabyte_of_anything_is_read_and_refused_as_a_query(shape: str) -> None:
    text = shape * (MEGABYTE // len(shape))
    reading = read(text[:300], lead(text), body=without_boilerplate(text))
    assert len(reading.body.forms) <= MEGABYTE
    with pytest.raises(QueryError):
        parse_query(text)
