"""Respelling: the words of a query's text, and the text with some of them changed."""

from hypothesis import given

from news.errors import QueryError
from news.grammar import parse_search
from news.respelling import Change, Written, respelled, side_by_side, written_words
from tests.queries import query_texts


def written(text: str) -> list[Written]:
    return written_words(text, parse_search(text).query)


def changed(text: str, word: str, other: str) -> str:
    return respelled(text, [each.change(other) for each in written(text) if each.word == word])


def test_the_words_are_those_that_are_looked_for_in_what_items_say() -> None:
    text = (
        '(Hibah ATAU "dana  désa") -kampanye judul:judul media:kabar wilayah:babel sejak:2026-01-01 =bupati'
    )

    assert [each.word for each in written(text)] == ["hibah", "dana", "desa", "judul", "bupati"]
    assert [text[each.start : each.end] for each in written(text)] == [
        "Hibah", "dana", "désa", "judul", "bupati",
    ]  # fmt: skip


def test_everything_else_stays_as_it_was_written() -> None:
    text = '  (hibh ATAU  "dana hibh") -hibah judul:hibh JUDUL:=hibh media:hibh sejak:2026-01-01 '

    assert (
        changed(text, "hibh", "hibah")
        == '  (hibah ATAU  "dana hibah") -hibah judul:hibah JUDUL:=hibah media:hibh sejak:2026-01-01 '
    )


def test_two_words_behind_a_field_are_quoted() -> None:
    assert changed("judul:danahibah", "danahibah", "dana hibah") == 'judul:"dana hibah"'
    assert changed("=danahibah", "danahibah", "dana hibah") == '="dana hibah"'
    assert changed('"danahibah"', "danahibah", "dana hibah") == '"dana hibah"'
    assert changed("danahibah", "danahibah", "dana hibah") == "dana hibah"


def test_a_word_that_is_as_long_as_its_field_is_found_behind_it() -> None:
    assert changed("judul:judul", "judul", "jurus") == "judul:jurus"


def test_words_stand_side_by_side_with_nothing_but_spaces_between_them() -> None:
    def beside(text: str) -> bool:
        one, other = written(text)
        return side_by_side(text, one, other)

    assert beside("pan  gkal")
    assert beside('"pan gkal"')
    assert not beside("pan-gkal")
    assert not beside("pan ATAU gkal")
    assert not beside('pan "gkal"')
    assert not beside("judul:pan gkal")
    assert not beside("pan =gkal")


def test_no_words_are_found_in_other_scripts_than_ours_that_are_not_there() -> None:
    assert [each.word for each in written("選挙 выборы 2026")] == ["選挙", "выборы"]


@given(query_texts)
def test_every_word_stands_where_it_is_said_to_stand(text: str) -> None:
    try:
        found = written(text)
    except QueryError:
        return

    assert (
        respelled(text, [Change(start=w.start, end=w.end, text=text[w.start : w.end]) for w in found]) == text
    )
    assert all(text[w.start : w.end].isalpha() for w in found)


@given(query_texts)
def test_a_query_can_be_read_with_other_words(text: str) -> None:
    try:
        found = written(text)
    except QueryError:
        return

    parse_search(respelled(text, [each.change("pemilu") for each in found]))
