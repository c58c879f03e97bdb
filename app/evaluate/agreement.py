"""Agreement: between what was found and what is wanted, between two readings, and between order and truth."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.evaluate.section import share


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well pairs were told apart: `right` were rightly put together, `wrong` wrongly, `missed` not.

    A figure is None where there is nothing of which it could be a share.
    """

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        return _part(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float | None:
        return _part(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        return _part(2 * self.right, 2 * self.right + self.wrong + self.missed)

    @property
    def figures(self) -> dict[str, float | None]:
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}

    def __str__(self) -> str:
        return f"precision {shown(self.precision)}, recall {shown(self.recall)}, F1 {shown(self.f1)}"


def score(answers: Iterable[tuple[bool, bool]]) -> Score:
    """The score of answers, each with what is wanted and what was found."""
    found = Counter(answers)
    return Score(right=found[True, True], wrong=found[False, True], missed=found[True, False])


def agreeing(readings: Sequence[tuple[Hashable, Hashable]]) -> float:
    """The share of the two readings that say the same."""
    return share(sum(one == other for one, other in readings), len(readings))


def kappa(readings: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa: agreement beyond chance, of 1; None where chance alone explains everything."""
    first, second = Counter(one for one, _ in readings), Counter(other for _, other in readings)
    same, count = sum(one == other for one, other in readings), len(readings)
    by_chance = sum(first[each] * second[each] for each in first)
    beyond = count * count - by_chance
    return round((count * same - by_chance) / beyond, 4) if beyond else None


def auc(answers: Iterable[tuple[bool, float]]) -> float | None:
    """How often (of 1) what is wanted has the higher value of two; None where only one kind is there."""
    wanted = unwanted = higher = 0.0
    for _, alike in groupby(sorted(answers, key=lambda each: each[1]), key=lambda each: each[1]):
        kinds = Counter(kind for kind, _ in alike)
        higher += kinds[True] * (unwanted + kinds[False] / 2)
        wanted, unwanted = wanted + kinds[True], unwanted + kinds[False]
    return round(higher / (wanted * unwanted), 4) if wanted and unwanted else None


def shown(figure: float | None) -> str:
    """A figure of 1 for the eye."""
    return "none" if figure is None else f"{figure:.3f}"


def _part(part: int, whole: int) -> float | None:
    return share(part, whole) if whole else None
