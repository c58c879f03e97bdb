"""The evaluation of stories: recorded headlines put into stories, for the eye and against labelled pairs."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, combinations, islice
from math import comb

from app.evaluate.headlines import Recording
from app.evaluate.pair_section import pair_section, twosome
from app.evaluate.placing import Placed, Twosome, place
from app.evaluate.section import Section, sample
from app.evaluate.story_pairs import Pair
from news.ids import ItemId
from news.item import Item

_LARGEST = 20
_PAIRS = 30


def evaluate_stories(recording: Recording, sets: Mapping[str, Sequence[Pair]]) -> Iterator[Section]:
    """What became of the recording, and a section for each of the `sets` of labelled pairs."""
    asked = {both for pairs in sets.values() for pair in pairs if (both := twosome(pair, recording.names))}
    placed = place(recording.items, asked)
    by_size = sorted(placed.stories.values(), key=lambda items: (-len(items), items[0].id))
    yield _recording_section(recording)
    yield _story_section(by_size)
    yield _inside_section(by_size)
    yield _near_section(recording.items, placed)
    for name, pairs in sets.items():
        yield pair_section(name, pairs, recording.names, placed)


def _recording_section(recording: Recording) -> Section:
    items, damaged, repeated = len(recording.items), len(recording.damaged), recording.repeated
    return Section(
        name="recording",
        title="Recording",
        lines=[f"{items} items; {damaged} damaged lines and {repeated} repeated ones are passed over"],
        figures={"items": items, "damaged": damaged, "repeated": repeated},
    )


def _story_section(by_size: Sequence[Sequence[Item]]) -> Section:
    sizes = dict(sorted(Counter(map(len, by_size)).items()))
    several = sum(len({item.outlet for item in story}) > 1 for story in by_size)
    items = sum(map(len, by_size))
    return Section(
        name="stories",
        title="Stories",
        lines=[
            f"{items} items tell {len(by_size)} stories, {several} of them by several outlets",
            *(f"stories of {size}: {count}" for size, count in sizes.items()),
            f"the largest {min(_LARGEST, len(by_size))}:",
            *_told(by_size[:_LARGEST]),
        ],
        figures={
            "items": items,
            "stories": len(by_size),
            "of_several_outlets": several,
            "by_size": {str(size): count for size, count in sizes.items()},
        },
    )


def _told(stories: Sequence[Sequence[Item]]) -> Iterator[str]:
    for story in stories:
        yield f"  {len(story)} items"
        yield from (f"    {_shown(item)}" for item in story)


def _inside_section(stories: Sequence[Sequence[Item]]) -> Section:
    # Not all pairs are made to take a few: a story of thousands would have millions.
    ends = list(accumulate(comb(len(story), 2) for story in stories))
    total = ends[-1] if ends else 0
    lines: list[str] = []
    for number in sample(range(total), _PAIRS):
        place = bisect_right(ends, number)
        before = ends[place - 1] if place else 0
        lines += _side_by_side(*next(islice(combinations(stories[place], 2), number - before, None)))
    return Section(
        name="inside",
        title=f"Inside stories: {_PAIRS} pairs at random",
        lines=lines,
        figures={"pairs": total},
    )


def _near_section(items: Sequence[Item], placed: Placed) -> Section:
    known = {item.id: item for item in items}
    lines: list[str] = []
    nearest = _near_misses(placed)
    for one, other in nearest[:_PAIRS]:
        lines.append(f"likeness {placed.near[one, other]:.2f}")
        lines += _side_by_side(known[one], known[other])
    return Section(
        name="near_misses",
        title=f"Near misses: the {_PAIRS} most alike in different stories",
        lines=lines,
        figures={"pairs": len(nearest)},
    )


def _near_misses(placed: Placed) -> list[Twosome]:
    """Of every two stories the two items that were most alike, the most alike of all first."""
    seen: set[frozenset[ItemId]] = set()
    found = []
    for one, other in sorted(placed.near, key=lambda both: (-placed.near[both], both)):
        stories = frozenset((placed.story_of[one], placed.story_of[other]))
        if len(stories) == 2 and stories not in seen:
            seen.add(stories)
            found.append((one, other))
    return found


def _side_by_side(one: Item, other: Item) -> list[str]:
    return [_shown(one), f"  {_shown(other)}"]


def _shown(item: Item) -> str:
    return f"{item.published_at:%Y-%m-%d %H:%M}  {item.outlet}  {item.title}"
