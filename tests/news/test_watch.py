"""Watching for many queries at once finds exactly what asking each of them would."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.grammar import parse_query
from news.query import And, Field, Inside, Named, Not, Or, Query, Words, matches
from news.reading import Reading, read
from news.watch import Watch
from tests.make import make_reading
from tests.queries import queries, texts

_few = st.sampled_from("pilih bupati dana hibah demak kpu komisi umum".split())
_fields = st.sampled_from(Field)
_runs = st.lists(_few, min_size=1, max_size=6).map(tuple)
_terms: st.SearchStrategy[Query] = (
    st.builds(Words, text=st.just("ditulis"), wanted=_runs, field=_fields, exact=st.booleans())
    | st.builds(
        Named,
        text=st.just("ditulis"),
        concept=st.sampled_from(["KPU", "Kesbangpol"]),
        wanted=_runs,
        field=_fields,
    )
    | st.builds(
        Inside, text=st.just("ditulis"), codes=st.sampled_from([("33.21",), ("33",), ("19", "33.21")])
    )
)


def _joined(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(parts, max_size=4).map(tuple)
    return several.map(And) | several.map(Or) | parts.map(Not)


any_queries = st.recursive(_terms, _joined, max_leaves=24)
"""Queries out of few terms, which are often in an item; also such as no text stands for."""

simple_queries = st.lists(_terms, min_size=1, max_size=3).map(tuple).map(And)

_words = st.lists(
    st.sampled_from("pemilih memilih bupati dana hibah Demak KPU Komisi Pemilihan Umum Kesbangpol".split()),
    max_size=8,
).map(" ".join)
readings = st.builds(
    read,
    _words | texts,
    _words | texts,
    body=_words,
    outlet=st.sampled_from(["", "Suara Demak", "kpu"]),
    home=st.sampled_from(["", "19.02", "33.21"]),
)


def _asked_one_by_one(queries_by_key: Mapping[int, Query], reading: Reading) -> set[int]:
    return {key for key, query in queries_by_key.items() if matches(query, reading)}


@given(st.lists(any_queries | queries, max_size=12), readings)
@settings(max_examples=600)
def test_a_watch_finds_exactly_what_matches(asked: Sequence[Query], reading: Reading) -> None:
    topics = dict(enumerate(asked))

    assert Watch(topics.items()).matching(reading) == _asked_one_by_one(topics, reading)


@given(
    st.lists(st.tuples(st.integers(0, 5), any_queries | simple_queries | st.none()), max_size=20), readings
)
@settings(max_examples=300)
def test_whatever_was_added_and_removed_the_rest_is_found(
    changes: Sequence[tuple[int, Query | None]], reading: Reading
) -> None:
    watch, topics = Watch[int](), dict[int, Query]()
    for key, query in changes:
        if query is None:
            watch.remove(key)
            topics.pop(key, None)
        else:
            watch.add(key, query)
            topics[key] = query

    assert len(watch) == len(topics)
    assert watch.matching(reading) == _asked_one_by_one(topics, reading)


READING = make_reading(
    "Pemilih muda di Belitung",
    lead="Dana hibah pilkada cair. Komisi Pemilihan Umum senang.",
    outlet="Suara Demak",
)


@pytest.mark.parametrize(
    "text",
    [
        "memilih",
        "pemilih pilkada",
        "pemilih pilkada cair",
        "banjir ATAU pilkada",
        '"dana hibah"',
        '"dana hibah pilkada cair"',
        '"muda di belitung" "dana hibah pilkada cair"',
        '"pemilih muda di belitung"',
        '"komisi pemilihan umum"',
        "=pemilih",
        "kpu",
        "judul:belitung",
        "media:demak",
        "wilayah:babel",
        "pemilih -banjir",
        "pemilih -banjir -gempa -(longsor cair)",
        '"dana hibah pilkada cair komisi pemilihan umum senang"',
        "pemilih (banjir ATAU pilkada)",
    ],
)
def test_every_kind_of_query_is_found(text: str) -> None:
    assert Watch([("topic", parse_query(text))]).matching(READING) == {"topic"}


@pytest.mark.parametrize(
    "text",
    [
        "banjir",
        "pemilih banjir",
        '"hibah dana"',
        '"belitung dana"',
        '"dana hibah pilkada gagal"',
        '"dana hibah pilkada cair komisi pemilihan umum gembira"',
        "=memilih",
        "judul:pilkada",
        "media:belitung",
        "demak",
        "wilayah:demak",
        "pemilih -pilkada",
        "pemilih -banjir -gempa -(pilkada cair)",
        "pemilih (banjir ATAU gempa)",
    ],
)
def test_what_does_not_match_is_not_found(text: str) -> None:
    assert Watch([("topic", parse_query(text))]).matching(READING) == set()


def test_everybody_who_asks_the_same_is_found() -> None:
    pemilu, pilkada = parse_query("pemilih -banjir"), parse_query("pilkada | cair")
    watch = Watch([(1, pemilu), (2, pilkada), (3, pemilu), (4, pilkada)])

    assert watch.matching(READING) == {1, 2, 3, 4}

    watch.remove(1)
    watch.remove(2)

    assert watch.matching(READING) == {3, 4}


def test_a_key_asks_one_query_the_last_that_it_was_given() -> None:
    watch = Watch([(1, parse_query("pemilih")), (1, parse_query("banjir"))])

    assert watch.matching(READING) == set()

    watch.add(1, parse_query("pilkada"))

    assert watch.matching(READING) == {1}
    assert len(watch) == 1


def test_removing_what_is_not_watched_changes_nothing() -> None:
    watch = Watch([(1, parse_query("pemilih"))])

    watch.remove(2)

    assert watch.matching(READING) == {1}


@pytest.mark.parametrize("removed", ["pemilih", "pilkada", "pemilih pilkada"])
def test_a_query_is_still_found_when_one_of_the_same_words_is_removed(removed: str) -> None:
    texts = ["pemilih", "pilkada", "pemilih pilkada", "pemilih pilkada cair"]
    watch = Watch((text, parse_query(text)) for text in texts)

    watch.remove(removed)

    assert watch.matching(READING) == set(texts) - {removed}


@pytest.mark.parametrize(("word", "found"), [("cair", {1}), ("gempa", set())])
def test_a_query_with_more_ways_than_can_be_written_down_is_found(word: str, found: set[int]) -> None:
    rarer = [f"(x{number} | pilih)" for number in range(10)]
    commoner = [f"(x{number} | {word})" for number in range(10, 30)]

    assert Watch([(1, parse_query(" ".join(rarer + commoner)))]).matching(READING) == found
