"""Deep links carry a search into the private chat, and nothing that they were not meant to."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.deep_links import PLAIN, linked_query, search_parameter
from news.text import clean


@given(st.text().map(clean))
def test_a_query_that_fits_comes_back_and_any_parameter_is_one_that_telegram_takes(query: str) -> None:
    parameter = search_parameter(query)

    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", parameter)
    assert linked_query(parameter) == ("" if parameter == PLAIN else query)


def test_forty_four_letters_fit_and_no_more() -> None:
    assert linked_query(search_parameter("x" * 44)) == "x" * 44
    assert search_parameter("x" * 45) == PLAIN


@given(st.text() | st.from_regex(r"cari-[A-Za-z0-9_-]{1,59}", fullmatch=True))
def test_any_parameter_can_be_read(parameter: str) -> None:
    assert clean(linked_query(parameter)) == linked_query(parameter)


@pytest.mark.parametrize("parameter", ["", "inline", "cari-", "cari-!", "cari-_w", "topik-cGVtaWx1"])
def test_what_is_no_search_brings_none(parameter: str) -> None:
    assert linked_query(parameter) == ""
