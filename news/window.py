"""The window: the items of the last days by their words, and which of them stand nearest to another one.

Nearness is a plain cosine over rare words, found through an index of who uses which word. It is there to
find the few items that are worth a closer look (`news.likeness`); rare words are asked first and no more
than `_LOOKS` uses of words are looked at, so that the cost for an item hardly grows with the window.
"""

from collections import defaultdict
from heapq import heappop, heappush, nlargest
from itertools import islice
from math import sqrt

from news.ids import ItemId
from news.likeness import Traits
from news.rarity import Rarity, is_common

_LOOKS = 600
"""Uses of words that are looked at for one item, those of its rarest words first."""

_LEAD = 0.5
"""What a word of the lead counts beside one of the headline."""

_SWEPT = 2
"""A word's users are swept of items that are gone when they are so many times those that are left."""


class Window:
    """Items by their words, until they are forgotten; none is added a second time."""

    def __init__(self) -> None:
        self.rarity = Rarity()
        self._items: dict[ItemId, Traits] = {}
        self._lengths: dict[ItemId, float] = {}
        self._users: defaultdict[str, list[ItemId]] = defaultdict(list)
        self._by_age: list[tuple[float, ItemId]] = []

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, item_id: ItemId) -> bool:
        return item_id in self._items

    def __getitem__(self, item_id: ItemId) -> Traits:
        return self._items[item_id]

    def add(self, item_id: ItemId, traits: Traits) -> None:
        telling = _telling(traits)
        self.rarity.count(telling)
        self._items[item_id] = traits
        self._lengths[item_id] = self._length(traits)
        heappush(self._by_age, (traits.at, item_id))
        for word in telling:
            self._users[word].append(item_id)

    def forget_before(self, at: float) -> list[tuple[ItemId, Traits]]:
        """Forget the items that came out before the hour `at`; says which they were."""
        forgotten = []
        while self._by_age and self._by_age[0][0] < at:
            item_id = heappop(self._by_age)[1]
            forgotten.append((item_id, self._forget(item_id)))
        return forgotten

    def nearest(self, traits: Traits, most: int) -> list[ItemId]:
        """The items that stand nearest to `traits`, at most so many, the nearest first."""
        products: defaultdict[ItemId, float] = defaultdict(float)
        items, headline = self._items, len(traits.headline)
        weights = [
            (self.rarity.of(word) * (1 if place < headline else _LEAD), word)
            for place, word in enumerate(traits.words)
            if not is_common(word)
        ]
        left = _LOOKS
        for weight, word in sorted(weights, reverse=True):
            # The newest users first: an event is told within hours.
            for item_id in islice(reversed(self._users.get(word, ())), left):
                if item_id in items:
                    products[item_id] += weight * weight
                left -= 1
            if left <= 0:
                break
        length = self._length(traits)
        lengths = self._lengths
        found = ((product / (length * lengths[item_id]), item_id) for item_id, product in products.items())
        return [item_id for _, item_id in nlargest(most, found)]

    def _length(self, traits: Traits) -> float:
        of = self.rarity.of
        headline = sum(of(word) ** 2 for word in traits.headline)
        return sqrt(headline + sum((_LEAD * of(word)) ** 2 for word in traits.lead)) or 1.0

    def _forget(self, item_id: ItemId) -> Traits:
        traits = self._items.pop(item_id)
        telling = _telling(traits)
        del self._lengths[item_id]
        self.rarity.discount(telling)
        for word in telling:
            users = self._users[word]
            if len(users) > _SWEPT * self.rarity.users(word) + 8:
                users[:] = [user for user in users if user in self._items]
            if not self.rarity.users(word):
                del self._users[word]
        return traits


def _telling(traits: Traits) -> list[str]:
    return [word for word in traits.words if not is_common(word)]
