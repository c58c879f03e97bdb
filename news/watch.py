"""All topics at once: which of many queries an item matches, without asking one after the other.

An item's reading holds some of the terms that occur in the queries. A query is found by the sets of terms
each of which is enough for it (`news.ways`), in a tree that is entered by the rarest term (`news.set_tree`).
So the work for an item grows with its words and its matches, and hardly with the number of topics.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from news.query import Query
from news.reading import Reading
from news.set_tree import SetTree
from news.term_index import TermIndex
from news.ways import Condition, terms_in, ways

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Watched(Generic[Key]):
    """A query: the sets of terms that are enough for it, surely or on a condition, and who asks it."""

    enough: Sequence[frozenset[int]]
    conditional: Sequence[tuple[frozenset[int], Condition]]
    keys: list[Key] = field(default_factory=list)


class Watch(Generic[Key]):
    """Queries by key, such as the id of the topic that asks; equal queries are held once.

    What it is given at the beginning tells it which terms are rare, so give it all topics that there are.
    """

    def __init__(self, topics: Iterable[tuple[Key, Query]] = ()) -> None:
        asked = dict(topics)
        distinct = dict.fromkeys(asked.values())
        self._terms = TermIndex(term for query in distinct for term in terms_in(query))
        # Keys stand in the tree themselves, not their queries: a third of the time for each match.
        self._enough: SetTree[Key] = SetTree()
        self._conditional: SetTree[tuple[Condition, list[Key]]] = SetTree()
        self._watched: dict[Query, _Watched[Key]] = {}
        self._queries: dict[Key, Query] = {}
        for key, query in asked.items():
            self.add(key, query)

    def __len__(self) -> int:
        return len(self._queries)

    def add(self, key: Key, query: Query) -> None:
        """Watch for `query` too; it takes the place of what `key` asked before."""
        self.remove(key)
        if query not in self._watched:
            self._watched[query] = self._enter(query)
        watched = self._watched[query]
        watched.keys.append(key)
        for terms in watched.enough:
            self._enough.add(terms, key)
        self._queries[key] = query

    def remove(self, key: Key) -> None:
        """Watch no longer for what `key` asks, if it asks anything."""
        query = self._queries.pop(key, None)
        if query is None:
            return
        watched = self._watched[query]
        for terms in watched.enough:
            self._enough.remove(terms, key)
        watched.keys.remove(key)
        if not watched.keys:
            self._leave(query, self._watched.pop(query))

    def matching(self, reading: Reading) -> set[Key]:
        """The keys whose queries match `reading`."""
        held = self._terms.held(reading)
        matching = set(self._enough.inside(held))
        for condition, keys in self._conditional.inside(held):
            if condition(held):
                matching.update(keys)
        return matching

    def _enter(self, query: Query) -> _Watched[Key]:
        for term in terms_in(query):
            self._terms.add(term)
        opened = ways(query, self._terms.number)
        watched: _Watched[Key] = _Watched(
            enough=[way.required for way in opened if way.condition is None],
            conditional=[(way.required, way.condition) for way in opened if way.condition is not None],
        )
        for terms, condition in watched.conditional:
            self._conditional.add(terms, (condition, watched.keys))
        return watched

    def _leave(self, query: Query, watched: _Watched[Key]) -> None:
        for terms, condition in watched.conditional:
            self._conditional.remove(terms, (condition, watched.keys))
        for term in terms_in(query):
            self._terms.remove(term)
