"""Placing: recorded items put into stories one after the other, and what stood near each when it came."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import click

from news.grouping import REACH, Grouping, Placement
from news.ids import ItemId
from news.item import Item
from news.likeness import traits

_TOLD_EVERY = 5_000
_REACH = REACH.total_seconds() / 3600

_NEAR = 0.1
"""The likeness from which on two items that are not in one story are kept: they may be near misses."""

Twosome = tuple[ItemId, ItemId]
"""Two items, the earlier one first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Stories by their founders, each with its items in order of time, and which one each item tells.

    `near` has the likeness of items that were compared when the later one came, if it was high; `asked` that
    of those that were asked for, 0 where they were not compared.
    """

    stories: Mapping[ItemId, Sequence[Item]]
    story_of: Mapping[ItemId, ItemId]
    near: Mapping[Twosome, float]
    asked: Mapping[Twosome, float]

    def together(self, pair: Twosome) -> bool:
        """Whether the two are in one story."""
        return self.story_of[pair[0]] == self.story_of[pair[1]]


def place(items: Sequence[Item], asked: Collection[Twosome]) -> Placed:
    """Place items, which are in order of time; tells on standard error how far it has come."""
    grouping, placements = Grouping(), []
    near: dict[Twosome, float] = {}
    likenesses = dict.fromkeys(asked, 0.0)
    for number, item in enumerate(items, start=1):
        told = traits(item)
        grouping.forget_before(told.at - _REACH)
        for other, likeness in grouping.compared(told).items():
            if likeness >= _NEAR:
                near[other, item.id] = likeness
            if (other, item.id) in likenesses:
                likenesses[other, item.id] = likeness
        placements.append(grouping.place(item.id, told))
        if number % _TOLD_EVERY == 0:
            click.echo(f"{number} of {len(items)} items placed …", err=True)
    story_of = stories_in_the_end(placements)
    stories: defaultdict[ItemId, list[Item]] = defaultdict(list)
    for item in items:
        stories[story_of[item.id]].append(item)
    return Placed(stories=stories, story_of=story_of, near=near, asked=likenesses)


def stories_in_the_end(placements: Sequence[Placement]) -> dict[ItemId, ItemId]:
    """The story of each item, when all are one that were made one on the way."""
    into: dict[ItemId, ItemId] = {}
    for placement in reversed(placements):
        # What a story became part of may have become part of another one later, which is known already.
        last = into.get(placement.founder, placement.founder)
        into.update(dict.fromkeys(placement.merged, last))
    return {placement.item_id: into.get(placement.founder, placement.founder) for placement in placements}
