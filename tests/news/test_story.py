"""One event, told by its items; and an article, as it came out."""

from datetime import timedelta

import pytest

from news.item import publication
from news.story import as_known_at
from tests.clocks import MORNING
from tests.make import make_entry, make_item, make_story

HOUR = timedelta(hours=1)


def test_the_earliest_item_with_a_lead_speaks_for_the_story() -> None:
    bare, told, late = make_item(lead=""), make_item(lead="Warga pulang."), make_item(lead="Bupati datang.")

    assert make_story(bare, told, late).lead_item == told
    assert make_story(bare).lead_item == bare


def test_the_outlets_of_a_story_are_each_named_once_the_speakers_first() -> None:
    items = [
        make_item(outlet="A", lead=""),
        make_item(outlet="B"),
        make_item(outlet="A"),
        make_item(outlet="C"),
    ]

    assert make_story(*items).outlets == ("B", "A", "C")


def test_a_story_is_as_new_as_its_newest_item() -> None:
    story = make_story(
        make_item(published_at=MORNING, first_seen_at=MORNING + HOUR),
        make_item(published_at=MORNING - HOUR, first_seen_at=MORNING + 2 * HOUR),
    )

    assert story.published_at == MORNING
    assert story.last_seen_at == MORNING + 2 * HOUR


def test_a_story_speaks_of_what_most_of_its_items_name_first() -> None:
    named = [("Pilkada", "Bawaslu"), ("KPU",), (), ("KPU", "Bawaslu"), ("KPU",)]

    assert make_story(*(make_item(concepts=each) for each in named)).concepts == ("KPU", "Bawaslu", "Pilkada")


def test_a_story_as_it_was_known_has_what_was_seen_by_then() -> None:
    first, second = make_item(first_seen_at=MORNING), make_item(first_seen_at=MORNING + HOUR)
    story = make_story(first, second, id=7)

    assert as_known_at(story, MORNING + HOUR) == story
    assert as_known_at(story, MORNING) == make_story(first, id=7)
    assert as_known_at(story, MORNING - HOUR) is None


@pytest.mark.parametrize(
    ("own", "came_out"), [(None, MORNING), (MORNING - HOUR, MORNING - HOUR), (MORNING + HOUR, MORNING)]
)
def test_an_article_came_out_when_it_says_but_never_after_we_saw_it(own: object, came_out: object) -> None:
    assert publication(make_entry(published_at=own), now=MORNING) == came_out  # type: ignore[arg-type]
