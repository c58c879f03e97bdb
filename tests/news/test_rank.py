"""What matters comes first, and neither one outlet nor one running story fills a list."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from news.rank import Fit, Ranked, rank, worth
from news.story import Story
from tests.clocks import MORNING
from tests.make import make_item, make_story

HOUR = timedelta(hours=1)


def story(title: str = "", *, outlets: str = "a", hours: float = 1, id: int | None = None) -> Story:  # noqa: A002
    title = title or f"Peristiwa {outlets}{hours}"
    items = [
        make_item(
            title=title,
            lead="",
            outlet=outlet,
            url=f"https://{outlet}.example/1",
            published_at=MORNING - hours * HOUR,
        )
        for outlet in outlets
    ]
    return make_story(*items, id=id)


def ranked(*found: tuple[Story, Fit]) -> list[Ranked]:
    return rank({each.id: (each, fit) for each, fit in found}, regions=frozenset(), now=MORNING)


def order(*stories: Story, fit: Fit = Fit.LEAD) -> Sequence[Story]:
    return [each.story for each in ranked(*((each, fit) for each in stories))]


def test_what_more_newsrooms_tell_comes_first() -> None:
    one, many = story("Jalan Blora longsor", outlets="a"), story("Pasar Kudus terbakar", outlets="bcd")

    assert order(one, many) == [many, one]


def test_of_equals_the_one_that_fits_the_topic_better_comes_first() -> None:
    lead, headline = story("Jalan Blora longsor", outlets="a"), story("Pasar Kudus terbakar", outlets="b")

    assert [each.story for each in ranked((lead, Fit.LEAD), (headline, Fit.HEADLINE))] == [headline, lead]


def test_of_equals_the_fresher_comes_first() -> None:
    old, new = (
        story("Jalan Blora longsor", outlets="a", hours=20),
        story("Pasar Kudus terbakar", outlets="b", hours=1),
    )

    assert order(old, new) == [new, old]


def test_a_story_of_the_region_that_the_topic_asks_for_comes_first() -> None:
    here = make_story(make_item(title="Jalan longsor", outlet="a", regions=("19.02", "33.21")))
    there = make_story(make_item(title="Pasar terbakar", outlet="b", regions=("33.21", "19.02")))
    found = {each.id: (each, Fit.LEAD) for each in (there, here)}

    assert [each.story for each in rank(found, regions=frozenset({"19"}), now=MORNING)] == [here, there]


def test_one_outlet_cannot_fill_a_list() -> None:
    mine = [
        story(f"{name} dibuka", outlets="a", hours=n / 10)
        for n, name in enumerate(("Pasar", "Jalan", "Bank"))
    ]
    other = story("Kapal karam di selat", outlets="b", hours=5)

    assert order(*mine, other).index(other) == 1


def test_one_running_story_cannot_fill_a_list() -> None:
    flood = [
        story(f"Banjir bandang Tapanuli {what}", outlets=f"{n}xyz"[: 4 - n], hours=1)
        for n, what in enumerate(("putus jembatan", "rendam sekolah", "rusak pasar"))
    ]
    other = story("Bawaslu panggil bupati Demak", outlets="q", hours=2)

    assert order(*flood, other).index(other) < 3


def test_each_place_is_explained_by_its_parts() -> None:
    first, second = ranked((story(outlets="abc", id=1), Fit.HEADLINE), (story(outlets="a", id=2), Fit.LEAD))

    assert first.worth == worth(first.story, Fit.HEADLINE, regions=frozenset(), now=MORNING)
    assert (first.worth.voices, first.worth.fit, second.worth.voices) == (2.0, 1.0, 1.0)
    assert second.worth.repetition < 0


@given(st.lists(st.tuples(st.text("abcd ", max_size=12), st.integers(0, 90)), max_size=60), st.randoms())
def test_every_story_has_one_place_whatever_the_order_in_which_they_were_found(
    headlines: list[tuple[str, int]], chance: object
) -> None:
    stories = [story(title, hours=hours, id=n) for n, (title, hours) in enumerate(headlines)]
    shuffled = list(stories)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert order(*stories) == order(*shuffled)
    assert {each.id for each in order(*stories)} == {each.id for each in stories}
