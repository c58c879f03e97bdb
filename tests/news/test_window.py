"""The window finds the items that share rare words with another one, until they are forgotten."""

from collections.abc import Sequence, Set
from itertools import combinations
from math import sqrt

from hypothesis import given, settings
from hypothesis import strategies as st

from news.ids import ItemId
from news.likeness import Traits
from news.window import Window

ROBOH, RAPAT, PANEN = ItemId(1), ItemId(2), ItemId(3)
_NAMES = tuple(f"kampung{letter}" for letter in "abcdefghijkl")
_headlines = st.lists(st.frozensets(st.sampled_from(_NAMES), min_size=1, max_size=6), min_size=1, max_size=8)


def told(headline: str, *, lead: str = "", at: float = 0) -> Traits:
    """The traits of an item with these words."""
    words = tuple(lead.split())
    return Traits(outlet="Kabar Pagi", link="", at=at, headline=tuple(headline.split()), lead=words)


def window_of(*headlines: Traits) -> Window:
    """A window of items, numbered from 1."""
    window = Window()
    for number, traits in enumerate(headlines, start=1):
        window.add(ItemId(number), traits)
    return window


def three() -> Window:
    return window_of(
        told("jembatan kalirejo roboh sore", at=1),
        told("rapat waringin", at=2),
        told("panen jagung kalirejo", at=3),
    )


def test_the_nearest_item_is_the_one_that_says_most_of_the_same() -> None:
    window = window_of(told("jembatan kalirejo roboh"), told("jembatan waringin"), told("panen jagung"))

    assert window.nearest(told("jembatan kalirejo"), 9) == [ROBOH, RAPAT]
    assert window.nearest(told("jembatan kalirejo"), 1) == [ROBOH]


def test_a_word_of_the_headline_counts_more_than_one_of_the_lead() -> None:
    window = window_of(told("waringin besar"), told("kalirejo kecil"))

    assert window.nearest(told("kalirejo", lead="waringin"), 2) == [ItemId(2), ItemId(1)]
    assert window.nearest(told("waringin", lead="kalirejo"), 2) == [ItemId(1), ItemId(2)]


def test_what_everybody_says_brings_no_items_near() -> None:
    assert window_of(told("yang kalirejo")).nearest(told("yang waringin"), 9) == []


def test_an_empty_window_and_an_item_without_words_have_nothing_near() -> None:
    assert Window().nearest(told("jembatan kalirejo"), 9) == []
    assert three().nearest(told(""), 9) == []


def test_forgotten_items_are_named_and_found_no_more() -> None:
    window = three()

    forgotten = window.forget_before(3)

    assert [item_id for item_id, _ in forgotten] == [ROBOH, RAPAT]
    assert [ROBOH in window, PANEN in window, len(window)] == [False, True, 1]
    assert window.nearest(told("jembatan kalirejo waringin"), 9) == [PANEN]


def test_forgetting_goes_by_time_whatever_the_order_in_which_items_came() -> None:
    window = window_of(*(told("rapat", at=at) for at in (5, 1, 9, 4)))

    assert [item_id for item_id, _ in window.forget_before(6)] == [2, 4, 1]


def test_a_window_through_which_all_has_passed_finds_as_a_new_one_does() -> None:
    window = three()
    for number in range(4, 60):
        window.add(ItemId(number), told("jembatan kalirejo", at=number))
    window.forget_before(60)
    window.add(ItemId(60), told("jembatan kalirejo waringin", at=60))

    assert len(window) == 1
    assert window.nearest(told("waringin"), 9) == [ItemId(60)]
    assert window.rarity.of("jagung") == window_of(told("jembatan kalirejo waringin")).rarity.of("jagung")


def test_of_more_uses_than_are_looked_at_the_newest_are() -> None:
    window = window_of(*(told("kalirejo", at=number) for number in range(1_000)))

    assert window.nearest(told("kalirejo"), 9999)[-1] > ItemId(300)


@settings(deadline=None)
@given(headlines=_headlines, words=st.frozensets(st.sampled_from(_NAMES), min_size=1, max_size=6))
def test_few_items_are_found_as_if_each_had_been_compared(
    headlines: Sequence[Set[str]], words: Set[str]
) -> None:
    window = window_of(*(told(" ".join(sorted(each))) for each in headlines))

    found = window.nearest(told(" ".join(sorted(words))), 99)

    compared = {ItemId(number): cosine(words, each, window) for number, each in enumerate(headlines, start=1)}
    assert set(found) == {item_id for item_id, near in compared.items() if near}
    # Rarity moves a little while items come in: only what is clearly nearer must come first.
    assert [pair for pair in combinations(found, 2) if compared[pair[1]] > 1.4 * compared[pair[0]]] == []


@settings(deadline=None)
@given(headlines=_headlines, others=_headlines, words=st.frozensets(st.sampled_from(_NAMES), min_size=1))
def test_an_item_in_other_words_is_found_as_if_it_had_always_been_told_in_them(
    headlines: Sequence[Set[str]], others: Sequence[Set[str]], words: Set[str]
) -> None:
    before = [told(" ".join(sorted(each))) for each in headlines]
    after = [told(" ".join(sorted(each))) for each in others][: len(before)]
    window = window_of(*before)
    for number, traits in enumerate(after, start=1):
        window.replace(ItemId(number), traits)

    always = window_of(*after, *before[len(after) :])
    asked = told(" ".join(sorted(words)))
    assert set(window.nearest(asked, 99)) == set(always.nearest(asked, 99))
    assert {word: window.rarity.of(word) for word in _NAMES} == {
        word: always.rarity.of(word) for word in _NAMES
    }


def test_an_item_in_other_words_is_forgotten_when_its_time_has_come() -> None:
    window = three()
    window.replace(ROBOH, told("kalirejo banjir", at=1))

    assert window.forget_before(2) == [(ROBOH, told("kalirejo banjir", at=1))]
    assert window.nearest(told("banjir kalirejo roboh"), 9) == [PANEN]


def cosine(one: Set[str], other: Set[str], window: Window) -> float:
    """By the definition: rarity of the words in common, by the lengths of both."""
    return _square(one & other, window) / sqrt(_square(one, window) * _square(other, window))


def _square(words: Set[str], window: Window) -> float:
    return sum(window.rarity.of(word) ** 2 for word in words)
