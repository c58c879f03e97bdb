"""What a chat is told: each story once, none that it knows, none that is old."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from news.digest import STALE, Digest, Section, compose
from news.ids import StoryId
from news.story import Story
from tests.clocks import MORNING
from tests.make import make_chat, make_digest, make_item, make_story, make_topic

DAY = timedelta(days=1)
PEMILU, BANJIR = make_topic(name="Pemilu"), make_topic(name="Banjir")


def _compose(*found: tuple[object, list[Story]], told: frozenset[StoryId] = frozenset()) -> Digest:
    return compose(make_chat(), found, slot=MORNING, since=MORNING - DAY, told=told)  # type: ignore[arg-type]


def test_each_topic_has_its_section_in_the_chats_order_even_without_news() -> None:
    story = make_story()

    digest = _compose((PEMILU, []), (BANJIR, [story]))

    assert digest == make_digest((PEMILU, []), (BANJIR, [story]))
    assert digest.sections[0] == Section(topic=PEMILU, stories=())


def test_a_story_of_two_topics_is_told_under_the_first() -> None:
    story, other = make_story(), make_story()

    digest = _compose((PEMILU, [story]), (BANJIR, [story, other]))

    assert [section.stories for section in digest.sections] == [(story,), (other,)]


def test_a_story_that_was_told_does_not_come_back() -> None:
    story, other = make_story(), make_story()

    assert _compose((PEMILU, [story, other]), told=frozenset({story.id})).stories == (other,)


def test_the_most_widely_told_story_comes_first_and_of_equals_the_newest() -> None:
    def story(*outlets: str, hours: int = 0) -> Story:
        seen = MORNING - timedelta(hours=hours)
        return make_story(*(make_item(outlet=outlet, published_at=seen) for outlet in outlets))

    wide, new, old = story("A", "B", hours=5), story("A", "A", "A", hours=1), story("C", hours=2)

    assert _compose((PEMILU, [old, new, wide])).stories == (wide, new, old)


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
    digest = compose(make_chat(), [], slot=MORNING, since=MORNING - DAY, unwatched=("Kabar Pagi",))

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
