"""A tree of sets of numbers: which of many sets lie inside a given one."""

from collections.abc import Iterator, Sequence, Set
from itertools import chain
from typing import Generic, TypeVar

Value = TypeVar("Value")


class _Node(Generic[Value]):
    """What is kept under the set of the numbers that lead here, and how it goes on."""

    __slots__ = ("branches", "values")

    def __init__(self) -> None:
        self.branches: dict[int, _Node[Value]] | None = None
        self.values: list[Value] = []


class SetTree(Generic[Value]):
    """Values kept under sets of numbers, in which low numbers are rare ones.

    A branch begins with the lowest number of its sets. So a search follows few of them: no more than the
    given set has members, and behind a rare number there is not much.
    """

    def __init__(self) -> None:
        self._root: _Node[Value] = _Node()

    def add(self, members: Set[int], value: Value) -> None:
        node = self._root
        for member in sorted(members):
            if node.branches is None:
                node.branches = {}
            if member not in node.branches:
                node.branches[member] = _Node()
            node = node.branches[member]
        node.values.append(value)

    def remove(self, members: Set[int], value: Value) -> None:
        """Take back what was added once."""
        _remove(self._root, sorted(members), value)

    def inside(self, members: set[int]) -> Iterator[Value]:
        """The values of all sets that have no other members than these."""
        nodes = [self._root]
        for node in nodes:  # the list grows while it is walked
            if branches := node.branches:
                nodes += map(branches.__getitem__, branches.keys() & members)
        return chain.from_iterable([node.values for node in nodes])


def _remove(node: _Node[Value], members: Sequence[int], value: Value) -> None:
    if not members or node.branches is None:
        node.values.remove(value)
        return
    first, *rest = members
    below = node.branches[first]
    _remove(below, rest, value)
    if not below.values and not below.branches:
        del node.branches[first]
