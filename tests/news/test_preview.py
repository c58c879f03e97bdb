"""What a topic would have brought: how much, how much a day, and how to ask for less."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from news.digest import Digest
from news.grammar import parse_query, write_query
from news.preview import EXAMPLES, NOISY, Preview, preview
from news.story import Story
from tests.clocks import MORNING
from tests.make import make_digest, make_item, make_story, make_topic

DAY = timedelta(days=1)
LONG_AGO = MORNING - 90 * DAY


def told(*days_ago: float, regions: tuple[str, ...] = (), outlet: str = "Kabar Pagi") -> list[Story]:
    """A story for each of these times, that were seen when they were published."""
    return [
        make_story(make_item(published_at=MORNING - DAY * days, regions=regions, outlet=outlet))
        for days in days_ago
    ]


def every_day(events: int, *, days: int = 7, regions: tuple[str, ...] = ()) -> list[Story]:
    """So many stories on each of the last days."""
    return told(*(day + n / events for day in range(days) for n in range(events)), regions=regions)


def composed(stories: Sequence[Story], *, cut: bool = False) -> Digest:
    digest = make_digest((make_topic(), stories))
    return replace(digest, sections=tuple(replace(section, cut=cut) for section in digest.sections))


def previewed(
    stories: Sequence[Story], *, query: str = "pemilu", cut: bool = False, since: datetime = LONG_AGO
) -> Preview:
    return preview(composed(stories, cut=cut), query=query, watched_since=since)


def test_it_counts_events_and_outlets_and_shows_what_matters_most() -> None:
    stories = told(1, 2, 3) + told(4, 5, outlet="Warta Sore")

    seen = previewed(stories)

    assert (seen.events, seen.outlets, seen.cut, seen.examples) == (5, 2, False, tuple(stories[:EXAMPLES]))


def test_of_a_topic_without_news_there_is_nothing() -> None:
    assert previewed([]) == Preview()


@pytest.mark.parametrize(("events", "noisy"), [(1, False), (NOISY, False), (NOISY + 1, True)])
def test_more_events_a_day_than_anybody_reads_are_noisy(events: int, noisy: bool) -> None:
    seen = previewed(every_day(events))

    assert round(seen.daily) == events
    assert seen.noisy is noisy


def test_only_the_days_count_of_which_we_have_all_news() -> None:
    # Two days ago the first poll found what feeds listed then, of a whole week.
    stories = every_day(30, days=2) + told(2.5, 3, 4, 5, 6)

    assert round(previewed(stories, since=MORNING - 2 * DAY).daily) == 30


def test_on_the_first_day_the_last_24_hours_count() -> None:
    stories = every_day(30, days=1) + told(2, 3, 4)

    assert round(previewed(stories, since=MORNING - DAY / 24).daily) == 30


def test_where_only_the_newest_were_kept_the_days_before_them_do_not_count() -> None:
    stories = every_day(250, days=2)

    assert round(previewed(stories, cut=True).daily) == 250
    assert round(previewed(stories).daily) == round(250 * 2 / 7)


@pytest.mark.parametrize(
    ("query", "narrower"),
    [
        ("pemilu", "pemilu wilayah:belitung"),
        ("pemilu -kampanye", "pemilu -kampanye wilayah:belitung"),
        ("pemilu ATAU pilkada", "(pemilu ATAU pilkada) wilayah:belitung"),
        ("pemilu wilayah:jakarta", ""),
        (" ATAU ".join(f"kata{n}" for n in range(20)), ""),
        (
            "(((((a|b) c|d) e|f) g|h) i|j) k",
            "(((((a ATAU b) c ATAU d) e ATAU f) g ATAU h) i ATAU j) k wilayah:belitung",
        ),
    ],
)
def test_a_noisy_topic_is_proposed_in_a_region_where_it_is_not(query: str, narrower: str) -> None:
    stories = every_day(30, regions=("31",)) + every_day(10, regions=("19.02",))

    assert previewed(stories, query=query).narrower == narrower
    assert not narrower or write_query(parse_query(narrower)) == narrower


def test_of_regions_the_one_with_most_stories_is_proposed_and_provinces_hold_their_parts() -> None:
    stories = every_day(15) + every_day(6, regions=("19.02",)) + every_day(5, regions=("19.01",))

    assert previewed(stories).narrower == 'pemilu wilayah:"bangka belitung"'


@pytest.mark.parametrize(
    "stories",
    [
        pytest.param(every_day(30), id="no region"),
        pytest.param(every_day(30, regions=("31",)), id="as noisy there"),
        pytest.param(every_day(30) + told(1, 2, regions=("19.02",)), id="too little there"),
        pytest.param(every_day(30) + every_day(5, regions=("32.01",)), id="a name of two regions"),
        pytest.param(every_day(15, regions=("19.02",)), id="not noisy at all"),
    ],
)
def test_a_region_that_does_not_help_is_not_proposed(stories: list[Story]) -> None:
    if any(story.regions == ("32.01",) for story in stories):
        stories += every_day(25, regions=("32",))
    assert previewed(stories).narrower == ""


@pytest.mark.parametrize(
    ("query", "strict"),
    [
        ("pemilu", False),
        ('"dana hibah"', False),
        ("pemilu ATAU pilkada", False),
        ("pemilu -kampanye", False),
        ("pemilu belitung", True),
        ("(pemilu ATAU pilkada) belitung", True),
    ],
)
def test_whether_several_terms_must_all_occur(query: str, strict: bool) -> None:
    assert previewed([], query=query).strict is strict
