"""A set of labelled pairs: how many of them were put into one story, rightly and wrongly."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.evaluate.agreement import agreeing, auc, kappa, score, shown
from app.evaluate.placing import Placed, Twosome
from app.evaluate.section import Section, share
from app.evaluate.story_pairs import Label, Pair
from news.ids import ItemId

_STRATA = 10
_OTHERWISE = "drawn otherwise"
_CALLED = {
    Label.SAME_EVENT: "same event",
    Label.SAME_AFFAIR: "same affair, another event",
    Label.UNRELATED: "unrelated",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A labelled pair of which both items are recorded, and what placing made of it."""

    pair: Pair
    together: bool
    likeness: float

    @property
    def is_one(self) -> bool:
        """Whether the two tell one event, by the label."""
        return self.pair.label is Label.SAME_EVENT


def twosome(pair: Pair, names: Mapping[str, ItemId]) -> Twosome | None:
    """The two items of a pair, in order of time; None where one is not recorded."""
    if pair.earlier not in names or pair.later not in names:
        return None
    first, second = sorted((names[pair.earlier], names[pair.later]))
    return first, second


def pair_section(name: str, pairs: Sequence[Pair], names: Mapping[str, ItemId], placed: Placed) -> Section:
    """The figures of one set, as far as its pairs are recorded."""
    judged = [
        Judged(pair=pair, together=placed.together(both), likeness=placed.asked[both])
        for pair in pairs
        if (both := twosome(pair, names))
    ]
    figures: dict[str, object] = {"pairs": len(pairs), "recorded": len(judged)}
    lines = [f"{len(judged)} of {len(pairs)} pairs are recorded here"]
    if judged:
        for part in (_scored(judged), _by_label(judged), _by_readings(judged), _by_cosine(judged)):
            lines += part.lines
            figures |= part.figures
    return Section(name=f"pairs_{name}", title=f"Labelled pairs: {name}", lines=lines, figures=figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    lines: Sequence[str]
    figures: Mapping[str, object]


def _scored(judged: Sequence[Judged]) -> _Part:
    found = score((each.is_one, each.together) for each in judged)
    area = auc((each.is_one, each.likeness) for each in judged)
    lines = [str(found), f"likeness alone, when the later one came: AUC {shown(area)}"]
    return _Part(lines=lines, figures={**found.figures, "likeness_auc": area})


def _by_label(judged: Sequence[Judged]) -> _Part:
    lines, figures = [], {}
    for label in Label:
        those = [each.together for each in judged if each.pair.label is label]
        part = share(sum(those), len(those))
        lines.append(f"{_CALLED[label]}: {sum(those)} of {len(those)} in one story ({part:.1%})")
        figures[label.value] = {"pairs": len(those), "together": sum(those), "share_together": part}
    return _Part(lines=lines, figures={"by_label": figures})


def _by_readings(judged: Sequence[Judged]) -> _Part:
    three = [each.pair.readings for each in judged if each.pair.readings]
    if not three:
        return _Part(lines=["read once"], figures={})
    two = [(one is Label.SAME_EVENT, other is Label.SAME_EVENT) for one, other in three]
    return _Part(
        lines=[
            f"two readings of {len(three)} pairs agree on the label: {_agreement(three)}",
            f"and on same event or not: {_agreement(two)}",
        ],
        figures={
            "readings": {
                "pairs": len(three),
                "label": {"share": agreeing(three), "kappa": kappa(three)},
                "same_event": {"share": agreeing(two), "kappa": kappa(two)},
            }
        },
    )


def _by_cosine(judged: Sequence[Judged]) -> _Part:
    strata: defaultdict[str, list[Judged]] = defaultdict(list)
    for each in sorted(judged, key=lambda each: (each.pair.cosine is None, each.pair.cosine or 0)):
        strata[_stratum(each.pair.cosine)].append(each)
    lines, figures = [], {}
    for name, those in strata.items():
        ones = sum(each.is_one for each in those)
        found = score((each.is_one, each.together) for each in those)
        lines.append(f"cosine {name}: {len(those)} pairs, {ones} of one event: {found}")
        figures[name] = {"pairs": len(those), "same_event": ones, **found.figures}
    return _Part(lines=lines, figures={"by_cosine": figures})


def _stratum(cosine: float | None) -> str:
    if cosine is None:
        return _OTHERWISE
    tenth = min(int(cosine * _STRATA + 1e-9), _STRATA - 1)
    return f"{tenth / _STRATA:.1f} to {(tenth + 1) / _STRATA:.1f}"


def _agreement(readings: Sequence[tuple[object, object]]) -> str:
    return f"{agreeing(readings):.1%}, kappa {shown(kappa(readings))}"
