"""What a chat is told: each story once, none that it knows, none that is old."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.chat import Topic
from news.digest import STALE, Digest, Line, Section, compose, is_too_late
from news.growth import Told
from news.ids import StoryId
from news.item import Item
from news.rank import Fit, Ranked, Worth
from news.story import Story
from tests.clocks import MORNING
from tests.make import make_chat, make_digest, make_item, make_story, make_topic

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PEMILU, BANJIR = make_topic(name="Pemilu"), make_topic(name="Banjir")


KNOWN = Told(seen_until=MORNING, voices=1)


def _compose(*found: tuple[Topic, list[Story]], told: Iterable[StoryId] = ()) -> Digest:
    ranked = [(topic, [_ranked(story) for story in stories]) for topic, stories in found]
    known = dict.fromkeys(told, KNOWN)
    return compose(make_chat(), ranked, slot=MORNING, since=MORNING - DAY, told=known)


def _ranked(story: Story, fit: Fit = Fit.LEAD) -> Ranked:
    return Ranked(story=story, fit=fit, worth=Worth())


def test_each_topic_has_its_section_in_the_chats_order_even_without_news() -> None:
    story = make_story()

    digest = _compose((PEMILU, []), (BANJIR, [story]))

    assert digest == make_digest((PEMILU, []), (BANJIR, [story]))
    assert digest.sections[0] == Section(topic=PEMILU)


def test_a_story_of_two_topics_is_told_under_the_first() -> None:
    story, other = make_story(), make_story()

    digest = _compose((PEMILU, [story]), (BANJIR, [story, other]))

    assert [section.stories for section in digest.sections] == [(story,), (other,)]


def test_a_story_that_was_told_does_not_come_back() -> None:
    story, other = make_story(), make_story()

    assert _compose((PEMILU, [story, other]), told=frozenset({story.id})).stories == (other,)


def test_a_story_of_two_topics_is_told_under_the_one_that_it_fits_best() -> None:
    story = make_story()

    digest = compose(
        make_chat(),
        [(PEMILU, [_ranked(story)]), (BANJIR, [_ranked(story, Fit.HEADLINE)])],
        slot=MORNING,
        since=MORNING - DAY,
        told={},
    )

    assert [section.stories for section in digest.sections] == [(), (story,)]


def test_the_order_of_what_was_found_is_kept() -> None:
    stories = [make_story(), make_story(), make_story()]

    assert list(_compose((PEMILU, stories)).stories) == stories


def test_a_story_that_was_told_comes_back_when_it_has_grown_and_says_so() -> None:
    def seen(outlet: str, hours: float) -> Item:
        return make_item(
            outlet=outlet, url=f"https://{outlet}.example/1", published_at=MORNING + hours * HOUR
        )

    story = make_story(seen("satu", -2), *(seen(outlet, 1) for outlet in ("dua", "tiga", "empat")))

    digest = _compose((PEMILU, [story]), told=[story.id])

    assert digest.sections[0].lines == (Line(story=story, latest=story.items[-1]),)
    assert digest.sections[0].lines[0].grew


def test_what_was_seen_before_the_digest_reaches_back_is_left_out() -> None:
    story = make_story(make_item(published_at=MORNING - DAY, first_seen_at=MORNING - DAY))

    assert _compose((PEMILU, [story])).stories == ()


@pytest.mark.parametrize(
    ("hours_late", "hours_to_next", "folded"), [(3, 1, False), (5, 19, False), (5, 4, True), (13, 11, True)]
)
def test_a_digest_that_is_long_overdue_is_folded_into_a_next_one_that_is_nearer(
    hours_late: int, hours_to_next: int, folded: bool
) -> None:
    now = MORNING + hours_late * HOUR

    assert is_too_late(MORNING, next_slot=now + hours_to_next * HOUR, now=now) is folded


def test_an_article_of_weeks_ago_is_no_news_although_it_was_seen_only_now() -> None:
    since = MORNING - DAY
    stale = make_story(make_item(published_at=since - STALE, first_seen_at=MORNING))
    fresh = make_story(make_item(published_at=since - STALE + timedelta(seconds=1), first_seen_at=MORNING))

    assert _compose((PEMILU, [stale, fresh])).stories == (fresh,)


def test_an_old_story_that_is_told_again_is_news() -> None:
    story = make_story(make_item(published_at=MORNING - 9 * DAY), make_item(published_at=MORNING))

    assert _compose((PEMILU, [story])).stories == (story,)


def test_a_digest_counts_its_stories_items_and_outlets() -> None:
    one = make_story(make_item(outlet="A"), make_item(outlet="B"), make_item(outlet="A"))
    two = make_story(make_item(outlet="B"))

    digest = make_digest((PEMILU, [one]), (BANJIR, [two]))

    assert (len(digest.stories), digest.items, digest.outlets) == (2, 4, 2)


def test_what_could_not_be_watched_is_said() -> None:
    digest = compose(make_chat(), [], slot=MORNING, since=MORNING - DAY, told={}, unwatched=("Kabar Pagi",))

    assert digest == make_digest(unwatched=("Kabar Pagi",))


_STORIES = [make_story(make_item(outlet=outlet), id=n) for n, outlet in enumerate("ABCABC")]


@given(
    found=st.lists(st.lists(st.sampled_from(_STORIES), unique_by=lambda story: story.id), max_size=4),
    told=st.frozensets(st.sampled_from([story.id for story in _STORIES])),
)
def test_whatever_is_found_each_story_is_told_once_and_none_is_lost(
    found: list[list[Story]], told: frozenset[StoryId]
) -> None:
    digest = _compose(*((make_topic(), stories) for stories in found), told=told)

    ids = [story.id for story in digest.stories]
    assert len(ids) == len(set(ids))
    assert set(ids) == {story.id for stories in found for story in stories} - told
