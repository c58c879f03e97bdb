"""Grouping: which story an item tells, of those of the last days.

```
item ──nearest──▶ items ──likeness──▶ stories ──fit──▶ none fits: the item opens a story
                                                       one fits: it joins that
                                                       several fit, and one another: they are one from now on
```

A story is known here by its founder, an item of it. Items are placed one after the other, and the same items
in the same order are always placed in the same way.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from news.ids import ItemId
from news.likeness import Comparison, Surroundings, Traits, likeness
from news.window import Window

REACH = timedelta(hours=72)
"""How far apart the items of one story come out, from one to the next."""

_REACH = REACH.total_seconds() / 3600

_NEAREST, _AROUND = 30, 20
"""Items that are compared with a new one, and those of them that tell what its surroundings talk about."""

_FITS = 0.36
"""The likeness with a story from which on an item joins it."""

_WORTH_A_LOOK = 0.3
"""The likeness with one of its items from which on a story may fit at all."""

_FITS_BOTH = 0.45
_ARE_ONE = 0.25
"""An item that fits two stories so well makes them one, where they are so much alike themselves."""

_CLOSE = 3
"""How many items are taken to stand between those of two stories that a new one fits equally."""

_NEWEST = 4
"""Items of a story that are compared with a new one, beside its first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """`item_id` tells the story of `founder`, which is itself where it opens one. The stories of the founders
    `merged` are part of that one from now on."""

    item_id: ItemId
    founder: ItemId
    merged: tuple[ItemId, ...] = ()


class Grouping:
    """The stories that items of the last days tell."""

    def __init__(self) -> None:
        self._window = Window()
        self._founders: dict[ItemId, ItemId] = {}
        self._stories: defaultdict[ItemId, list[ItemId]] = defaultdict(list)
        self._links: dict[str, ItemId] = {}
        self._apart: set[frozenset[ItemId]] = set()

    def __len__(self) -> int:
        return len(self._window)

    def __contains__(self, item_id: ItemId) -> bool:
        return item_id in self._window

    def add(self, item_id: ItemId, traits: Traits, founder: ItemId) -> None:
        """An item that is known to tell the story of `founder`."""
        self._window.add(item_id, traits)
        self._founders[item_id] = founder
        self._stories[founder].append(item_id)
        self._links[traits.link] = item_id  # the newest: it is forgotten last

    def retell(self, item_id: ItemId, traits: Traits) -> None:
        """An item has another headline than before; it goes on to tell its story."""
        if self._links.get(self._window[item_id].link) == item_id:
            del self._links[self._window[item_id].link]
        self._window.replace(item_id, traits)
        self._links[traits.link] = item_id

    def founder_of(self, item_id: ItemId) -> ItemId:
        """The founder of the story that the item tells."""
        return self._founders[item_id]

    def keep_apart(self, one: ItemId, other: ItemId) -> None:
        """Never make one story of those of these two founders."""
        self._apart.add(frozenset((one, other)))

    def place(self, item_id: ItemId, traits: Traits) -> Placement:
        """Find the story that the item tells, and add it."""
        linked = self._links.get(traits.link)
        if linked is not None:
            placement = Placement(item_id=item_id, founder=self._founders[linked])
        else:
            placement = self._fitting(item_id, traits)
        for other in placement.merged:
            self.merge(other, into=placement.founder)
        self.add(item_id, traits, placement.founder)
        return placement

    def forget_before(self, at: float) -> list[ItemId]:
        """Forget the items that came out before the hour `at`; returns the founders of the stories that only
        they told."""
        ended = []
        for item_id, traits in self._window.forget_before(at):
            founder = self._founders.pop(item_id)
            self._stories[founder].remove(item_id)
            if not self._stories[founder]:
                del self._stories[founder]
                ended.append(founder)
            if self._links.get(traits.link) == item_id:
                del self._links[traits.link]
        return ended

    def compared(self, traits: Traits) -> dict[ItemId, float]:
        """The items that one with these traits is compared with, and its likeness with each."""
        near = self._window.nearest(traits, _NEAREST)
        return self._alike(Comparison(traits, self._amid(near)), traits, near)

    def _amid(self, near: Sequence[ItemId]) -> Surroundings:
        return Surroundings([self._window[other] for other in near[:_AROUND]], self._window.rarity.of)

    def _alike(self, compared: Comparison, traits: Traits, near: Sequence[ItemId]) -> dict[ItemId, float]:
        return {
            other: likeness(compared.evidence(self._window[other], nearer=rank))
            for rank, other in enumerate(near)
            if abs(traits.at - self._window[other].at) <= _REACH
        }

    def _fitting(self, item_id: ItemId, traits: Traits) -> Placement:
        near = self._window.nearest(traits, _NEAREST)
        amid = self._amid(near)
        compared = Comparison(traits, amid)
        alike = self._alike(compared, traits, near)
        fits = self._fits(compared, alike)
        if not fits:
            return Placement(item_id=item_id, founder=item_id)
        best, *others = sorted(fits, key=lambda founder: (-fits[founder], founder))
        if fits[best] < _FITS_BOTH:
            return Placement(item_id=item_id, founder=best)
        one = [best]
        for other in others:
            if fits[other] >= _FITS_BOTH and self._may_join(other, one) and self._are_one(best, other, amid):
                one.append(other)
        founder = min(one)
        return Placement(
            item_id=item_id,
            founder=founder,
            merged=tuple(other for other in one if other != founder),
        )

    def _fits(self, compared: Comparison, alike: Mapping[ItemId, float]) -> dict[ItemId, float]:
        """The stories that the item fits, with its likeness to the better half of their speakers."""
        found: dict[ItemId, float] = {}
        for founder in {self._founders[other] for other, value in alike.items() if value >= _WORTH_A_LOOK}:
            values = [
                alike[other]
                if other in alike
                else likeness(compared.evidence(self._window[other], nearer=_NEAREST))
                for other in self._speakers(founder)
            ]
            if (fit := _better_half(values)) >= _FITS:
                found[founder] = fit
        return found

    def _may_join(self, founder: ItemId, others: Iterable[ItemId]) -> bool:
        return not any(frozenset((founder, other)) in self._apart for other in others)

    def _are_one(self, founder: ItemId, other: ItemId, amid: Surroundings) -> bool:
        others = [self._window[item_id] for item_id in self._speakers(other)]
        values = [
            likeness(compared.evidence(another, nearer=_CLOSE))
            for one in self._speakers(founder)
            for compared in [Comparison(self._window[one], amid)]
            for another in others
        ]
        return _better_half(values) >= _ARE_ONE

    def _speakers(self, founder: ItemId) -> list[ItemId]:
        """The items of a story that are compared: its first one and the newest."""
        items = self._stories[founder]
        return items if len(items) <= _NEWEST else [items[0], *items[-_NEWEST:]]

    def merge(self, founder: ItemId, *, into: ItemId) -> None:
        """The story of `founder` is part of that of `into` from now on."""
        items = self._stories.pop(founder)
        self._stories[into] = sorted([*self._stories[into], *items])
        self._founders.update(dict.fromkeys(items, into))
        self._apart = {frozenset(into if one == founder else one for one in pair) for pair in self._apart}


def _better_half(values: Sequence[float]) -> float:
    better = sorted(values, reverse=True)[: (len(values) + 1) // 2]
    return sum(better) / len(better)
