"""Likeness: items tell one event if they say much of each other's headline and little speaks against it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.item import Item
from news.likeness import Comparison, Evidence, Surroundings, likeness, traits
from news.rarity import Rarity
from tests.clocks import MORNING
from tests.make import make_item

BRIDGE = "Jembatan Waringin Roboh, Tiga Pekerja Luka"
_MANY = [f"kampung{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
_texts = st.text(max_size=60) | st.lists(st.sampled_from(BRIDGE.split()), max_size=60).map(" ".join)


def told(title: str, *, lead: str = "", outlet: str = "Kabar Pagi", hours: float = 0) -> Item:
    """An item of one outlet, so many hours after the morning."""
    return make_item(title=title, lead=lead, outlet=outlet, published_at=MORNING + timedelta(hours=hours))


def compared(one: Item, other: Item, *around: Item, nearer: int = 0) -> Evidence:
    """The evidence amid the other and those `around`, when no items have been counted."""
    amid = Surroundings([traits(item) for item in (other, *around)], Rarity().of)
    found = Comparison(traits(one), amid).evidence(traits(other), nearer=nearer)
    assert found
    return found


def alike(one: str, other: str, *around: str, outlet: str = "Warta Sore", hours: float = 2) -> float:
    """The likeness of two headlines, the other one of another outlet and two hours later."""
    near = [traits(told(other, outlet=outlet, hours=hours)), *map(traits, map(told, around))]
    return likeness(
        Comparison(traits(told(one)), Surroundings(near, Rarity().of)).evidence(near[0], nearer=0)
    )


def test_two_reports_of_one_event_are_alike_in_other_words_and_another_order() -> None:
    assert alike(BRIDGE, "Tiga Pekerja Terluka akibat Robohnya Jembatan Waringin") > 0.9
    assert alike(BRIDGE, "Panen Raya Jagung di Lembah Sunyi Melimpah") < 0.1


def test_words_that_mean_the_same_are_the_same() -> None:
    assert alike("Penyair Larasati Meninggal", "Penyair Larasati Wafat") > 0.9
    assert compared(told("Penyair Larasati Meninggal"), told("Penyair Larasati Wafat")).least == 1


def test_how_a_thing_is_shown_is_not_looked_at() -> None:
    assert traits(told(f"Video: Momen {BRIDGE}")).headline == traits(told(BRIDGE)).headline


def test_a_lead_may_say_what_the_headline_of_the_other_says() -> None:
    one = told(BRIDGE)
    without = compared(one, told("Musibah Jembatan Waringin", lead="Cuaca cerah."))
    with_it = compared(one, told("Musibah Jembatan Waringin", lead="Tiga pekerja luka ketika roboh."))

    assert with_it.most > without.most
    assert likeness(with_it) > likeness(without)


def test_a_word_that_everybody_around_says_counts_for_next_to_nothing() -> None:
    around = [f"Banjir Kalirejo {told}" for told in ("Surut", "Meluas", "Susulan", "Rendam Pasar") * 5]
    one, other = "Banjir Kalirejo: Sekolah Libur", "Banjir Kalirejo: Gubernur Datang"

    assert compared(told(one), told(other), *map(told, around)).shared < 0.2
    assert alike(one, other, *around) < 0.2 < alike(one, other)


def test_the_toll_of_another_day_is_another_count_of_the_same() -> None:
    today = told("Banjir Kalirejo: 12 Orang Tewas")

    assert compared(today, told("Banjir Kalirejo: 19 Orang Tewas")).other_counts
    assert not compared(today, told("Banjir Kalirejo: 12 Orang Meninggal")).other_counts
    assert not compared(today, told("Banjir Kalirejo: 19 Rumah Hanyut")).other_counts


@pytest.mark.parametrize(
    ("other", "kinds"),
    [
        ("Jadwal Siaran Langsung Garuda vs Elang", 0),
        ("Hasil Garuda vs Elang: Skor 3-1", 2),
        ("Garuda Bertemu Elang", 1),
    ],
)
def test_a_preview_is_another_kind_of_article_than_the_result(other: str, kinds: int) -> None:
    assert compared(told("Prediksi Garuda vs Elang"), told(other)).other_kinds == kinds


def test_the_nearer_in_time_and_among_other_items_the_more_two_are_alike() -> None:
    one, other = told(BRIDGE), told("Tiga Pekerja Luka, Jembatan Waringin Roboh")

    assert alike(BRIDGE, other.title, hours=1) > alike(BRIDGE, other.title, hours=18)
    assert likeness(compared(one, other)) > likeness(compared(one, other, nearer=5))
    assert compared(one, other, nearer=50) == compared(one, other, nearer=5_000)


def test_one_outlet_seldom_tells_an_event_twice() -> None:
    same = "Tiga Pekerja Luka, Jembatan Waringin Roboh"

    assert alike(BRIDGE, same, outlet="Kabar Pagi") < alike(BRIDGE, same, outlet="Warta Sore")


_SOME = compared(told("Jembatan Waringin Roboh"), told("Jembatan Waringin Diresmikan"))


@pytest.mark.parametrize("against", [{"other_counts": True}, {"other_kinds": 1}, {"one_outlet": True}])
def test_what_differs_speaks_against_one_event(against: dict[str, Any]) -> None:
    plain = replace(_SOME, one_outlet=False)

    assert likeness(replace(plain, **against)) < likeness(plain)


@pytest.mark.parametrize("for_it", ["least", "most", "actors", "shared"])
def test_what_is_shared_speaks_for_one_event(for_it: str) -> None:
    much: dict[str, Any] = {for_it: 1.0}
    nothing: dict[str, Any] = {for_it: 0.0}

    assert likeness(replace(_SOME, **much)) > likeness(replace(_SOME, **nothing))


def test_all_that_either_says_of_the_others_headline_is_shared_up_to_a_measure() -> None:
    one = told("Jembatan Roboh", lead="Pasar Kalirejo sepi.")
    said = [compared(one, told(other)).shared for other in ("Jembatan Roboh", "Pasar Roboh Jembatan")]

    assert said == sorted(set(said))
    around = [told("Cuaca Cerah")] * 19
    assert (
        compared(told(" ".join(_MANY)), told(" ".join(_MANY)), *around).shared
        == compared(told(" ".join(_MANY[1:])), told(" ".join(_MANY[1:])), *around).shared
    )


def test_a_report_of_the_next_day_is_mostly_another_days() -> None:
    evening, later, day = (likeness(replace(_SOME, hours=hours)) for hours in (18.0, 19.0, 21.0))

    assert evening - later < (later - day) / 3


def test_who_acts_is_the_first_word_that_tells() -> None:
    around = ["Rapat Anggaran Ditunda", "Panen Jagung Melimpah", "Cuaca Cerah Sepekan"]
    one, same = "Larasati Kunjungi Pasar Waringin", "Larasati Datang ke Pasar Waringin"
    found = [
        compared(told(one), told(other), *map(told, around)).actors for other in (same, "Pasar Waringin")
    ]

    assert found == [1, 0.5]


def test_items_years_apart_are_not_alike() -> None:
    assert alike(BRIDGE, BRIDGE, hours=24 * 365 * 20) == 0


@settings(deadline=None)
@given(first=_texts, second=_texts, lead=_texts, hours=st.floats(-1e5, 1e5))
def test_any_two_items_are_alike_to_a_degree_between_nothing_and_certainty(
    first: str, second: str, lead: str, hours: float
) -> None:
    one, other = traits(told(first, lead=second)), traits(told(second, lead=lead, hours=hours))
    found = Comparison(one, Surroundings([other], Rarity().of)).evidence(other, nearer=0)

    assert found is None or 0 <= found.least <= found.most <= 1 + 1e-9
    assert 0 <= likeness(found) <= 1


def test_one_word_in_common_is_a_subject_and_no_event() -> None:
    assert alike("Jembatan Roboh", "Jembatan Diresmikan") == 0


@settings(deadline=None)
@given(order=st.permutations(_MANY))
def test_shares_are_the_same_in_whatever_order_words_come(order: list[str]) -> None:
    # To the last digit: sets have another order in each process, and all must place items alike.
    around = [told(" ".join(_MANY[:size])) for size in range(1, len(_MANY))]
    other = told(" ".join(_MANY[::2]), lead=_MANY[1])

    found, usual = (compared(told(" ".join(words)), other, *around) for words in (order, _MANY))

    assert (found.least, found.most) == (usual.least, usual.most)
