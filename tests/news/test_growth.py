"""When a story that was told is worth telling again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from news.growth import Told, has_grown, new_facts
from news.story import Story
from tests.clocks import MORNING
from tests.make import make_item, make_story

HOUR = timedelta(hours=1)
TITLE = "Gudang logistik di Kudus terbakar"


def told_then(*later: str, voices: int = 1, told_voices: int = 1) -> tuple[Story, Told]:
    """A story told by so many newsrooms, and how more of them and `later` headlines have told it since."""
    before = [
        make_item(title=TITLE, lead="", url=f"https://a{n}.example/", published_at=MORNING)
        for n in range(told_voices)
    ]
    more = [
        make_item(title=TITLE, lead="", url=f"https://b{n}.example/", published_at=MORNING + HOUR)
        for n in range(voices)
    ]
    new = [
        make_item(title=title, lead="", url="https://a0.example/", published_at=MORNING + HOUR)
        for title in later
    ]
    return make_story(*before, *more, *new), Told(seen_until=MORNING, voices=told_voices)


@pytest.mark.parametrize(
    ("told", "more", "grew"),
    [(1, 0, False), (1, 2, False), (1, 3, True), (3, 3, True), (8, 3, False), (8, 7, False), (8, 8, True)],
)
def test_a_story_grows_by_many_more_newsrooms(told: int, more: int, grew: bool) -> None:
    assert has_grown(*told_then(voices=more, told_voices=told)) is grew


def test_a_story_does_not_grow_by_what_an_archive_adds_to_it() -> None:
    story, told = told_then(voices=9)
    archived = [
        replace(item, first_seen_at=MORNING - HOUR, published_at=MORNING - HOUR) for item in story.items[1:]
    ]

    assert has_grown(story, told)
    assert not has_grown(make_story(story.items[0], *archived), told)


def test_a_story_grows_by_new_facts() -> None:
    assert has_grown(
        *told_then("Gudang logistik Kudus: 3 tewas, 17 luka, Irjen Sutrisno tersangka", voices=0)
    )


def test_other_words_for_the_same_are_no_growth() -> None:
    assert not has_grown(*told_then("Kebakaran hanguskan gudang logistik Kudus", voices=0))


def test_what_had_been_said_by_then_is_no_new_fact() -> None:
    first = make_item(title=TITLE, lead="Kerugian 900 juta.", published_at=MORNING)
    again = make_item(title="Kerugian gudang Kudus 900 juta", published_at=MORNING + HOUR)

    assert new_facts(make_story(first, again), Told(seen_until=MORNING, voices=1)) == set()
