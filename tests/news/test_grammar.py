"""The language of queries: what is written, what it means, and where it cannot be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.errors import Expected, QueryError
from news.grammar import DEEPEST, LONGEST, MOST_TERMS, parse_query, write_query
from news.query import And, Field, Named, Not, Or, Query, Words
from news.words import lemmas
from tests.queries import queries, query_texts

CONCEPTS = {"pemilu": "Pemilu", "pilkada": "Pilkada", "dana hibah": "Dana hibah"}


def _words(text: str, field: Field = Field.TEXT) -> Words | Named:
    wanted = tuple(lemmas(text))
    if text in CONCEPTS and field is not Field.OUTLET:
        return Named(text=text, concept=CONCEPTS[text], wanted=wanted, field=field)
    return Words(text=text, wanted=wanted, field=field)


def _error(text: str) -> QueryError | None:
    try:
        parse_query(text)
    except QueryError as error:
        return error
    return None


PEMILU, BELITUNG, PILKADA = _words("pemilu"), _words("belitung"), _words("pilkada")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("pemilu", PEMILU),
        ("  pemilu \n", PEMILU),
        ("pemilu belitung", And((PEMILU, BELITUNG))),
        ("pemilu DAN belitung", And((PEMILU, BELITUNG))),
        ("pemilu AND belitung", And((PEMILU, BELITUNG))),
        ("pemilu ATAU pilkada", Or((PEMILU, PILKADA))),
        ("pemilu OR pilkada", Or((PEMILU, PILKADA))),
        ("pemilu | pilkada", Or((PEMILU, PILKADA))),
        ("pemilu|pilkada", Or((PEMILU, PILKADA))),
        ("pemilu -belitung", And((PEMILU, Not(BELITUNG)))),
        ("pemilu BUKAN belitung", And((PEMILU, Not(BELITUNG)))),
        ("pemilu NOT belitung", And((PEMILU, Not(BELITUNG)))),
        ("-belitung pemilu", And((Not(BELITUNG), PEMILU))),
        ("pemilu --belitung", And((PEMILU, BELITUNG))),
        ("pemilu atau pilkada", And((PEMILU, _words("atau"), PILKADA))),
        ("pemilu belitung | pilkada", Or((And((PEMILU, BELITUNG)), PILKADA))),
        ("pemilu (belitung | pilkada)", And((PEMILU, Or((BELITUNG, PILKADA))))),
        ("pemilu (belitung pilkada)", And((PEMILU, BELITUNG, PILKADA))),
        ("pemilu | (belitung | pilkada)", Or((PEMILU, BELITUNG, PILKADA))),
        ("pemilu -(belitung | pilkada)", And((PEMILU, Not(Or((BELITUNG, PILKADA)))))),
        ("((pemilu))", PEMILU),
        ('"dana hibah"', _words("dana hibah")),
        ("“dana  hibah”", _words("dana hibah")),
        ('"ATAU"', _words("ATAU")),
        ("judul:pemilu", _words("pemilu", Field.TITLE)),
        ("Title:pemilu", _words("pemilu", Field.TITLE)),
        ('judul:"dana hibah"', _words("dana hibah", Field.TITLE)),
        ("media:antaranews", _words("antaranews", Field.OUTLET)),
        ("-outlet:antaranews pemilu", And((Not(_words("antaranews", Field.OUTLET)), PEMILU))),
        ("sub-urusan", _words("sub-urusan")),
        ("Jum'at", _words("Jum'at")),
        ("lain:pemilu", _words("lain:pemilu")),
    ],
)
def test_a_query_that_can_be_read(text: str, query: Query) -> None:
    assert parse_query(text) == query


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("", 0, Expected.WORD),
        ("   ", 3, Expected.WORD),
        ("!!!", 0, Expected.WORD),
        ("pemilu ATAU", 11, Expected.WORD),
        ("ATAU pemilu", 0, Expected.WORD),
        ("pemilu ATAU ATAU pilkada", 12, Expected.WORD),
        ("pemilu -", 7, Expected.WORD),
        ('pemilu ""', 7, Expected.WORD),
        ("()", 1, Expected.WORD),
        ("(pemilu", 7, Expected.CLOSING_PARENTHESIS),
        ("pemilu)", 6, Expected.OPERATOR),
        ("pemilu ) pilkada", 7, Expected.OPERATOR),
        ('pemilu "dana hibah', 18, Expected.CLOSING_QUOTE),
        ("-pemilu", 0, Expected.SOMETHING_TO_FIND),
        ("pemilu ATAU -pilkada", 12, Expected.SOMETHING_TO_FIND),
        ("pemilu (-pilkada)", 8, Expected.SOMETHING_TO_FIND),
        ("a " * MOST_TERMS + "a", 2 * MOST_TERMS, Expected.FEWER_TERMS),
        ("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1), DEEPEST, Expected.LESS_NESTING),
        ("a" * (LONGEST + 1), LONGEST, Expected.SHORTER_TEXT),
        ("-" * LONGEST, LONGEST - 1, Expected.WORD),
        ("(" * LONGEST, DEEPEST, Expected.LESS_NESTING),
        ("-(" * (LONGEST // 2), 2 * DEEPEST + 1, Expected.LESS_NESTING),
    ],
)
def test_a_query_that_cannot_be_read_says_where_and_what_was_expected(
    text: str, position: int, expected: Expected
) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text)

    assert (caught.value.position, caught.value.expected) == (position, expected)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("pemilu  OR pilkada", "pemilu ATAU pilkada"),
        ("pemilu AND belitung NOT kampanye", "pemilu belitung -kampanye"),
        ("title:“dana hibah”", 'judul:"dana hibah"'),
        ("outlet:antaranews", "media:antaranews"),
        ('"ATAU"', '"ATAU"'),
        ("a b | c", "a b ATAU c"),
        ("((a | b)) -(c d)", "(a ATAU b) -(c d)"),
        ("lain:pemilu", '"lain:pemilu"'),
    ],
)
def test_a_query_has_one_canonical_text(text: str, canonical: str) -> None:
    assert write_query(parse_query(text)) == canonical


@given(queries)
@settings(max_examples=400)
def test_the_canonical_text_gives_the_same_query_again(query: Query) -> None:
    assert parse_query(write_query(query)) == query


@given(st.text() | query_texts)
@settings(max_examples=400)
def test_any_text_is_a_query_or_says_where_it_is_none(text: str) -> None:
    if error := _error(text):
        assert error.text == text
        assert 0 <= error.position <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "|".join(["aaaaaa,"] * MOST_TERMS),
        "a|b (" * DEEPEST + "c|d e" + ")" * DEEPEST,
        "a (b|" * DEEPEST + "c" + ")" * DEEPEST,
        '"a b"|' * (MOST_TERMS - 1) + "a",
    ],
)
def test_a_query_that_was_read_once_can_always_be_read_again(text: str) -> None:
    if error := _error(text):
        assert error.expected is Expected.SHORTER_TEXT
    else:
        query = parse_query(text)
        assert parse_query(write_query(query)) == query


def test_a_query_holds_no_character_that_a_database_refuses() -> None:
    query = parse_query('pemilu\x00 "dana\x00\ud800 hibah" a\u202eb')

    assert write_query(query) == 'pemilu "dana hibah" ab'
    assert parse_query(write_query(query)) == query
