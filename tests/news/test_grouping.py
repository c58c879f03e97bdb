"""Grouping: items that tell one event are one story, whoever tells it, and others are not."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.grouping import REACH, Grouping, Placement
from news.ids import ItemId
from news.item import Item
from news.likeness import traits
from tests.clocks import MORNING
from tests.make import make_item

HOUR = timedelta(hours=1)
BRIDGE = "Jembatan Waringin Roboh, Tiga Pekerja Luka"
SAME_BRIDGE = "Tiga Pekerja Terluka akibat Robohnya Jembatan Waringin"
_URL = "https://kabar.example/baca/7"
_WORDS = "banjir kalirejo roboh jembatan waringin 12 orang tewas hasil jadwal yang larasati wafat".split()
_texts = st.text(max_size=40) | st.lists(st.sampled_from(_WORDS), max_size=9).map(" ".join)
_items = st.lists(
    st.tuples(_texts, _texts, st.sampled_from("ABC"), st.integers(-9_999, 9_999), st.integers(0, 30)),
    max_size=12,
)


def told(
    number: int, title: str, *, lead: str = "", outlet: str = "", url: str = "", hours: float = 0
) -> Item:
    """An item of an outlet of its own, so many hours after the morning."""
    return make_item(
        id=number, title=title, lead=lead, outlet=outlet or f"Kabar {number}", url=url,
        published_at=MORNING + hours * HOUR,
    )  # fmt: skip


def placed(grouping: Grouping, items: Sequence[Item]) -> list[Placement]:
    """Place items as they come, each amid those of the days before it."""
    placements = []
    for item in items:
        told = traits(item)
        grouping.forget_before(told.at - REACH / HOUR)
        placements.append(grouping.place(item.id, told))
    return placements


def stories(*items: Item, grouping: Grouping | None = None) -> list[list[int]]:
    """The ids of the items of each story in the end."""
    found: dict[ItemId, list[int]] = {}
    for placement in placed(grouping or Grouping(), items):
        told_by = found.setdefault(placement.founder, [])
        told_by += chain.from_iterable(found.pop(founder) for founder in placement.merged)
        told_by.append(placement.item_id)
    return sorted(map(sorted, found.values()))


def test_two_outlets_reports_of_one_event_are_one_story() -> None:
    first, second = placed(Grouping(), [told(1, BRIDGE), told(2, SAME_BRIDGE, hours=2)])

    assert first == Placement(item_id=ItemId(1), founder=ItemId(1))
    assert second == Placement(item_id=ItemId(2), founder=ItemId(1))


@pytest.mark.parametrize(
    ("one", "other", "hours"),
    [
        (BRIDGE, "Panen Raya Jagung di Lembah Sunyi Melimpah", 2),
        ("Korban Tewas Banjir Kalirejo Jadi 12 Orang", "Korban Tewas Banjir Kalirejo Jadi 19 Orang", 24),
        ("Jadwal Siaran Langsung Garuda Muda vs Elang", "Hasil Garuda Muda vs Elang: Menang 3-1", 6),
        (BRIDGE, "Polisi Periksa Kontraktor Jembatan Waringin", 20),
    ],
    ids=["unrelated", "the toll of another day", "preview and result", "the next step"],
)
def test_another_event_is_another_story(one: str, other: str, hours: float) -> None:
    assert stories(told(1, one), told(2, other, hours=hours)) == [[1], [2]]


def test_what_all_say_of_a_running_story_does_not_make_its_events_one() -> None:
    events = (
        "Sekolah Libur Sepekan",
        "Gubernur Kirim Perahu",
        "Jalan Utama Putus",
        "Pasar Pindah",
        "Listrik Padam",
    )
    items = [told(number, f"Banjir Kalirejo: {event}", hours=number) for number, event in enumerate(events)]

    assert stories(*items) == [[0], [1], [2], [3], [4]]


def test_an_item_joins_the_story_that_fits_best() -> None:
    items = [
        told(1, BRIDGE),
        told(2, "Larasati Buka Pameran Lukisan di Kalirejo"),
        told(3, "Pameran Lukisan Kalirejo Dibuka Larasati", hours=1),
        told(4, SAME_BRIDGE, hours=2),
    ]

    assert stories(*items) == [[1, 4], [2, 3]]


def test_an_item_older_than_the_reach_is_not_joined() -> None:
    assert stories(told(1, BRIDGE), told(2, BRIDGE, hours=73)) == [[1], [2]]


def test_a_late_item_does_not_join_what_came_out_beyond_the_reach_either() -> None:
    assert stories(told(2, BRIDGE, hours=73), told(1, BRIDGE)) == [[1], [2]]
    assert stories(told(2, BRIDGE, hours=30), told(1, BRIDGE)) == [[1, 2]]


def test_a_story_reaches_from_one_item_to_the_next() -> None:
    items = [told(number, BRIDGE, hours=hours) for number, hours in enumerate((0, 40, 80, 120))]

    assert stories(*items) == [[0, 1, 2, 3]]


def test_the_same_link_is_the_same_story_whatever_the_headline() -> None:
    assert stories(told(1, BRIDGE, url=_URL), told(2, "Panen Raya Melimpah", url=_URL)) == [[1, 2]]


def test_a_link_is_known_as_long_as_an_item_that_has_it() -> None:
    titles = (BRIDGE, "Panen Raya Melimpah", "Larasati Buka Pameran")
    items = [told(number, title, url=_URL, hours=50 * number) for number, title in enumerate(titles)]

    assert stories(*items) == [[0, 1, 2]]
    assert stories(items[0], items[2]) == [[0], [2]]


def known(*founders: int, apart: Sequence[tuple[int, int]] = ()) -> Grouping:
    """Stories of one item each, which could be one, and founders that are kept apart."""
    grouping = Grouping()
    for number in founders:
        grouping.add(ItemId(number), traits(told(number, BRIDGE, hours=number / 10)), ItemId(number))
    for one, other in apart:
        grouping.keep_apart(ItemId(one), ItemId(other))
    return grouping


def joined(grouping: Grouping, number: int) -> Placement:
    """How one more report of the same event is placed."""
    return grouping.place(ItemId(number), traits(told(number, SAME_BRIDGE, hours=number / 10)))


def test_an_item_joins_a_story_that_is_known() -> None:
    assert joined(known(1), 2) == Placement(item_id=ItemId(2), founder=ItemId(1))


def test_of_two_stories_that_fit_an_item_joins_the_one_that_fits_better() -> None:
    grouping = known(1, 2, apart=[(1, 2)])
    item = traits(told(3, SAME_BRIDGE, outlet="Kabar 1", hours=1))  # an outlet seldom tells an event twice

    assert grouping.place(ItemId(3), item).founder == 2


OTHERS = ["Panen Jagung Melimpah", "Larasati Buka Pameran", "Cuaca Cerah Sepekan", "Tarif Kereta Turun"]


@pytest.mark.parametrize(
    ("titles", "founder"),
    [
        ([BRIDGE, *OTHERS[1:]], 0),
        ([BRIDGE, *OTHERS], 99),
        ([BRIDGE, BRIDGE, BRIDGE, *OTHERS], 99),
        ([*OTHERS, BRIDGE, BRIDGE, BRIDGE], 0),
    ],
    ids=["one of four", "one of five", "what it was about once", "what it is about now"],
)
def test_a_story_is_what_most_of_its_first_and_newest_items_tell(titles: list[str], founder: int) -> None:
    grouping = Grouping()
    for number, title in enumerate(titles):
        grouping.add(ItemId(number), traits(told(number, title)), ItemId(0))

    assert joined(grouping, 99).founder == founder


def test_two_stories_that_an_item_joins_become_that_of_the_earlier_founder() -> None:
    grouping = known(1, 2)

    assert joined(grouping, 3) == Placement(item_id=ItemId(3), founder=ItemId(1), merged=(ItemId(2),))
    assert joined(grouping, 4) == Placement(item_id=ItemId(4), founder=ItemId(1))


def test_two_stories_that_an_item_joins_stay_two_if_they_are_another_event() -> None:
    grouping = known(1)
    other = told(2, "Panen Raya Jagung di Lembah Sunyi Melimpah")
    grouping.add(other.id, traits(other), other.id)
    both = told(3, f"{BRIDGE}; {other.title}", hours=1)

    assert grouping.place(both.id, traits(both)).merged == ()


@pytest.mark.parametrize("apart", [(1, 2), (2, 1)])
def test_stories_that_are_kept_apart_stay_two(apart: tuple[int, int]) -> None:
    grouping = known(1, 2, apart=[apart])

    assert [joined(grouping, number).merged for number in (3, 4, 5)] == [(), (), ()]


def test_stories_that_are_kept_apart_do_not_become_one_by_way_of_a_third() -> None:
    for apart in combinations((1, 2, 3), 2):
        grouping = known(1, 2, 3, apart=[apart])
        placement = joined(grouping, 4)

        assert not {*apart} <= {placement.founder, *placement.merged}
        assert len(placement.merged) == 1


def test_what_is_kept_apart_from_a_story_is_so_from_what_that_becomes_part_of() -> None:
    grouping = known(1, 2, apart=[(2, 4)])
    assert joined(grouping, 3).merged == (2,)
    grouping.add(ItemId(4), traits(told(4, BRIDGE, hours=0.4)), ItemId(4))

    assert joined(grouping, 5).merged == ()


def test_items_are_compared_with_the_nearest_and_each_comparison_is_told() -> None:
    grouping = known(1)
    other = told(2, "Jembatan Lembah Sunyi Diresmikan Bupati")
    grouping.place(other.id, traits(other))

    compared = grouping.compared(traits(told(3, SAME_BRIDGE)))

    assert list(compared) == [1, 2]
    assert compared[ItemId(1)] > 0.9 > 0.1 > compared[ItemId(2)]
    assert len(grouping) == 2


def test_stories_of_which_all_is_forgotten_leave_nothing_behind() -> None:
    grouping = known(1, 2)
    assert joined(grouping, 3).merged == (2,)
    assert grouping.forget_before(traits(told(2, BRIDGE, hours=0.15)).at) == []
    assert grouping.forget_before(traits(told(4, BRIDGE, hours=1)).at) == [1]

    assert len(grouping) == 0
    assert joined(grouping, 4) == Placement(item_id=ItemId(4), founder=ItemId(4))


@settings(deadline=None)
@given(drawn=_items)
def test_whatever_the_items_each_is_in_one_story_and_the_same_one_each_time(
    drawn: list[tuple[str, str, str, int, int]],
) -> None:
    items = [
        told(number, title, lead=lead, outlet=outlet, hours=hours, url=f"https://kabar.example/{link}")
        for number, (title, lead, outlet, hours, link) in enumerate(drawn)
    ]

    found = stories(*items)

    assert sorted(chain.from_iterable(found)) == list(range(len(items)))
    assert stories(*items) == found
    for item, placement in zip(items, placed(Grouping(), items), strict=True):
        assert placement.item_id == item.id
        assert placement.founder <= item.id
        assert placement.founder not in placement.merged
