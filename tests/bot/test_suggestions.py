"""The topics that we suggest are topic packs, named in buttons by their keys."""

import pytest

from bot.refusals import StaleButton
from bot.suggestions import pages, suggestion, suggestions
from news.packs import packs

LONGEST_DATA = 64


def test_the_first_packs_are_suggested_in_a_fixed_order() -> None:
    keys = [pack.key for pack in suggestions()]
    assert keys == ["kesbangpol", "pemilu", "pilkada", "ormas", "korupsi", "bencana"]


def test_a_button_names_a_pack_even_if_we_no_longer_suggest_it() -> None:
    assert suggestion("dana-hibah").name == packs()["dana-hibah"].name


@pytest.mark.parametrize("key", ["", "0", "dana hibah", "Pemilu"])
def test_a_button_that_names_no_pack_is_stale(key: str) -> None:
    with pytest.raises(StaleButton):
        suggestion(key)


@pytest.mark.parametrize("page", [pages(), 99])
def test_there_is_no_page_behind_the_last_one(page: int) -> None:
    assert suggestions(pages() - 1)

    with pytest.raises(StaleButton):
        suggestions(page)


def test_every_key_fits_into_a_button() -> None:
    assert max(len(f"unfollow:{key}:{pages()}".encode()) for key in packs()) <= LONGEST_DATA
