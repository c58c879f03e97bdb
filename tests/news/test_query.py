"""What a query matches, in values alone."""

import pytest
from hypothesis import given

from news.grammar import parse_query
from news.query import And, Not, Or, Query, Words, matches, sought
from tests.make import make_reading
from tests.queries import queries

READING = make_reading(
    "Pemilih muda di Belitung", lead="Dana hibah pilkada cair. KPU senang.", outlet="Suara Demak"
)


@pytest.mark.parametrize(
    "text",
    [
        "pemilih",
        "PEMILIH",
        "pemilih belitung",
        "pemilih pilkada",
        '"dana hibah"',
        "judul:belitung",
        "media:demak",
        'media:"suara demak"',
        "banjir | pilkada",
        "pemilih -banjir",
        "pemilih -(banjir | gempa)",
        "pilkadanya",
        "kpu",
    ],
)
def test_what_matches(text: str) -> None:
    assert matches(parse_query(text), READING)


@pytest.mark.parametrize(
    "text",
    [
        "banjir",
        "pemilih banjir",
        "pemilih -pilkada",
        '"hibah dana"',
        '"belitung dana"',
        "judul:pilkada",
        "media:belitung",
        "demak",
        '"dana pilkada"',
        "banjir | gempa",
        "pemilih -(banjir | kpu)",
        "kp",
    ],
)
def test_what_does_not_match(text: str) -> None:
    assert not matches(parse_query(text), READING)


@given(queries)
def test_a_query_and_its_opposite_never_match_the_same(query: Query) -> None:
    assert matches(query, READING) is not matches(Not(query), READING)


def test_what_is_sought_leaves_out_what_is_excluded() -> None:
    query = parse_query('pemilu -kampanye ("dana hibah" | judul:kpu)')

    assert [term.text for term in sought(query)] == ["pemilu", "dana hibah", "kpu"]


def test_an_empty_reading_matches_only_what_is_excluded() -> None:
    words = Words(text="a", wanted=("a",))

    assert not matches(Or((words, And((words, words)))), make_reading(outlet=""))
    assert matches(Not(words), make_reading(outlet=""))
