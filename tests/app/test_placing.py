"""Placing a recording: each item once, in the story that it tells in the end."""

from datetime import timedelta

from app.evaluate.placing import place, stories_in_the_end
from news.grouping import Placement
from news.ids import ItemId
from tests.clocks import MORNING
from tests.make import make_item

ONE, TWO, THREE, FOUR, FIVE = map(ItemId, range(1, 6))


def opened(item_id: ItemId) -> Placement:
    return Placement(item_id=item_id, founder=item_id)


def test_stories_that_became_one_are_one_for_all_their_items() -> None:
    merged_twice = [
        *(opened(item_id) for item_id in (ONE, TWO, THREE)),
        Placement(item_id=FOUR, founder=TWO, merged=(THREE,)),
        Placement(item_id=FIVE, founder=ONE, merged=(TWO,)),
    ]

    assert stories_in_the_end(merged_twice[:3]) == {ONE: ONE, TWO: TWO, THREE: THREE}
    assert stories_in_the_end(merged_twice[:4]) == {ONE: ONE, TWO: TWO, THREE: TWO, FOUR: TWO}
    assert set(stories_in_the_end(merged_twice).values()) == {ONE}


def test_what_came_out_beyond_the_reach_is_forgotten_while_placing() -> None:
    url = "https://kabar.example/baca/7"
    items = [make_item(id=id_, url=url, published_at=MORNING + id_ * timedelta(days=2)) for id_ in (1, 2, 4)]

    assert list(place(items, ()).stories.values()) == [items[:2], items[2:]]


def test_two_that_were_not_compared_have_no_likeness() -> None:
    roboh, panen = make_item(id=1, title="Jembatan Roboh", lead=""), make_item(id=2, title="Panen", lead="")
    placed = place([roboh, panen], [(ONE, TWO)])

    assert placed.asked == {(ONE, TWO): 0.0}
    assert not placed.together((ONE, TWO))
