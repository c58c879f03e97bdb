"""The window: the items of the last days by their words, and which of them stand nearest to another one.

Nearness is a plain cosine over rare words, found through an index of who uses which word. It is there to
find the few items that are worth a closer look (`news.likeness`); rare words are asked first and no more
than `_LOOKS` uses of words are looked at, so that the cost for an item hardly grows with the window.
"""

from collections import defaultdict
from collections.abc import Mapping
from heapq import heappop, heappush, nlargest
from math import sqrt

from news.ids import ItemId
from news.likeness import Traits
from news.rarity import Rarity, common_words

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
        self._lengths[item_id] = _length(self._weights(traits))
        heappush(self._by_age, (traits.at, item_id))
        for word in telling:
            self._users[word].append(item_id)

    def replace(self, item_id: ItemId, traits: Traits) -> None:
        """The item is told in other words from now on; it came out when it did."""
        before, after = _telling(self._items[item_id]), _telling(traits)
        self.rarity.discount(before)
        self.rarity.count(after)
        for word in set(before).difference(after):
            self._users[word].remove(item_id)  # not swept later: it is still there, by other words
            self._drop_unused(word)
        for word in set(after).difference(before):
            self._users[word].append(item_id)
        self._items[item_id] = traits
        self._lengths[item_id] = _length(self._weights(traits))

    def forget_before(self, at: float) -> list[tuple[ItemId, Traits]]:
        """Forget the items that came out before the hour `at`; says which they were."""
        forgotten = []
        while self._by_age and self._by_age[0][0] < at:
            item_id = heappop(self._by_age)[1]
            forgotten.append((item_id, self._forget(item_id)))
        return forgotten

    def nearest(self, traits: Traits, most: int) -> list[ItemId]:
        """The items that stand nearest to `traits`, at most so many, the nearest first."""
        products: dict[ItemId, float] = {}
        weights = self._weights(traits)
        left = _LOOKS
        for weight, word in sorted([(weights[word], word) for word in _telling(traits)], reverse=True):
            # The newest users are asked: an event is told within hours.
            users, square = self._users.get(word, [])[-left:], weight * weight
            for item_id in users:  # the innermost loop of all; with a defaultdict it takes longer
                if item_id in products:
                    products[item_id] += square
                else:
                    products[item_id] = square
            left -= len(users)
            if not left:
                break
        length, lengths = _length(weights), self._lengths
        found = [
            (product / (length * lengths[item_id]), item_id)
            for item_id, product in products.items()
            if item_id in lengths  # else it is forgotten, and not yet swept from the word's users
        ]
        return [item_id for _, item_id in nlargest(most, found)]

    def _weights(self, traits: Traits) -> dict[str, float]:
        of = self.rarity.of
        weights = {word: of(word) for word in traits.headline}
        return weights | {word: _LEAD * of(word) for word in traits.lead}

    def _forget(self, item_id: ItemId) -> Traits:
        traits = self._items.pop(item_id)
        telling = _telling(traits)
        del self._lengths[item_id]
        self.rarity.discount(telling)
        for word in telling:
            users = self._users[word]
            if len(users) > _SWEPT * self.rarity.users(word) + 8:
                users[:] = [user for user in users if user in self._items]
            self._drop_unused(word)
        return traits

    def _drop_unused(self, word: str) -> None:
        if not self.rarity.users(word):
            del self._users[word]


def _telling(traits: Traits) -> list[str]:
    common = common_words()
    return [word for word in traits.words if word not in common]


def _length(weights: Mapping[str, float]) -> float:
    return sqrt(sum([weight * weight for weight in weights.values()])) or 1.0
